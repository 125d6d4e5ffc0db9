import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { environmentOf, loadEnvironments, type Workspace } from "../app/load";
import { messageOf } from "../app/problem";
import { type Problem, problemsOf } from "../constructs/shared/rules";
import { accountId as accountRule, region as regionRule } from "../constructs/shared/schema";
import type { Scaffold } from "../domains/domain";
import { domainNamed, type Environment, type Environments } from "../domains/domains";
import { shippedFile } from "../engine/shipped-file";
import { accountOf } from "../sandbox/seed";
import { typesFor } from "./new-file";

/** A workspace that is to be made. */
export interface NewWorkspace {
  readonly domain: keyof Environments;
  /** The project's folder, absolute. */
  readonly project: string;
  readonly name: string;
  /** Of AWS. @default - as the domain chooses one: of the project's models, the shell, or its usual one */
  readonly region?: string;
  /** Of AWS. @default - the one that all workspaces of the project name, else the sandbox's, as in the example */
  readonly account?: string;
  /** The shell's. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes an environment file, made of the domain's example, and returns its path from the project's folder. A name that is
 * wrong, taken, or that would make another file wrong is refused, and nothing is left.
 */
export function newWorkspace({ domain, project, name, region, account, variables }: NewWorkspace): string {
  const { scaffold } = domainNamed(domain);
  const before = loadEnvironments(join(project, "environments"), project);
  const shell = variables.AWS_REGION || variables.AWS_DEFAULT_REGION || undefined;
  const chosen = region ?? scaffold.region?.choose(sharedRegion(before), shell);
  const port = freePort(scaffold, before, domain);
  refuse([
    ...named("name", problemsOf(scaffold.name(), name)),
    ...(chosen === undefined ? [] : named("region", problemsOf(regionRule, chosen))),
    ...(account === undefined ? [] : named("account", problemsOf(accountRule, account))),
  ]);
  const file = `environments/${domain}/${name}.ts`;
  const types = typesFor(project, domain, join(project, file));
  const values = { region: chosen, account: account ?? accountOf(before), port };
  write(project, before, { file, name, text: textOf({ domain, scaffold, name, types, ...values }) });
  for (const [path, text] of Object.entries(scaffold.files ?? {})) {
    const beside = join(project, path);
    if (existsSync(dirname(beside))) continue;
    mkdirSync(dirname(beside), { recursive: true });
    writeFileSync(beside, text);
  }
  return file;
}

function named(path: string, problems: readonly Problem[]): string[] {
  return problems.map(({ message }) => `${path} ${message}`);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** The region of all models, if they have one in common. */
function sharedRegion(workspaces: readonly Workspace[]): string | undefined {
  const regions = new Set(workspaces.flatMap((each) => environmentOf(each, "model")?.region ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/** The first port that no other workspace of the domain has. */
function freePort({ port }: Scaffold<Environment>, workspaces: readonly Workspace[], domain: string) {
  if (port === undefined) return undefined;
  const own = workspaces.flatMap((each) => (each.domain === domain ? (each.environment ?? []) : []));
  const taken = new Set(own.map((environment) => port.of(environment)));
  let free = port.first;
  while (taken.has(free)) free++;
  return free;
}

/** The sandbox's account in an example, and the comment that says so. */
const ACCOUNT_LINES = / *\/\/[^\n]*\n *accountId: "\d{12}",\n/;

interface Filled {
  readonly domain: keyof Environments;
  readonly scaffold: Scaffold<Environment>;
  readonly name: string;
  /** Where the file takes its type from. */
  readonly types: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly port: number | undefined;
}

/** The example with another name, and with another region, account and port where it has one. */
function textOf({ domain, scaffold, name, types, region, account, port }: Filled): string {
  const { example } = scaffold;
  const text = readFileSync(shippedFile(`examples/environments/${domain}/${example}.ts`), "utf8");
  return text
    .replaceAll(example, name)
    .replace(/(?<=from )"[^"]+"/, () => JSON.stringify(types))
    .replace(/(?<=region: )"[^"]+"/, (usual) => JSON.stringify(region ?? JSON.parse(usual)))
    .replace(ACCOUNT_LINES, (usual) =>
      account === undefined || usual.includes(account) ? usual : `  accountId: ${JSON.stringify(account)},\n`,
    )
    .replaceAll(`${scaffold.port?.first}`, (usual) => `${port ?? usual}`);
}

function write(
  project: string,
  before: readonly Workspace[],
  { file, name, text }: { readonly file: string; readonly name: string; readonly text: string },
): void {
  const twin = before.find(({ workspace }) => workspace === name);
  if (twin !== undefined) throw new Error(`name must be new, got "${name}", which is ${twin.file}; choose another`);
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
  const known = new Set(before.flatMap(({ problems }) => problems.map(messageOf)));
  const caused = loadEnvironments(join(project, "environments"), project).flatMap(({ problems }) =>
    problems.map(messageOf),
  );
  const fresh = caused.filter((problem) => !known.has(problem));
  if (fresh.length === 0) return;
  rmSync(path);
  throw new Error(`${fresh.join("\n")}\n${file} was not written`);
}
