import { join } from "node:path";
import { Command } from "commander";
import type { PachydermVersion, PipelinesEnvironment } from "../../../constructs/pipelines/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { isThere, makeFolder, writeText } from "../../out";
import { optionalWorkspace } from "../../words";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));
const argo = lazy<typeof import("../../../constructs/pipelines/argo/render/argo")>(() =>
  require("../../../constructs/pipelines/argo/render/argo"),
);
const specs = lazy<typeof import("../../../constructs/pipelines/pachyderm/render/pachyderm")>(() =>
  require("../../../constructs/pipelines/pachyderm/render/pachyderm"),
);
const workflows = lazy<typeof import("../../../constructs/pipelines/render/workflows")>(() =>
  require("../../../constructs/pipelines/render/workflows"),
);
const rules = lazy<typeof import("../../../constructs/pipelines/schema")>(() =>
  require("../../../constructs/pipelines/schema"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);

interface RenderOptions {
  readonly out: string;
  readonly pachyderm?: string;
  readonly argo?: boolean;
  readonly force?: boolean;
}

/** `slipway pipelines render`. */
export function renderCommand(project: () => Project): Command {
  return new Command("render")
    .description("Write a workflow's files to a folder: a specification for each pipeline, and the configuration")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .requiredOption("--out <folder>", "folder to write to (required)")
    .option("--pachyderm <version>", "render for Pachyderm 1.7, 1.13 or 2 (default: the file's version)")
    .option("--argo", "render templates for Argo Workflows instead")
    .option("--force", "overwrite existing files")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines render logd --out specs\n  slipway pipelines render logd --argo --out argo",
    )
    .action((workspace: string | undefined, options: RenderOptions) => {
      const files = renderFiles(workspaces.namedEnvironment(project(), "pipelines", workspace), options);
      console.log(`${options.out} has ${files.join(", ")}`);
    });
}

const VERSIONS: readonly string[] = ["1.7", "1.13", "2"] satisfies PachydermVersion[];

/** Writes what a cluster would get into a folder, a file each; returns their names. */
function renderFiles(environment: PipelinesEnvironment, { out, pachyderm, argo, force }: RenderOptions): string[] {
  if (pachyderm !== undefined && !VERSIONS.includes(pachyderm)) {
    throw new Error(`--pachyderm must be ${VERSIONS.join(", ")}, got ${shown(pachyderm)}; 1.13 is all of 1.8 to 1.13`);
  }
  const version = (pachyderm ?? environment.pachyderm.version) as PachydermVersion;
  if (argo) refuseWhatArgoLacks(environment);
  const files = {
    ...(argo ? argoFiles(environment) : pachydermFiles(environment, version)),
    ...configurations(environment),
  };
  const taken = Object.keys(files).filter((name) => !force && isThere("--out", "file", join(out, name)));
  if (taken.length > 0) {
    throw new Error(
      `--out must have none of the files, got ${taken.join(", ")} in ${shown(out)}; name another, or add --force`,
    );
  }
  makeFolder("--out", out);
  for (const [name, text] of Object.entries(files)) writeText("--out", join(out, name), text);
  return Object.keys(files);
}

function pachydermFiles(environment: PipelinesEnvironment, version: PachydermVersion): Record<string, string> {
  const all = workflows.workflowsOf(environment).flatMap((workflow) => specs.specsOf(workflow, version));
  return Object.fromEntries(all.map((spec) => [`${spec.pipeline.name}.json`, specs.specText(spec)]));
}

function argoFiles(environment: PipelinesEnvironment): Record<string, string> {
  return Object.fromEntries(
    workflows.workflowsOf(environment).map((workflow) => {
      const manifests = argo.argoManifests(workflow, { namespace: workflows.pachdNamespaceOf(environment) });
      return [`${workflow.name}.yaml`, manifests.map((each) => yaml.stringify(each, { lineWidth: 0 })).join("---\n")];
    }),
  );
}

function refuseWhatArgoLacks(environment: PipelinesEnvironment): void {
  const found = workflows
    .workflowsOf(environment)
    .flatMap((workflow) =>
      rules.argoProblems(workflow).map(({ path, message }) => `workflows.${workflow.name}.${path} ${message}`),
    );
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** The file that starts a workflow, where there is one: with several, the workflow's name comes first. */
function configurations(environment: PipelinesEnvironment): Record<string, string> {
  const all = workflows.configurationsOf(environment);
  return Object.fromEntries(
    all.map(({ workflow, text }) => [all.length > 1 ? `${workflow}-configuration.json` : "configuration.json", text]),
  );
}
