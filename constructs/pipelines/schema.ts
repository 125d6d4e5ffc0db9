import { context } from "../shared/kubernetes-schema";
import { omit } from "../shared/pick";
import { complaint, oneOf, type Problem, textMatching } from "../shared/rules";
import { backend } from "../shared/schema";
import * as z from "../shared/zod";
import * as cluster from "./cluster/schema";
import { secretSettings } from "./cluster/secret-schema";
import type { PipelineSecret } from "./cluster/secret-settings";
import { mysqlSettings } from "./database/schema";
import { manager } from "./manager/schema";
import { pachydermRules } from "./pachyderm/schema";
import { problemsBetween } from "./problems";
import type { ClusterSettings, PipelinesEnvironment, PipelinesSettings } from "./settings";
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
  DrillSettings,
  DumpBucketSettings,
  DumpSettings,
  DumpVolume,
  MetricsReader,
  MetricsSettings,
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
const clusterSettings = z.rulesOf<ClusterSettings>()(
  {
    context,
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
const database = z.rulesOf<NonNullable<PipelinesSettings["database"]>>()(omit(mysqlSettings.shape, "namespace"));
const pod = z.rulesOf<NonNullable<PipelinesSettings["manager"]>>()(
  omit(manager.shape, "namespace", "pachyderm", "pachdNamespace", "pachdAddress", "pipelineSetup"),
);
const ofSecret = z.rulesOf<PipelineSecret>()(omit(secretSettings.shape, "name", "namespaces"), cluster.unseenObject);

/** The rules of what is on a cluster; workflows have rules of their kinds. */
export const pipelines = z.rulesOf<PipelinesSettings>()({
  name,
  namespace: cluster.namespace,
  namespaceIs: oneOf(["adopted", "created"], "adopted is for one that exists").exactOptional(),
  removal: cluster.removal.exactOptional(),
  pachyderm: pachydermRules,
  database: database.exactOptional(),
  secrets: z.record(cluster.objectName, ofSecret, cluster.objectOf("secrets")).exactOptional(),
  manager: pod.exactOptional(),
  deletes: deletes.exactOptional(),
  workflows: z.record(
    workflowName,
    z.custom<PipelinesSettings["workflows"][string]>(() => true),
    cluster.objectOf("workflows"),
  ),
});

/** The rules of an environment file. */
export const pipelinesEnvironment = z.rulesOf<PipelinesEnvironment>()({
  ...pipelines.shape,
  cluster: clusterSettings,
  backend: backend.exactOptional(),
});

/** What is wrong with the workflows of one file, and between its settings. */
export function problemsWithinPipelines(value: unknown): Problem[] {
  return problemsBetween(value);
}
