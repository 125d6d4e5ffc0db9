import { CONFIGURATION_PATH } from "../../constructs/pipelines/cpsign/render/cpsign";
import { commitScript, followScript } from "../../constructs/pipelines/pachyderm/render/pachctl-scripts";
import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import { pipelineName } from "../../constructs/pipelines/workflow/render/dag";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";
import { type Committed, committedTo } from "./configuration";

/** In the manager's pod. */
const COMMITTED = "/tmp/configuration.json";

/** Options of `slipway pipelines run` on a cluster. */
export interface RunOptions {
  readonly config?: string;
  readonly follow: boolean;
}

/** Commits a workflow's configuration where it changed, and waits until all that follows from it has ended. */
export async function runOnCluster(cluster: Cluster, workflow: WorkflowSettings, options: RunOptions): Promise<void> {
  const { version } = cluster.environment.pachyderm;
  const { repository, text } = configurationOf(cluster, workflow, options.config);
  const place = { repository, branch: "master", path: CONFIGURATION_PATH };
  const committed = cluster.told(
    cluster.inManager(["sh", "-s"], ["--stdin"]),
    withFile(text, commitScript(version, place, COMMITTED)),
  );
  process.stdout.write(committed);
  if (!options.follow) return;
  const pipelines = Object.keys(workflow.pipelines).map((name) => pipelineName(workflow, name));
  const script = followScript(version, { repository, branch: "master", pipelines });
  const code = await cluster.show(cluster.inManager(["sh", "-c", script]));
  if (code !== 0) process.exitCode = 1;
}

/** A script that finds a text in a file. */
function withFile(text: string, script: string): string {
  const encoded = Buffer.from(text)
    .toString("base64")
    .replace(/(.{76})/g, "$1\n");
  return [`base64 -d >${COMMITTED} <<'END_OF_FILE'`, encoded, "END_OF_FILE", script].join("\n");
}

/** What is committed must be, and must be JSON. */
function configurationOf({ environment }: Cluster, workflow: WorkflowSettings, file?: string): Required<Committed> {
  const { repository, text } = committedTo(environment, workflow, file);
  if (text === undefined) {
    throw new Error(
      `--config must name the file that starts ${workflow.name}, got none; its repository is ${repository}`,
    );
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`--config must be a file of JSON, got ${shown(file)}: ${(error as Error).message}; mend it`);
  }
  return { repository: repository as string, text };
}
