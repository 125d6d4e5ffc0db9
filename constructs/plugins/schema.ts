import * as container from "../shared/container/schema";
import * as machine from "../shared/docker-host-schema";
import { pick } from "../shared/pick";
import { asWhole, complaint, isList, isText, listOf, oneOf, textMatching, wholeNumber } from "../shared/rules";
import { accountId, backend, bucketName, tags } from "../shared/schema";
import * as z from "../shared/zod";
import {
  type PluginAccess,
  type PluginBucketSettings,
  type PluginCollectionSettings,
  type PluginStore,
  type PluginsEnvironment,
  type TestbedWorkersSettings,
  WORKER_KINDS,
  type WorkerPool,
} from "./settings";

export { problemsAmongPlugins, problemsWithinPlugins } from "./problems";
export type {
  PluginAccess,
  PluginBucketSettings,
  PluginCollectionSettings,
  PluginStore,
  PluginsEnvironment,
  PluginsSettings,
  TestbedWorkersSettings,
  WorkerKind,
  WorkerPool,
} from "./settings";
export { collectionWarnings, warningsOfPlugins } from "./warnings";

export const name = textMatching(
  /^[a-z][a-z0-9-]{0,39}[a-z0-9]$/,
  "must be 2 to 41 of a-z, 0-9 and -, the first a letter, the last no -",
  "the stack and the state are named after it",
);
/** Whether it is one of Amazon's is another rule, for another store has its own. */
export const region = textMatching(
  /^[A-Za-z0-9_-]{1,64}$/,
  "must be a region",
  'for example "us-east-1", which most stores take too',
);
/** An address with a name or a password in it is not shown. */
const addressLike = (pattern: RegExp, rule: string, example: string) => {
  const advice = `for example "${example}"`;
  const error = ({ input }: { readonly input?: unknown }) =>
    isText(input) && input.includes("@")
      ? `${rule}, got one with something before an @; ${advice}`
      : complaint(rule, input, advice);
  return z.string({ error }).refine((value) => pattern.test(value), { error });
};
const endpoint = addressLike(
  /^https?:\/\/[A-Za-z0-9._[\]:-]+\/?$/,
  "must be an address with http:// or https://, without a path and without a user's name",
  "http://localhost:35000",
);
const prefix = textMatching(
  /^(?!__proto__$)(?!\.\.?(\/|$))(?!.*\/\.\.?(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,7}$/,
  "must be letters, digits and _.- with single slashes between them, and none at its ends",
  'for example "dioptra_builtins"',
);
const pathText = (what: string, advice: string) => textMatching(/^[^\p{Cc}]+$/u, `must be ${what}`, advice);
const folder = pathText("a folder", "a path begins at the project's folder");
const exclude = listOf(pathText("a pattern of gitignore", 'for example "*.md"'), "patterns");
const allowFiles = listOf(
  textMatching(
    /^(?!\/)(?!(.*\/)?\.\.?(\/|$))[^\p{Cc}]+$/u,
    "must be a path in the folder",
    'for example "certificates/ca.pem"',
  ),
  "paths",
);
const compile = oneOf(["always", "never"], "never is for workers with another Python");
const keepVersions = wholeNumber(2, 100, "with one, a job that runs would lose its plugins");
const pluginDirectory = textMatching(
  /^\/?[\w.-]+(\/[\w.-]+)*$/,
  "must be a folder of the workers",
  'for example "/work/plugins"',
);
const store = z.rulesOf<PluginStore>()({ endpoint, workerEndpoint: endpoint.exactOptional() });
const origin = oneOf(["made", "adopted"], "adopted is for one that exists");
const versioning = oneOf(["enabled", "none"], "none is for a store that cannot do it");
const removal = oneOf(["refused", "allowed"], "allowed loses all files with the bucket");
/** The rules of a bucket. */
export const bucket = z.rulesOf<PluginBucketSettings>()({
  name: bucketName,
  store: store.exactOptional(),
  origin: origin.exactOptional(),
  versioning: versioning.exactOptional(),
  removal: removal.exactOptional(),
});
/** The rules of a collection. */
export const collection = z.rulesOf<PluginCollectionSettings>()({
  prefix,
  folder,
  exclude: exclude.exactOptional(),
  allowFiles: allowFiles.exactOptional(),
  compile: compile.exactOptional(),
  keepVersions: keepVersions.exactOptional(),
});
const collections = asWhole(
  listOf(collection, "collections"),
  isList,
  (value) => value.length > 0 && value.length <= 50,
  {
    error: ({ input }) =>
      complaint("must name 1 to 50 folders", input, 'for example [{ prefix: "dioptra_builtins", folder: "…" }]'),
  },
);
const roleName = textMatching(/^[\w+=,.@-]{1,64}$/, "must be a role's name", "an ARN ends in it");
const roles = listOf(roleName, "roles");

const redisUri = addressLike(
  /^rediss?:\/\/[^\s@/]+(\/\d+)?$/,
  "must be an address with redis://, without a password",
  "redis://redis:6379/0",
);
const trackingUri = addressLike(
  /^https?:\/\/[^\s@]+$/,
  "must be an address with http:// or https://, without a user's name",
  "http://mlflow-tracking:5000",
);
const queue = textMatching(/^[\w.-]{1,100}$/, "must be a queue's name", 'for example "tensorflow_cpu"');
const pool = z.rulesOf<WorkerPool>()({
  kind: oneOf(WORKER_KINDS, "these are what images of workers are made for"),
  image: container.image,
  count: wholeNumber(1, 99, "so many containers are made").exactOptional(),
  queues: listOf(queue, "queues").exactOptional(),
  gpus: wholeNumber(1, 64, "each worker has them for itself").exactOptional(),
  ...pick(container.settings.shape, "cpuSet", "cpuShares", "memoryMiB"),
});
const pools = asWhole(listOf(pool, "pools"), isList, (value) => value.length > 0, {
  error: ({ input }) =>
    complaint("must name a pool at least", input, 'for example [{ kind: "tensorflow-cpu", image: "…" }]'),
});
const networks = asWhole(
  listOf(
    textMatching(/^[a-zA-Z0-9][\w.-]*$/, "must be a network's name", "`docker network ls` names them"),
    "networks",
  ),
  isList,
  (value) => value.length > 0,
  { error: ({ input }) => complaint("must name a network at least", input, "the one of the testbed's Redis") },
);
const gpus = wholeNumber(0, 64, "`nvidia-smi -L` counts them");
/** The rules of the workers. */
export const workers = z.rulesOf<TestbedWorkersSettings>()({
  dockerHost: machine.dockerHost.exactOptional(),
  knownHostsFile: machine.knownHostsFile.exactOptional(),
  networks,
  redisUri,
  trackingUri,
  gpus: gpus.exactOptional(),
  pools,
  ...pick(container.settings.shape, "allowLatest", "environment", "secretEnvironment", "mounts", "extraHosts"),
});

/** The rules of an environment file of task plugins. */
export const pluginsEnvironment = z.rulesOf<PluginsEnvironment>()({
  name,
  region,
  accountId: accountId.exactOptional(),
  backend: backend.exactOptional(),
  bucket,
  collections,
  pluginDirectory: pluginDirectory.exactOptional(),
  access: z.rulesOf<PluginAccess>()({ readers: roles.exactOptional(), writers: roles.exactOptional() }).exactOptional(),
  workers: workers.exactOptional(),
  tags: tags.exactOptional(),
});
