import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { name as modelName } from "../../constructs/model/schema";
import { madeCrossbar } from "../../constructs/observatory/render/layout";
import { site } from "../../constructs/observatory/schema";
import { pipelines } from "../../constructs/pipelines/schema";
import { name as pluginsName } from "../../constructs/plugins/schema";
import { name as platformName } from "../../constructs/services/schema";
import { problemsOf } from "../../constructs/shared/rules";
import { region as regionRule } from "../../constructs/shared/schema";
import { type Environments, environmentOf, loadEnvironments, type Workspace } from "../../environments/load";
import { typesFor } from "../new-file";
import { modelFile } from "./model";
import { siteFile } from "./observatory";
import { workflowFile } from "./pipelines";
import { pluginsFile } from "./plugins";
import { platformFile } from "./services";

/** A workspace that is to be made. */
export interface NewEnvironment {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly name: string;
}

/** A workspace in a region of AWS that is to be made. */
export interface NewRegionalEnvironment extends NewEnvironment {
  /** @default - the region that all models of the project share, or the shell's, else the usual one */
  readonly region?: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a model's environment file and returns its path from the project's folder. A name that is wrong, taken, or
 * that would make another file wrong is refused, and nothing is left.
 */
export function newModel({ project, name, region: wanted, variables }: NewRegionalEnvironment): string {
  const before = workspacesOf(project);
  const region =
    wanted ?? sharedRegion(before) ?? (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || "ca-central-1");
  refuse([
    ...problemsOf(modelName, name).map(({ message }) => `name ${message}`),
    ...problemsOf(regionRule, region).map(({ message }) => `region ${message}`),
  ]);
  return write(project, "model", name, modelFile({ name, region, types: typesOf(project, "model") }));
}

/** Writes a site's environment file, under the same rules. Its router gets a port that no other site of the project has. */
export function newSite({ project, name }: NewEnvironment): string {
  refuse(problemsOf(site.shape.name, name).map(({ message }) => `name ${message}`));
  const sites = workspacesOf(project).flatMap((each) => environmentOf(each, "observatory") ?? []);
  const taken = new Set(sites.map((each) => madeCrossbar(each)?.port));
  let port = 8001;
  while (taken.has(port)) port++;
  return write(project, "observatory", name, siteFile({ name, port, types: typesOf(project, "observatory") }));
}

/** Writes a platform's environment file, under the same rules. Its front gets ports that no other one of the project has. */
export function newPlatform({ project, name }: NewEnvironment): string {
  refuse(problemsOf(platformName, name).map(({ message }) => `name ${message}`));
  const platforms = workspacesOf(project).flatMap((each) => environmentOf(each, "services") ?? []);
  const taken = new Set(platforms.map(({ front }) => front.httpPort));
  let port = 8080;
  while (taken.has(port)) port++;
  return write(project, "services", name, platformFile({ name, port, types: typesOf(project, "services") }));
}

/** Writes a workflow's environment file, under the same rules. */
export function newWorkflow({ project, name }: NewEnvironment): string {
  refuse(problemsOf(pipelines.shape.name, name).map(({ message }) => `name ${message}`));
  return write(project, "pipelines", name, workflowFile({ name, types: typesOf(project, "pipelines") }));
}

/**
 * Writes an environment file of task plugins, under the same rules, and the two folders with an `__init__.py` where they
 * are not there yet.
 */
export function newPlugins({ project, name, region: wanted, variables }: NewRegionalEnvironment): string {
  const region =
    wanted ??
    (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || sharedRegion(workspacesOf(project)) || "us-east-1");
  refuse([
    ...problemsOf(pluginsName, name).map(({ message }) => `name ${message}`),
    ...problemsOf(regionRule, region).map(({ message }) => `region ${message}`),
  ]);
  const file = write(project, "plugins", name, pluginsFile({ name, region, types: typesOf(project, "plugins") }));
  for (const collection of ["dioptra_builtins", "dioptra_custom"]) {
    const folder = join(project, "task-plugins", collection);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "__init__.py"), "");
  }
  return file;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function write(project: string, domain: string, name: string, text: string): string {
  const before = workspacesOf(project);
  const twin = before.find(({ workspace }) => workspace === name);
  if (twin !== undefined) throw new Error(`name must be new, got "${name}", which is ${twin.file}; choose another`);
  const file = `environments/${domain}/${name}.ts`;
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
  const known = new Set(before.flatMap((workspace) => workspace.problems));
  const caused = workspacesOf(project).flatMap((workspace) => workspace.problems);
  const fresh = caused.filter((problem) => !known.has(problem));
  if (fresh.length === 0) return file;
  rmSync(path);
  throw new Error(`${fresh.join("\n")}\n${file} was not written`);
}

function workspacesOf(project: string): Workspace[] {
  return loadEnvironments(join(project, "environments"), project);
}

/** The region of all models, if they have one in common. */
function sharedRegion(workspaces: readonly Workspace[]): string | undefined {
  const regions = new Set(workspaces.flatMap((each) => environmentOf(each, "model")?.region ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/** Where the files of a domain take their type from. */
function typesOf(project: string, domain: keyof Environments): string {
  return typesFor(project, domain, join(project, "environments", domain, "new.ts"));
}
