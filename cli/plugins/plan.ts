import { contentHash } from "../../constructs/plugins/render/collection";
import { versionPrefix } from "../../constructs/plugins/render/worker-environment";
import type { PluginsEnvironment } from "../../constructs/plugins/schema";
import type { Synchronization } from "../../constructs/shared/apply/bucket/compare";
import type { Target } from "../../constructs/shared/apply/bucket/objects";
import { lazy } from "../../constructs/shared/lazy";
import type { Problem } from "../../constructs/shared/rules";
import { contentProblems, type ReadFolder, readFolders } from "../../domains/plugin-folders";
import { pythonCompiler } from "../../engine/plugin-python";
import type { Project } from "../../engine/project";

const objects = lazy<typeof import("../../constructs/shared/apply/bucket/objects")>(() =>
  require("../../constructs/shared/apply/bucket/objects"),
);

/** A collection, and what goes where. */
export interface PlannedCollection extends Synchronization, ReadFolder {}

/** The contents of each collection's folder, and where they go; refuses folders that could not be sent. */
export function plannedCollections(
  project: Project,
  environment: PluginsEnvironment,
  target: Target,
): PlannedCollection[] {
  const { folders, problems } = readFolders(environment, project.folder);
  refuse(problems);
  return folders.map((read) => {
    const { prefix, keepVersions } = read.settings;
    const into = keepVersions === undefined ? prefix : versionPrefix(prefix, contentHash(read));
    return { ...target, ...read, prefix: into };
  });
}

/** Refuses folders that could not be sent. */
export function refuseUnreadable(project: Project, environment: PluginsEnvironment): void {
  refuse(readFolders(environment, project.folder).problems);
}

/** Refuses folders that could not be sent, and plugins that hold secrets or, with `compile`, do not compile. */
export function refuseProblems(project: Project, environment: PluginsEnvironment, compile: boolean): void {
  const { folders, problems } = readFolders(environment, project.folder);
  refuseContents(project, folders, compile, problems);
}

/**
 * Refuses plugins that hold secrets or, with `compile`, do not compile.
 *
 * @param others other problems, which are reported first @default - nothing
 */
export function refuseContents(
  project: Project,
  folders: readonly ReadFolder[],
  compile: boolean,
  others: readonly Problem[] = [],
): void {
  const compiler = compile ? pythonCompiler(project.folder) : undefined;
  const contents = folders.map((each) => contentProblems(each, compiler));
  const isPythonMissing = contents.some((each) => each.isPythonMissing);
  const missing = "Python 3 must be there to compile the plugins, got none; install it, or add --no-compile";
  refuse([...others, ...contents.flatMap(({ problems }) => problems)], isPythonMissing ? [missing] : []);
}

function refuse(problems: readonly Problem[], more: readonly string[] = []): void {
  const all = [...problems.map(({ path, message }) => `${path} ${message}`), ...more];
  if (all.length > 0) throw new Error(all.join("\n"));
}

/** The bucket of an environment. Its account is asked for with each request. */
export function targetOf({ bucket, region, accountId }: PluginsEnvironment): Target {
  const place = { region, ...(bucket.store && { endpoint: bucket.store.endpoint }) };
  return {
    client: objects.s3Client(place, process.env),
    bucket: bucket.name,
    ...(accountId !== undefined && { accountId }),
  };
}

/** What a store answered, in words. */
export function storeError(error: unknown, { bucket, name }: PluginsEnvironment): Error {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  const where = bucket.store?.endpoint ?? (AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || "Amazon S3");
  const kind = (error as Error).name;
  if (kind === "NoSuchBucket") {
    return new Error(`bucket "${bucket.name}" must be there, got none at ${where}; slipway deploy ${name} makes it`);
  }
  const advice =
    kind === "CredentialsProviderError"
      ? "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY hold the keys"
      : "slipway doctor looks at the surroundings";
  return new Error(
    `bucket "${bucket.name}" must be reached at ${where}, got ${answerOf(error as StoreError)}; ${advice}`,
  );
}

/** What the SDK throws: of the store, or of the network. */
interface StoreError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

function answerOf({ name, message, code, $metadata, $response }: StoreError): string {
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const http = status === undefined ? "" : ` (HTTP ${status})`;
  if (/deserialization|XML parse/i.test(message)) return `an answer that is not S3's${http}`;
  if (message === "" || message === "UnknownError") return `${code ?? name}${http}`;
  return `${name === "Error" ? "" : `${name}: `}${message.split("\n")[0]}${http}`;
}
