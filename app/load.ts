import { basename, extname, join, relative } from "node:path";
import type { ModelEnvironment } from "../constructs/model/schema";
import type { ObservatoryEnvironment } from "../constructs/observatory/schema";
import type { PipelinesEnvironment } from "../constructs/pipelines/schema";
import type { PluginsEnvironment } from "../constructs/plugins/schema";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { lazy } from "../constructs/shared/lazy";
import { type Problem, problemsOf, type Rule } from "../constructs/shared/rules";
import { shown, visible } from "../constructs/shared/shown";
import { DOMAIN_NAMES, workspaceFiles } from "./files";

const model = lazy<typeof import("../constructs/model/schema")>(() => require("../constructs/model/schema"));
const plugins = lazy<typeof import("../constructs/plugins/schema")>(() => require("../constructs/plugins/schema"));
const services = lazy<typeof import("../constructs/services/schema")>(() => require("../constructs/services/schema"));
const pipelines = lazy<typeof import("../constructs/pipelines/schema")>(() =>
  require("../constructs/pipelines/schema"),
);
const observatory = lazy<typeof import("../constructs/observatory/schema")>(() =>
  require("../constructs/observatory/schema"),
);

/** What the files of a domain export, by the domain's name. */
export interface Environments {
  readonly model: ModelEnvironment;
  readonly plugins: PluginsEnvironment;
  readonly services: ServicesEnvironment;
  readonly pipelines: PipelinesEnvironment;
  readonly observatory: ObservatoryEnvironment;
}

/** An environment of some domain. */
export type Environment = Environments[keyof Environments];

/** The environment of a workspace, when it is of a domain. */
export function environmentOf<D extends keyof Environments>(
  { domain, environment }: Workspace,
  wanted: D,
): Environments[D] | undefined {
  return domain === wanted ? (environment as Environments[D] | undefined) : undefined;
}

/** The rules of a domain's environment files. What files export may be anything, also where settings are compared. */
interface Domain {
  /** Of each setting by itself. */
  readonly schema: Rule<Environment>;
  /** Between the settings of one file. */
  readonly within: (value: unknown) => readonly Problem[];
  /** Among all files; the problems by the names of the workspaces. @default - none */
  readonly among?: (values: readonly unknown[]) => ReadonlyMap<string, readonly Problem[]>;
  /** What may be a mistake, in files with which nothing is wrong, by the names of the workspaces. @default - nothing */
  readonly warnings?: (environments: readonly Environment[]) => ReadonlyMap<string, readonly string[]>;
}

/** The domains, by the name of their folder; the rules of one are loaded when it has a file. */
const DOMAINS: Readonly<Record<(typeof DOMAIN_NAMES)[number], () => Domain>> = {
  model: () => ({
    schema: model.modelEnvironment,
    within: model.problemsWithinModel,
    among: model.problemsAmongModels,
  }),
  plugins: () => ({
    schema: plugins.pluginsEnvironment,
    within: plugins.problemsWithinPlugins,
    among: plugins.problemsAmongPlugins,
    warnings: (environments) => plugins.warningsOfPlugins(environments as readonly PluginsEnvironment[]),
  }),
  services: () => ({
    schema: services.servicesEnvironment,
    within: services.problemsWithinServices,
    warnings: (environments) => services.warningsOfServices(environments as readonly ServicesEnvironment[]),
  }),
  pipelines: () => ({
    schema: pipelines.pipelinesEnvironment,
    within: pipelines.problemsWithinPipelines,
    warnings: (environments) => pipelines.warningsOfPipelines(environments as readonly PipelinesEnvironment[]),
  }),
  observatory: () => ({
    schema: observatory.observatoryEnvironment,
    within: observatory.problemsWithinObservatory,
    warnings: (environments) => observatory.warningsOfObservatories(environments as readonly ObservatoryEnvironment[]),
  }),
};

/** One workspace as its file describes it. */
export interface Workspace {
  /** The file's name, which names the stack and the state too. */
  readonly workspace: string;
  readonly domain: keyof Environments;
  /** From the project's folder. */
  readonly file: string;
  /** What the file exports; absent when anything is wrong with it. */
  readonly environment?: Environment;
  /** Everything that is wrong with the file, each with its place. */
  readonly problems: readonly string[];
  /** What may be a mistake in it, each with the file. */
  readonly warnings: readonly string[];
}

/**
 * Reads every environment file: `<folder>/<domain>/<workspace>.ts`. Files that begin with `_` hold what several share
 * and are no workspace.
 *
 * @param folder the folder `environments`
 * @param project the folder that messages name files from
 */
export function loadEnvironments(folder: string, project = process.cwd()): Workspace[] {
  const workspaces = DOMAIN_NAMES.flatMap((domain) => {
    const files = workspaceFiles(join(folder, domain));
    if (files.length === 0) return [];
    const rules = DOMAINS[domain]();
    const found = files.map((path) => {
      const workspace = basename(path, extname(path));
      const file = visible(relative(project, path).replaceAll("\\", "/"));
      const { value, ...content } = read(path, workspace, rules, file);
      return { value, described: { workspace, domain, file, warnings: [], ...content } };
    });
    const problems = rules.among?.(found.map(({ value }) => value));
    const told = found.map(({ described }) => withProblems(described, problems?.get(described.workspace) ?? []));
    const warnings = rules.warnings?.(told.flatMap(({ environment }) => environment ?? []));
    return told.map((each) => withWarnings(each, warnings?.get(each.workspace) ?? []));
  });
  return workspaces.map((each) => withProblems(each, twinProblem(each, workspaces)));
}

function withWarnings(workspace: Workspace, warnings: readonly string[]): Workspace {
  return { ...workspace, warnings: warnings.map((warning) => `warning: ${workspace.file}: ${warning}`) };
}

function withProblems(workspace: Workspace, problems: readonly Problem[]): Workspace {
  if (problems.length === 0) return workspace;
  const { environment: _, ...rest } = workspace;
  return { ...rest, problems: [...workspace.problems, ...located(workspace.file, problems)] };
}

/** Two files of one name would share a stack and a state. */
function twinProblem({ workspace, file }: Workspace, all: readonly Workspace[]): Problem[] {
  const twin = all.find((other) => other.workspace === workspace && other.file !== file);
  if (twin === undefined) return [];
  return [
    { path: "", message: `must have a name of its own, got "${workspace}" as ${twin.file} has; rename one of them` },
  ];
}

/** What a file exports, and what is wrong with it. */
interface Content extends Pick<Workspace, "environment" | "problems"> {
  readonly value?: unknown;
}

function read(path: string, workspace: string, { schema, within }: Domain, file: string): Content {
  try {
    // Whoever runs this reads TypeScript: tsx in main.ts and in the command, or a compiler that has made .js of it.
    const value = (require(path) as { readonly default?: unknown }).default;
    if (value === undefined) {
      return { problems: [`${file}: must export an environment; begin it with "export default {"`] };
    }
    const problems = [...problemsOf(schema, value), ...nameProblem(value, workspace), ...within(value)];
    if (problems.length > 0) return { value, problems: located(file, problems) };
    return { value, environment: value as Environment, problems: [] };
  } catch (error) {
    return { problems: [unreadable(file, error)] };
  }
}

/** Why a file could not be read; for a mistake in its syntax with line and column. */
function unreadable(file: string, error: unknown): string {
  const { message } = Object(error) as { readonly message?: unknown };
  const text = [message, error].find((each): each is string => typeof each === "string");
  const [, line, column, mistake] = /:(\d+):(\d+): ERROR: (.*)/.exec(text ?? "") ?? [];
  if (mistake === undefined) {
    const got = shown(text === undefined ? error : text.split("\n")[0]);
    return `${file}: must load without an error, got ${got}; correct it there, or what it imports`;
  }
  return `${file}:${line}:${column}: must be readable as TypeScript, got ${shown(mistake)}; correct it there`;
}

function located(file: string, problems: readonly Problem[]): string[] {
  return problems.map(({ path, message }) => `${file}: ${path === "" ? "" : `${path} `}${message}`);
}

/** The workspace, the stack, the state and the thing that is deployed have one name. */
function nameProblem(value: unknown, workspace: string): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  const { name } = value as { readonly name?: unknown };
  if (typeof name !== "string" || name === workspace) return [];
  return [
    { path: "name", message: `must be "${workspace}" as its file is called, got ${shown(name)}; rename one of them` },
  ];
}
