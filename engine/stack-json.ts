import type { DeclaredStack } from "./recovery/import-ids";

/** What is read here of a synthesized stack. */
export interface StackJson extends DeclaredStack {
  /** Terraform reads nothing in it; the synthesis writes an object. */
  readonly "//"?: unknown;
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, { readonly source: string }>>;
    readonly backend?: { readonly local?: { readonly path?: string } };
  };
  readonly provider?: {
    readonly aws?: readonly AwsProvider[];
    readonly docker?: readonly DockerProvider[];
    readonly digitalocean?: readonly { readonly token?: string }[];
    readonly kubernetes?: readonly object[];
  };
  readonly data?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly variable?: Readonly<Record<string, Variable>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

interface AwsProvider {
  readonly alias?: string;
  readonly region?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly endpoints?: readonly { readonly s3?: string }[];
}

interface Variable {
  readonly default?: unknown;
  readonly validation?: readonly { readonly error_message: string }[];
}

/** How a stack's provider reaches its engine, in the words of Terraform. */
export interface DockerProvider {
  readonly alias?: string;
  readonly host?: string;
  readonly ssh_opts?: readonly string[];
}
