/** A role that is assumed, as a provider of AWS has it. */
export interface ToldRole {
  readonly roleArn?: string;
  /** As Terraform writes it: `1h30m`. */
  readonly duration?: string;
  readonly externalId?: string;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly sessionName?: string;
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

/** The same, by the token of another service. */
interface ToldWebIdentity extends Omit<ToldRole, "externalId" | "sourceIdentity" | "tags" | "transitiveTagKeys"> {
  readonly webIdentityTokenFile?: string;
}

/** What a program that Terraform runs is told of a provider of AWS, so that it acts in the same account. No keys are among it. */
export interface ToldProvider {
  /** Whose the credentials must be. @default - not told */
  readonly account?: string;
  readonly profile?: string;
  readonly sharedConfigFile?: string;
  readonly sharedCredentialsFile?: string;
  /** One after the other. */
  readonly assumeRole?: readonly ToldRole[];
  readonly assumeRoleWithWebIdentity?: ToldWebIdentity;
  readonly endpoints?: Readonly<Partial<Record<"ecr" | "s3" | "sts", string>>>;
  readonly stsRegion?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}
