import { CONFIGURATION_PATH } from "../../constructs/pipelines/render/cpsign";
import { pipelineName } from "../../constructs/pipelines/render/dag";
import { commitScript, followScript } from "../../constructs/pipelines/render/pachctl-scripts";
import { configurationsOf } from "../../constructs/pipelines/render/workflows";
import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import { readText } from "../out";
import type { Cluster } from "./cluster";

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

/** What is committed, and where: the file's own configuration, or one of the user's. */
export function configurationOf(cluster: Cluster, { name, repositories }: WorkflowSettings, file?: string) {
  const own = configurationsOf(cluster.environment).find(({ workflow }) => workflow === name);
  if (file !== undefined) {
    const text = readText("--config", file);
    try {
      JSON.parse(text);
    } catch (error) {
      throw new Error(`--config must be a file of JSON, got ${shown(file)}: ${(error as Error).message}; mend it`);
    }
    return { repository: own?.repository ?? (repositories[0] as string), text };
  }
  if (own !== undefined) return own;
  throw new Error(`--config must name the file that starts ${name}, got none; its repository is ${repositories[0]}`);
}
