import { contentHash } from "../../constructs/plugins/render/collection";
import { versionPrefix } from "../../constructs/plugins/render/worker-environment";
import type { PluginCollectionSettings, PluginsEnvironment } from "../../constructs/plugins/schema";
import type { Synchronization } from "../../constructs/shared/apply/bucket/compare";
import type { Target } from "../../constructs/shared/apply/bucket/objects";
import { lazy } from "../../constructs/shared/lazy";
import type { Problem } from "../../constructs/shared/rules";
import type { CompilePython } from "../../domains/domain";
import { contentProblems, readFolders } from "../../domains/plugin-folders";
import { compileMemory, pythonProblems } from "../../engine/plugin-python";
import type { Project } from "../../engine/project";

const objects = lazy<typeof import("../../constructs/shared/apply/bucket/objects")>(() =>
  require("../../constructs/shared/apply/bucket/objects"),
);

/** A collection, and what goes where. */
export interface PlannedCollection extends Synchronization {
  /** Where it stands in the environment. */
  readonly index: number;
  readonly collection: PluginCollectionSettings;
}

/** What each collection's folder holds, and where it goes; what could not be sent is refused. */
export function plannedCollections(
  project: Project,
  environment: PluginsEnvironment,
  target: Target,
): PlannedCollection[] {
  const { folders, problems } = readFolders(environment, project.folder);
  refuse(problems);
  return folders.map(({ index, settings, folder, files }) => {
    const { prefix, keepVersions } = settings;
    const into = keepVersions === undefined ? prefix : versionPrefix(prefix, contentHash({ files }));
    return { ...target, index, collection: settings, prefix: into, folder, files };
  });
}

/** Refuses folders that could not be sent. */
export function refuseUnreadable(project: Project, environment: PluginsEnvironment): void {
  refuse(readFolders(environment, project.folder).problems);
}

/** Refuses folders that could not be sent, and plugins with secrets or, unless it is not wanted, that do not compile. */
export function refuseProblems(project: Project, environment: PluginsEnvironment, compile: boolean): void {
  const { folders, problems } = readFolders(environment, project.folder);
  const contents = folders.map((each) => contentProblems(each, compilerOf(project, compile)));
  refuse([...problems, ...contents.flatMap((each) => each.problems)], contents);
}

/**
 * The same of some files of collections.
 *
 * @param paths those of each, in the order of the collections: what the bucket has already was looked at when it was sent
 */
export function refuseContents(
  project: Project,
  planned: readonly PlannedCollection[],
  paths: readonly (readonly string[])[],
  compile: boolean,
): void {
  const contents = planned.map(({ index, collection, folder, files: all }, at) => {
    const files = Object.fromEntries((paths[at] ?? []).map((path) => [path, all[path] ?? ""]));
    return contentProblems({ index, settings: collection, folder, files }, compilerOf(project, compile));
  });
  refuse(
    contents.flatMap(({ problems }) => problems),
    contents,
  );
}

function compilerOf({ folder: project }: Project, compile: boolean): CompilePython | undefined {
  const memory = compileMemory(project);
  return compile ? (folder, files) => pythonProblems({ folder, files, memory }) : undefined;
}

function refuse(problems: readonly Problem[], contents: readonly { readonly isPythonMissing: boolean }[] = []): void {
  const all = problems.map(({ path, message }) => `${path} ${message}`);
  if (contents.some(({ isPythonMissing }) => isPythonMissing)) {
    all.push("Python 3 must be there to compile the plugins, got none; install it, or add --no-compile");
  }
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
