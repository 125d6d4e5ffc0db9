/** What the sandbox's account holds before anything is deployed to it. */
export interface Seed {
  /**
   * Where most of it is deployed.
   *
   * @default - the first bucket's region, else ca-central-1
   */
  readonly region?: string;
  readonly buckets?: readonly SeedBucket[];
  readonly roles?: readonly SeedRole[];
  readonly policies?: readonly SeedPolicy[];
  readonly identityPools?: readonly SeedIdentityPool[];
  readonly userPools?: readonly SeedUserPool[];
}

interface SeedBucket {
  readonly name: string;
  readonly region: string;
}

interface SeedRole {
  readonly name: string;
  /** The trust policy's document. */
  readonly assumeRolePolicy: object;
}

interface SeedPolicy {
  readonly name: string;
  readonly document: object;
}

interface SeedIdentityPool {
  /** With its region: `ca-central-1:b6298c0d-…`. */
  readonly id: string;
  readonly name: string;
}

interface SeedUserPool {
  /** With its region: `ca-central-1_AbCdEf123`. */
  readonly id: string;
  readonly users: readonly string[];
}
