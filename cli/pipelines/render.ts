import { join } from "node:path";
import { specsOf, specText } from "../../constructs/pipelines/pachyderm/render/pachyderm";
import { configurationsOf, pachdNamespaceOf, workflowsOf } from "../../constructs/pipelines/render/workflows";
import { argoProblems, type PachydermVersion, type PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import { isThere, makeFolder, writeText } from "../out";

/** Options of `slipway pipelines render`. */
export interface RenderOptions {
  readonly out: string;
  readonly pachyderm?: string;
  readonly argo: boolean;
  readonly force: boolean;
}

const VERSIONS: readonly string[] = ["1.7", "1.13", "2"] satisfies PachydermVersion[];

/** Writes what a cluster would get into a folder, a file each; returns their names. */
export function renderFiles(
  environment: PipelinesEnvironment,
  { out, pachyderm, argo, force }: RenderOptions,
): string[] {
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
  const specs = workflowsOf(environment).flatMap((workflow) => specsOf(workflow, version));
  return Object.fromEntries(specs.map((spec) => [`${spec.pipeline.name}.json`, specText(spec)]));
}

function argoFiles(environment: PipelinesEnvironment): Record<string, string> {
  const { argoManifests } =
    require("../../constructs/pipelines/argo/render/argo") as typeof import("../../constructs/pipelines/argo/render/argo");
  const { stringify } = require("yaml") as typeof import("yaml");
  return Object.fromEntries(
    workflowsOf(environment).map((workflow) => {
      const manifests = argoManifests(workflow, { namespace: pachdNamespaceOf(environment) });
      return [`${workflow.name}.yaml`, manifests.map((each) => stringify(each, { lineWidth: 0 })).join("---\n")];
    }),
  );
}

function refuseWhatArgoLacks(environment: PipelinesEnvironment): void {
  const found = workflowsOf(environment).flatMap((workflow) =>
    argoProblems(workflow).map(({ path, message }) => `workflows.${workflow.name}.${path} ${message}`),
  );
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** The file that starts a workflow, where there is one: with several, the workflow's name comes first. */
function configurations(environment: PipelinesEnvironment): Record<string, string> {
  const all = configurationsOf(environment);
  return Object.fromEntries(
    all.map(({ workflow, text }) => [all.length > 1 ? `${workflow}-configuration.json` : "configuration.json", text]),
  );
}
