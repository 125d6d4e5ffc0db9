import { basename, extname, join, relative } from "node:path";
import { isText, type Problem, partsOf, problemsOf } from "../constructs/shared/rules";
import { secretSourceProblems } from "../constructs/shared/secret-sources";
import { shown, visible } from "../constructs/shared/shown";
import type { DomainRules, Target } from "../domains/domain";
import { DOMAINS, domainNamed, type Environment, type Environments } from "../domains/domains";
import { ejectedProblems } from "./ejected";
import { workspaceFiles } from "./files";
import type { FileProblem } from "./problem";

/** The environment of a workspace, when it is of a domain. */
export function environmentOf<D extends keyof Environments>(
  { domain, environment }: Workspace,
  wanted: D,
): Environments[D] | undefined {
  return domain === wanted ? (environment as Environments[D] | undefined) : undefined;
}

/** One workspace as its file describes it. */
export interface Workspace {
  /** The file's name, which names the stack and the state too. */
  readonly workspace: string;
  readonly domain: keyof Environments;
  /** From the project's folder. */
  readonly file: string;
  /** What the file exports; absent when anything is wrong with it. */
  readonly environment?: Environment;
  /** Everything that is wrong with the file. */
  readonly problems: readonly FileProblem[];
  /** What may be a mistake in it. */
  readonly warnings: readonly string[];
}

/** Whether a workspace's file has no problems. */
export function isSound(found: Workspace): found is Workspace & { readonly environment: Environment } {
  return found.environment !== undefined;
}

/** Where a workspace is deployed, as far as its file says so; nothing where anything is wrong with it. */
export function targetOf({ domain, environment }: Workspace): Target {
  return (environment && domainNamed(domain).target?.(environment)) ?? {};
}

/**
 * Reads every environment file: `<folder>/<domain>/<workspace>.ts`. Files that begin with `_` hold what several share
 * and are no workspace.
 *
 * @param folder the folder `environments`
 * @param project the folder that messages name files from
 */
export function loadEnvironments(folder: string, project = process.cwd()): Workspace[] {
  const workspaces = DOMAINS.flatMap(({ name: domain }) => {
    const files = workspaceFiles(join(folder, domain));
    if (files.length === 0) return [];
    const rules = domainNamed(domain).rules();
    const found = files.map((path) => {
      const workspace = basename(path, extname(path));
      const file = visible(relative(project, path).replaceAll("\\", "/"));
      const { value, ...content } = read(path, workspace, rules, file);
      return { value, described: { workspace, domain, file, warnings: [], ...content } };
    });
    const problems = rules.among?.(found.map(({ value }) => value));
    const told = found.map(({ described }) => withProblems(described, problems?.get(described.workspace) ?? []));
    const warnings = rules.warnings?.(told.flatMap(({ environment }) => environment ?? []));
    return told.map((each) => ({ ...each, warnings: warnings?.get(each.workspace) ?? [] }));
  });
  return workspaces.map((each) =>
    withProblems(each, [...twinProblem(each, workspaces), ...ejectedProblems(each.workspace, project)]),
  );
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

function read(path: string, workspace: string, rules: DomainRules<Environment>, file: string): Content {
  try {
    const { default: value } = exportsOf(path);
    if (value === undefined) {
      return {
        problems: [{ file, path: "", message: 'must export an environment; begin it with "export default {"' }],
      };
    }
    const { schema, within } = rulesFor(value, rules);
    const problems = [
      ...problemsOf(schema, value),
      ...nameProblem(value, workspace),
      ...within(value),
      ...secretSourceProblems(value),
    ];
    if (problems.length > 0) return { value, problems: located(file, problems) };
    return { value, environment: value as Environment, problems: [] };
  } catch (error) {
    return { problems: [unreadable(file, error)] };
  }
}

/** The rules of a file's kind; of one that says none, or none that is known, those of the domain. */
function rulesFor(
  value: unknown,
  rules: DomainRules<Environment>,
): Pick<DomainRules<Environment>, "schema" | "within"> {
  const { kind } = partsOf(value);
  const { kinds = {} } = rules;
  return isText(kind) && Object.hasOwn(kinds, kind) ? (kinds[kind] ?? rules) : rules;
}

/** What a file in environments/ exports. */
export function exportsOf(path: string): Readonly<Record<string, unknown>> {
  // Whoever runs this reads TypeScript: tsx in main.ts and in the command, or a compiler that has made .js of it.
  return quietly(() => Object(require(path)));
}

/** Reads a file whose program may print, or end the process: what a command prints is for its reader alone, and others have files too. */
function quietly<T>(read: () => T): T {
  const { exit } = process;
  const { write } = process.stdout;
  process.exit = () => {
    throw new Error("process.exit, which ends the command");
  };
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  try {
    return read();
  } finally {
    process.exit = exit;
    process.stdout.write = write;
  }
}

/** Why a file could not be read; for a mistake in its syntax with line and column. */
function unreadable(file: string, error: unknown): FileProblem {
  const text = [messageIn(error), error].find((each): each is string => typeof each === "string");
  const [, line, column, mistake] = /:(\d+):(\d+): ERROR: (.*)/.exec(text ?? "") ?? [];
  if (mistake === undefined) {
    const got = shown(text === undefined ? error : text.split("\n")[0]);
    return { file, path: "", message: `must load without an error, got ${got}; correct it there, or what it imports` };
  }
  const place = { file, line: Number(line), column: Number(column), path: "" };
  return { ...place, message: `must be readable as TypeScript, got ${shown(mistake)}; correct it there` };
}

/** A file may throw anything, even an object whose `message` throws. */
function messageIn(error: unknown): unknown {
  try {
    return (Object(error) as { readonly message?: unknown }).message;
  } catch {
    return "an error without a message";
  }
}

function located(file: string, problems: readonly Problem[]): FileProblem[] {
  return problems.map(({ path, message }) => ({ file, path, message }));
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
