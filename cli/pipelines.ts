import { Command } from "commander";
import type { Project } from "../engine/project";
import { databaseCommand } from "./pipelines/database-command";
import type { GraphOptions } from "./pipelines/graph";
import type { LocalOptions } from "./pipelines/local";
import type { RenderOptions } from "./pipelines/render";
import type { RunOptions } from "./pipelines/run";

const WORKSPACE = ["[workspace]", "the file's name; needed where there are several"] as const;
const WORKFLOW = ["--workflow <name>", "the workflow; needed where the file has several"] as const;

/** `slipway pipelines`: what people who train models do day by day. */
export function pipelinesCommand(project: () => Project): Command {
  return new Command("pipelines")
    .description("Operates modelling workflows on Kubernetes: renders, runs and follows them.")
    .addCommand(renderCommand(project))
    .addCommand(importCommand(project))
    .addCommand(graphCommand(project))
    .addCommand(runCommand(project))
    .addCommand(runsCommand(project))
    .addCommand(statusCommand(project))
    .addCommand(logsCommand(project))
    .addCommand(shellCommand(project))
    .addCommand(databaseCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines graph logd                       the workflow, in the terminal
  slipway pipelines run sample --local --with bash   on this machine, without a cluster
  slipway pipelines run logd                         commits the configuration, and follows the jobs
  slipway pipelines db dump logd --out chembl.sql

Commands that ask the cluster use kubectl, in the context that the file names.`,
    );
}

function environmentModule() {
  return require("./pipelines/environment") as typeof import("./pipelines/environment");
}

/** `slipway pipelines render`. */
function renderCommand(project: () => Project): Command {
  return new Command("render")
    .description(
      "Writes what the cluster gets into a folder: a specification for each pipeline, and the configuration.",
    )
    .argument(...WORKSPACE)
    .requiredOption("--out <folder>", "where the files are written")
    .option("--pachyderm <version>", "1.7, 1.13 or 2 (default: as the file says)")
    .option("--argo", "templates for Argo Workflows in their place", false)
    .option("--force", "writes over files that are there", false)
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines render logd --out specs\n  slipway pipelines render logd --argo --out argo",
    )
    .action((workspace: string | undefined, options: RenderOptions) => {
      const { renderFiles } = require("./pipelines/render") as typeof import("./pipelines/render");
      const files = renderFiles(environmentModule().pipelinesNamed(project(), workspace), options);
      console.log(`${options.out} has ${files.join(", ")}`);
    });
}

interface ImportOptions {
  readonly name?: string;
  readonly context: string;
  readonly out?: string;
  readonly stdout: boolean;
}

/** `slipway pipelines import`. */
function importCommand(project: () => Project): Command {
  return new Command("import")
    .description(
      "Makes an environment file of existing specifications; says what in them is wrong, or refused by newer versions.",
    )
    .argument("<spec...>", "files with the specification of a pipeline each, and configuration.json")
    .requiredOption("--context <name>", "the cluster's context in the kubeconfig")
    .option("--name <name>", "the workspace (default: as the pipelines' names begin)")
    .option("--out <file>", "the new file (default: environments/pipelines/<name>.ts)")
    .option("--stdout", "prints the new file instead", false)
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines import specs/*.json --context labinf\n  slipway pipelines import specs/*.json --context labinf --stdout > logd.ts",
    )
    .action((files: readonly string[], { stdout, ...options }: ImportOptions) => {
      const { importPipelines, writeImported } = require("./pipelines/import") as typeof import("./pipelines/import");
      const { folder } = project();
      const imported = importPipelines({ project: folder, files, ...options });
      if (!stdout) writeImported(folder, imported);
      for (const message of imported.messages) console.error(message);
      const { file, name, text } = imported;
      if (stdout) process.stdout.write(text);
      else console.log(`${file} written; next: slipway check ${name}, then slipway pipelines graph ${name}`);
    });
}

/** `slipway pipelines graph`. */
function graphCommand(project: () => Project): Command {
  return new Command("graph")
    .description("Draws a workflow: who reads what of whom.")
    .argument(...WORKSPACE)
    .option(...WORKFLOW)
    .option("--svg <file>", "as a picture, into a file")
    .option("--force", "writes over a file that is there", false)
    .addHelpText("after", "\nExamples:\n  slipway pipelines graph logd\n  slipway pipelines graph logd --svg logd.svg")
    .action((workspace: string | undefined, options: GraphOptions) => {
      const { drawGraph } = require("./pipelines/graph") as typeof import("./pipelines/graph");
      const { pipelinesNamed, workflowNamed } = environmentModule();
      drawGraph(workflowNamed(pipelinesNamed(project(), workspace), options.workflow), options);
    });
}

type AnyRun = RunOptions & LocalOptions & { readonly local: boolean; readonly workflow?: string };

/** `slipway pipelines run`. */
function runCommand(project: () => Project): Command {
  const collected = (value: string, before: readonly string[]) => [...before, value];
  return new Command("run")
    .description("Commits a workflow's configuration and follows what it starts; or runs the workflow on this machine.")
    .argument(...WORKSPACE)
    .option(...WORKFLOW)
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
    .action(async (workspace: string | undefined, options: AnyRun) => {
      const { clusterNamed, workflowNamed } = environmentModule();
      const cluster = clusterNamed(project(), workspace);
      const workflow = workflowNamed(cluster.environment, options.workflow);
      if (options.local) {
        const { runHere } = require("./pipelines/local") as typeof import("./pipelines/local");
        await runHere(project(), cluster.environment, workflow, options);
        return;
      }
      refuseLocalOptions(options);
      const { runOnCluster } = require("./pipelines/run") as typeof import("./pipelines/run");
      await runOnCluster(cluster, workflow, options);
    });
}

function refuseLocalOptions({ with: how, dir, input, secret, jobs }: AnyRun): void {
  const given = { with: how, dir, input: input[0], secret: secret[0], jobs };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
  if (names.length === 0) return;
  throw new Error(`${names.join(", ")} must stand beside --local, got none; a cluster has its own: add --local`);
}

/** `slipway pipelines runs`. */
function runsCommand(project: () => Project): Command {
  const cluster = (workspace: string | undefined, name: string | undefined) => {
    const { clusterNamed, workflowNamed } = environmentModule();
    const found = clusterNamed(project(), workspace);
    return { found, workflow: workflowNamed(found.environment, name) };
  };
  const module = () => require("./pipelines/runs") as typeof import("./pipelines/runs");
  const list = new Command("list")
    .description("Lists each commit of a workflow's configuration.")
    .argument(...WORKSPACE)
    .option(...WORKFLOW)
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs list logd")
    .action(async (workspace: string | undefined, options: { readonly workflow?: string }) => {
      const { found, workflow } = cluster(workspace, options.workflow);
      await module().printRuns(found, workflow);
    });
  const diff = new Command("diff")
    .description("Shows what differs between the configurations of two commits.")
    .argument("<from>", "a commit, such as the list names it")
    .argument("<to>", "another one")
    .argument(...WORKSPACE)
    .option(...WORKFLOW)
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs diff 4f2a 81bc logd")
    .action((from: string, to: string, workspace: string | undefined, options: { readonly workflow?: string }) => {
      const { found, workflow } = cluster(workspace, options.workflow);
      module().printDifference(found, workflow, [from, to]);
    });
  return new Command("runs")
    .description("The configurations that were committed.")
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs logd\n  slipway pipelines runs diff 4f2a 81bc logd")
    .addCommand(list, { isDefault: true })
    .addCommand(diff);
}

/** `slipway pipelines status`. */
function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Shows what the cluster has of a workspace, and the state of its pipelines.")
    .argument(...WORKSPACE)
    .addHelpText("after", "\nExamples:\n  slipway pipelines status logd")
    .action(async (workspace: string | undefined) => {
      const { printStatus } = require("./pipelines/status") as typeof import("./pipelines/status");
      await printStatus(environmentModule().clusterNamed(project(), workspace));
    });
}

/** `slipway pipelines logs`. */
function logsCommand(project: () => Project): Command {
  return new Command("logs")
    .description("Prints what the workers of a pipeline have printed.")
    .argument("<pipeline>", "its name in the file, or in the cluster")
    .argument(...WORKSPACE)
    .addHelpText("after", "\nExamples:\n  slipway pipelines logs training logd")
    .action(async (pipeline: string, workspace: string | undefined) => {
      const { printLogs } = require("./pipelines/status") as typeof import("./pipelines/status");
      const { workflowsOf } =
        require("../constructs/pipelines/render/workflows") as typeof import("../constructs/pipelines/render/workflows");
      const cluster = environmentModule().clusterNamed(project(), workspace);
      await printLogs(cluster, workflowsOf(cluster.environment), pipeline);
    });
}

/** `slipway pipelines shell`. */
function shellCommand(project: () => Project): Command {
  return new Command("shell")
    .description("Opens a shell in the manager's pod, where pachctl and the specifications are.")
    .argument(...WORKSPACE)
    .addHelpText("after", "\nExamples:\n  slipway pipelines shell logd")
    .action(async (workspace: string | undefined) => {
      const cluster = environmentModule().clusterNamed(project(), workspace);
      const shell = ["sh", "-c", "command -v bash >/dev/null && exec bash || exec sh"];
      process.exitCode = await cluster.show(cluster.inManager(shell, ["--stdin", "--tty"]));
    });
}
