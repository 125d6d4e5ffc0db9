import { complaint, oneOf, type Problem, type Rule, textMatching } from "../shared/rules";
import { backend } from "../shared/schema";
import * as z from "../shared/zod";
import * as cluster from "./cluster/schema";
import { secret } from "./cluster/secret-schema";
import { mysql } from "./database/schema";
import { manager } from "./manager/schema";
import { pachydermRules } from "./pachyderm/schema";
import { problemsBetween } from "./problems";
import type { PipelinesEnvironment } from "./settings";
import { deletes, workflowName } from "./workflow/schema";

export { argoProblems } from "./argo/problems";
export type {
  ContainerResources,
  DeclaredSecret,
  MountedFolder,
  Removal,
  SecretKey,
  SecretVariable,
} from "./cluster/settings";
export { configuration } from "./cpsign/schema";
export type { CpsignConfiguration, CpsignSettings } from "./cpsign/settings";
export type {
  DatabaseCopy,
  DatabaseUser,
  DatabaseWorkers,
  DataLoadSettings,
  DumpBucketSettings,
  DumpSettings,
  DumpVolume,
  MySqlSettings,
  WorkerSecret,
} from "./database/settings";
export type { ManagerPodSettings } from "./manager/settings";
export type { PachydermSettings } from "./pachyderm/settings";
export type {
  ClusterSettings,
  PipelinesEnvironment,
  PipelinesSettings,
} from "./settings";
export { warningsOfPipelines } from "./warnings";
export type {
  CronInput,
  Input,
  MountedSecret,
  PachydermVersion,
  PipelineSettings,
  RepositoryInput,
  Resources,
  WorkflowSettings,
} from "./workflow/settings";

const name = textMatching(
  /^[a-z][a-z0-9-]{0,30}(?<!-)$/,
  "must be 1 to 31 of a-z, 0-9 and -, the first a letter",
  "it is the file's name",
);
const clusterSettings = z.strictObject(
  {
    context: textMatching(
      /^[^\p{Cc}]+$/u,
      "must be a context of the kubeconfig",
      "`kubectl config get-contexts` lists them",
    ),
    kubeconfig: textMatching(
      /^(?!~(?!\/))[^\p{Cc}]+$/u,
      "must be the path of a kubeconfig",
      "it begins at the project's folder, or with ~/",
    ).exactOptional(),
  },
  {
    error: ({ input }) =>
      complaint("must be an object", input, 'write { context: "…" }; `kubectl config get-contexts` lists them'),
  },
);
const { namespace: _, ...database } = mysql;
const {
  namespace: __,
  pachyderm: ___,
  pachdNamespace: ____,
  pachdAddress: _____,
  pipelineSetup: ______,
  ...pod
} = manager;
const { name: _______, namespaces: ________, ...ofSecret } = secret;

/** The rules of what is on a cluster, by their names; workflows have rules of their kinds. */
export const pipelines = {
  name,
  namespace: cluster.namespace,
  namespaceIs: oneOf(["adopted", "created"], "adopted is for one that exists").exactOptional(),
  removal: cluster.removal.exactOptional(),
  pachyderm: pachydermRules,
  database: z.strictObject(database).exactOptional(),
  secrets: z
    .record(cluster.objectName, z.strictObject(ofSecret, cluster.unseenObject), cluster.objectOf("secrets"))
    .exactOptional(),
  manager: z.strictObject(pod).exactOptional(),
  deletes: deletes.exactOptional(),
  workflows: z.record(
    workflowName,
    z.custom<unknown>(() => true),
    cluster.objectOf("workflows"),
  ),
};

/** The rules of an environment file. */
export const pipelinesEnvironment = z.strictObject({
  ...pipelines,
  cluster: clusterSettings,
  backend: backend.exactOptional(),
}) as unknown as Rule<PipelinesEnvironment>;

/** What is wrong with the workflows of one file, and between its settings. */
export function problemsWithinPipelines(value: unknown): Problem[] {
  return problemsBetween(value);
}
