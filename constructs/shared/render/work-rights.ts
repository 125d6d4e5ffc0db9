/** Who works on a workspace: builders make what runs there, deployers change what is deployed, administrators do both. */
export const WORK_ROLES = ["builder", "deployer", "admin"] as const;
export type WorkRole = (typeof WORK_ROLES)[number];

/** What somebody needs to do for a kind of work, and on what. */
export interface WorkRight {
  /** Whose work it is, beside that of administrators. */
  readonly of: readonly Exclude<WorkRole, "admin">[];
  /** Of one service or several, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs, or `*` for what AWS asks of no resource. */
  readonly resources: readonly string[];
  /** In IAM's words. @default - none */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement as IAM spells it. */
export interface WorkStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: NonNullable<WorkRight["condition"]>;
}

/** Where a workspace is. */
export interface WorkPlace {
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. @default - any */
  readonly accountId?: string | undefined;
}

const BUILDER = ["builder"] as const;
const DEPLOYER = ["deployer"] as const;
/** Whose work a right is, by words that read well where rights are listed. */
export const OF = { builder: BUILDER, deployer: DEPLOYER, both: ["builder", "deployer"] } as const;

/** The beginning of a service's ARNs, up to the resource. */
export function arnsOf({ partition, region, accountId = "*" }: WorkPlace): (service: string) => string {
  return (service) => `arn:${partition}:${service}:${service === "iam" ? "" : region}:${accountId}:`;
}

/** What the provider asks of a bucket that it makes, whatever its settings. */
const BUCKET_READ = [
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketPolicy",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
];

/** Makes, reads, changes and removes a bucket; `more` are the actions of settings that it may have. */
export function bucketWork(bucketArn: string, more: readonly string[]): WorkRight[] {
  const own = ["s3:CreateBucket", "s3:DeleteBucket", "s3:PutBucketTagging"];
  return [
    { of: DEPLOYER, actions: [...BUCKET_READ, ...own, ...more], resources: [bucketArn] },
    // A plan says whose the bucket's name is.
    { of: DEPLOYER, actions: ["s3:ListAllMyBuckets"], resources: ["*"] },
  ];
}

/** Empties a bucket that a destroy removes, or counts what it holds. */
export function bucketEmptying(bucketArn: string): WorkRight[] {
  return [
    { of: DEPLOYER, actions: ["s3:ListBucketVersions"], resources: [bucketArn] },
    { of: DEPLOYER, actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], resources: [`${bucketArn}/*`] },
  ];
}

/** Where a state lies; a backend that is not in S3 needs no right of AWS. */
interface StateBackend {
  readonly s3?: { readonly bucket: string; readonly key: string };
}

/** Reads, writes and locks the state of a workspace. @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required */
export function stateWork(backend: object | undefined, workspaces: readonly string[], partition: string): WorkRight[] {
  const { s3 } = (backend ?? {}) as StateBackend;
  if (s3 === undefined) return [];
  const bucketArn = `arn:${partition}:s3:::${s3.bucket}`;
  const states = workspaces.map((each) => `${bucketArn}/env:/${each}/${s3.key}`);
  return [
    { of: DEPLOYER, actions: ["s3:ListBucket"], resources: [bucketArn] },
    { of: DEPLOYER, actions: ["s3:GetObject", "s3:PutObject"], resources: states },
    {
      of: DEPLOYER,
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: states.map((each) => `${each}.tflock`),
    },
  ];
}

/** The statements of a role, in which actions on the same resources stand together. */
export function workStatements(rights: readonly WorkRight[], role: WorkRole): WorkStatement[] {
  const places = new Map<string, WorkRight & { readonly all: Set<string> }>();
  for (const right of rights.filter(({ of }) => role === "admin" || of.includes(role))) {
    const key = JSON.stringify([right.resources, right.condition]);
    const place = places.get(key) ?? { ...right, all: new Set<string>() };
    for (const action of right.actions) place.all.add(action);
    places.set(key, place);
  }
  return [...places.values()].map(({ all, resources, condition }) => ({
    Effect: "Allow",
    Action: [...all].sort(),
    Resource: resources,
    ...(condition !== undefined && { Condition: condition }),
  }));
}

/** The longest policy that can be attached, blanks not counted. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_POLICY = 6144;

/** The policies of a role, as IAM takes them, in as few as have room for the statements. */
export function workPolicies(rights: readonly WorkRight[], role: WorkRole): string[] {
  const policies: WorkStatement[][] = [];
  for (const statement of workStatements(rights, role)) {
    const last = policies.at(-1);
    if (last !== undefined && document([...last, statement]).length <= MANAGED_POLICY) last.push(statement);
    else policies.push([statement]);
  }
  return policies.map(document);
}

function document(Statement: readonly WorkStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
