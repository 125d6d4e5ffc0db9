import type { WorkRole } from "../constructs/shared/render/work-rights";

/** A call that AWS denied. */
export interface DeniedCall {
  /** Such as `iam:CreateRole`. */
  readonly action: string;
  /** Its ARN, as far as AWS says it. */
  readonly resource?: string;
  /** The kind of policy that denies it outright: no other policy can allow it. */
  readonly deniedBy?: string;
}

const DENIED =
  /AccessDenied|not authorized to perform|api error (Forbidden|UnauthorizedOperation|AuthorizationError)\b/i;
const AUTHORIZED = /not authorized to perform: ([\w-]+:\w+)(?: on resource: "?([^\s",]+)"?)?/g;
const EXPLICIT = /with an explicit deny in an? ([\w -]+? policy|permissions boundary)/;
const OPERATION = /operation error ([\w ]+): (\w+), /;

/** By how the SDKs call a service, what its actions begin with. */
const SERVICES: Readonly<Record<string, string>> = {
  "cloudwatch logs": "logs",
  cloudwatchlogs: "logs",
  "cognito identity provider": "cognito-idp",
  sfn: "states",
};

/** Of S3, the actions that are not called as their operations. */
const S3: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: "PutObject",
  CopyObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  DeleteBucketTagging: "PutBucketTagging",
  DeleteObjects: "DeleteObject",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycle: "GetLifecycleConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListBuckets: "ListAllMyBuckets",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListObjectVersions: "ListBucketVersions",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListParts: "ListMultipartUploadParts",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  PutBucketCors: "PutBucketCORS",
  PutBucketEncryption: "PutEncryptionConfiguration",
  PutBucketLifecycle: "PutLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  UploadPart: "PutObject",
  UploadPartCopy: "PutObject",
};

/** What IAM calls an operation, by the names that the SDKs have for both. */
export function actionOf(service: string, operation: string): string {
  const known = service.toLowerCase();
  const prefix = SERVICES[known] ?? known;
  if (prefix === "s3") return `s3:${S3[operation] ?? operation}`;
  return `${prefix}:${prefix === "lambda" && operation === "Invoke" ? "InvokeFunction" : operation}`;
}

/** The calls that AWS denied, each once, by what Terraform or an SDK says of them, one text for each error. */
export function deniedIn(texts: readonly string[]): DeniedCall[] {
  const found = texts.flatMap((text) => (DENIED.test(text) ? callsIn(text) : []));
  return [...new Map(found.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}

function callsIn(text: string): DeniedCall[] {
  const [, kind] = EXPLICIT.exec(text) ?? [];
  const deniedBy = kind === undefined ? {} : { deniedBy: kind };
  const said = [...text.matchAll(AUTHORIZED)].map(([, action = "", resource]) => ({
    action,
    ...(resource !== undefined && { resource }),
    ...deniedBy,
  }));
  if (said.length > 0) return said;
  const [, service, operation] = OPERATION.exec(text) ?? [];
  return service === undefined || operation === undefined
    ? []
    : [{ action: actionOf(service, operation), ...deniedBy }];
}

/** What to do about denied calls. */
export function deniedAdvice(calls: readonly DeniedCall[], workspace: string, role: WorkRole): string {
  const [kind] = calls.flatMap(({ deniedBy }) => deniedBy ?? []);
  if (kind !== undefined) return `its ${kind} denies that, and no other policy can allow it: ask who manages it`;
  const option = role === "deployer" ? "" : ` --role ${role}`;
  return `slipway permissions ${workspace}${option} prints the policy that this work needs`;
}

/** Such as `iam:CreateRole on arn:aws:iam::123456789012:role/quetzal`. */
export function deniedText(calls: readonly DeniedCall[]): string {
  return calls.map(({ action, resource }) => (resource === undefined ? action : `${action} on ${resource}`)).join(", ");
}

/** Says which rights a deployment lacks; undefined where Terraform says nothing of it. */
export function denied(stack: string, errors: readonly string[], workspace: string): string | undefined {
  const calls = deniedIn(errors);
  if (calls.length === 0) return undefined;
  const advice = deniedAdvice(calls, workspace, "deployer");
  return `${stack}: your credentials must be allowed what Terraform does, got a denial of ${deniedText(calls)}; ${advice}`;
}

/** An error of an SDK whose client is one of {@link namingOperations}. */
interface NamedError extends Error {
  deniedAction?: string;
}

type Next = (args: never) => Promise<never>;
interface Stack {
  add(
    middleware: (next: Next, context: { readonly clientName?: string; readonly commandName?: string }) => Next,
    options: { readonly step: "initialize"; readonly name: string },
  ): void;
}

/** Makes a client of an SDK say in its errors what was asked: S3 itself does not say it of all. */
export function namingOperations<T extends { readonly middlewareStack: unknown }>(client: T): T {
  (client.middlewareStack as Stack).add(
    (next, { clientName = "", commandName = "" }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const action = actionOf(clientName.replace(/Client$/, ""), commandName.replace(/Command$/, ""));
          if (error instanceof Error) (error as NamedError).deniedAction = action;
          throw error;
        }
      },
    { step: "initialize", name: "namingOperations" },
  );
  return client;
}

/** The call that an SDK's error is about, where AWS denied it. */
export function deniedCall(error: Error): DeniedCall[] {
  const { name, message, deniedAction: action } = error as NamedError;
  const isForbidden = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403;
  if (!isForbidden && !DENIED.test(`${name} ${message}`)) return [];
  const said = callsIn(message);
  return said.length > 0 || action === undefined ? said : [{ action }];
}
