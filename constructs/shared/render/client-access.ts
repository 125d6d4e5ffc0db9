/** A session's keys, renewed when they expire. */
export type CredentialsSource = () => Promise<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}>;

/** What a client of an AWS SDK is made with, beside its region. Without settings of a provider it is nothing. */
export interface ClientAccess {
  readonly credentials?: CredentialsSource;
  readonly endpoint?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}
