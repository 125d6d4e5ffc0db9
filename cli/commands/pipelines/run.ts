import { Command } from "commander";
import type { WorkflowSettings } from "../../../constructs/pipelines/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { Cluster } from "../../pipelines/cluster";
import type { Committed } from "../../pipelines/configuration";
import type { LocalOptions } from "../../pipelines/local";
import { optionalWorkspace } from "../../words";

const cpsign = lazy<typeof import("../../../constructs/pipelines/cpsign/render/cpsign")>(() =>
  require("../../../constructs/pipelines/cpsign/render/cpsign"),
);
const scripts = lazy<typeof import("../../../constructs/pipelines/pachyderm/render/pachctl-scripts")>(() =>
  require("../../../constructs/pipelines/pachyderm/render/pachctl-scripts"),
);
const dag = lazy<typeof import("../../../constructs/pipelines/workflow/render/dag")>(() =>
  require("../../../constructs/pipelines/workflow/render/dag"),
);
const configurations = lazy<typeof import("../../pipelines/configuration")>(() =>
  require("../../pipelines/configuration"),
);
const environments = lazy<typeof import("../../pipelines/environment")>(() => require("../../pipelines/environment"));
const local = lazy<typeof import("../../pipelines/local")>(() => require("../../pipelines/local"));

interface RunOptions extends LocalOptions {
  readonly local: boolean;
  readonly workflow?: string;
  readonly follow: boolean;
}

/** In the manager's pod. */
const COMMITTED = "/tmp/configuration.json";

/** `slipway pipelines run`. */
export function runCommand(project: () => Project): Command {
  const collected = (value: string, before: readonly string[]) => [...before, value];
  return new Command("run")
    .description("Commits a workflow's configuration and follows what it starts; or runs the workflow on this machine.")
    .argument(...optionalWorkspace("the file's name"))
    .option("--workflow <name>", "the workflow; needed where the file has several")
    .option("--config <file>", "committed in the place of the configuration that the file has")
    .option("--no-follow", "commits, and does not wait")
    .option("--local", "on this machine, without a cluster: only what changed is run again", false)
    .option("--with <how>", "with --local: docker, each step in its image, or bash (default: docker)")
    .option("--dir <folder>", "with --local: where repositories and outputs are (default: .slipway/pfs/<workspace>)")
    .option("--input <repository=path>", "with --local: a file or folder that is committed first", collected, [])
    .option("--secret <name=folder>", "with --local: a folder with a file for each key", collected, [])
    .option("--jobs <number>", "with --local: so many steps at a time (default: the processors)")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines run logd
  slipway pipelines run logd --config configuration.json
  slipway pipelines run sample --local --with bash --input measurements=data/measurements

It ends with 0 when everything came to its end, and with 1 when something failed.`,
    )
    .action(async (workspace: string | undefined, options: RunOptions) => {
      const cluster = environments.clusterNamed(project(), workspace);
      const workflow = environments.workflowNamed(cluster.environment, options.workflow);
      if (options.local) {
        await local.runHere(project(), cluster.environment, workflow, options);
        return;
      }
      refuseLocalOptions(options);
      await runOnCluster(cluster, workflow, options);
    });
}

function refuseLocalOptions({ with: how, dir, input, secret, jobs }: RunOptions): void {
  const given = { with: how, dir, input: input[0], secret: secret[0], jobs };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
  if (names.length === 0) return;
  throw new Error(`${names.join(", ")} must stand beside --local, got none; a cluster has its own: add --local`);
}

/** Commits a workflow's configuration where it changed, and waits until all that follows from it has ended. */
async function runOnCluster(
  cluster: Cluster,
  workflow: WorkflowSettings,
  { config, follow }: RunOptions,
): Promise<void> {
  const { version } = cluster.environment.pachyderm;
  const { repository, text } = configurationOf(cluster, workflow, config);
  const place = { repository, branch: "master", path: cpsign.CONFIGURATION_PATH };
  const committed = cluster.told(
    cluster.inManager(["sh", "-s"], ["--stdin"]),
    withFile(text, scripts.commitScript(version, place, COMMITTED)),
  );
  process.stdout.write(committed);
  if (!follow) return;
  const pipelines = Object.keys(workflow.pipelines).map((name) => dag.pipelineName(workflow, name));
  const script = scripts.followScript(version, { repository, branch: "master", pipelines });
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
  const { repository, text } = configurations.committedTo(environment, workflow, file);
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
