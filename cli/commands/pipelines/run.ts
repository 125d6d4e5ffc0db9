import { Command } from "commander";
import type { WorkflowSettings } from "../../../constructs/pipelines/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { collected } from "../../collected";
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
  readonly local?: boolean;
  readonly workflow?: string;
  readonly follow: boolean;
}

/** In the manager's pod. */
const COMMITTED = "/tmp/configuration.json";

/** `slipway pipelines run`. */
export function runCommand(project: () => Project): Command {
  return new Command("run")
    .description("Commit a workflow's configuration and follow its jobs, or run the workflow on this machine")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--workflow <name>", "name of the workflow; required if the file has several")
    .option("--config <file>", "commit this file instead of the environment file's configuration")
    .option("--no-follow", "exit after the commit, without waiting for the jobs")
    .option("--local", "run on this machine, without a cluster; only what changed runs again")
    .option("--with <how>", "with --local: docker, to run each step in its image, or bash (default: docker)")
    .option("--dir <folder>", "with --local: folder for repositories and outputs (default: .slipway/pfs/<workspace>)")
    .option(
      "--input <repository=path>",
      "with --local: commit this file or folder to a repository first; may be repeated",
      collected,
    )
    .option(
      "--secret <name=folder>",
      "with --local: use this folder as a secret, with one file per key; may be repeated",
      collected,
    )
    .option("--jobs <number>", "with --local: number of steps to run at a time (default: number of processors)")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines run logd
  slipway pipelines run logd --config configuration.json
  slipway pipelines run sample --local --with bash --input measurements=data/measurements

Exits with 0 if everything finished, and with 1 if something failed.`,
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
  const given = { with: how, dir, input: input?.[0], secret: secret?.[0], jobs };
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
