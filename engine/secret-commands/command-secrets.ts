import { messageOf } from "../../app/problem";
import { type SecretSource, secretSources } from "../../constructs/shared/secret-sources";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../project";
import { askCommand } from "./ask-command";
import type { Secrets } from "./kept";

/** Then a line says what is waited for. */
const SILENT_MILLISECONDS = 3_000;

/** Another name under which Terraform and this command find the token. */
const ALSO: Readonly<Record<string, string>> = { DIGITALOCEAN_TOKEN: "DIGITALOCEAN_ACCESS_TOKEN" };

/** Whether the shell has a secret, which then wins over its command. */
export function isExported(name: string, environment: NodeJS.ProcessEnv): boolean {
  return [name, ALSO[name] ?? name].some((each) => environment[each]);
}

/** Secrets that commands print, and the file that names them, from the project's folder. */
interface WantedSecrets {
  readonly file: string;
  readonly sources: readonly SecretSource[];
}

/** The secrets of a workspace that Terraform needs, that the shell has not, and that commands print. */
export function wantedSecrets(project: Project, workspace: string, environment: NodeJS.ProcessEnv): WantedSecrets {
  // Nothing is known of a file that was deleted.
  if (!project.hasFile(workspace)) return { file: "", sources: [] };
  const { environment: settings, file } = project.workspace(workspace);
  const needed = neededNames(project, workspace);
  const sources = secretSources(settings).filter(({ name }) => needed.has(name) && !isExported(name, environment));
  return { file, sources };
}

/**
 * What the commands print. Each is run once, one after another: they may ask for a password on the same terminal. Throws what is wrong with
 * all of them.
 */
export async function commandSecrets(
  project: Project,
  { file, sources }: WantedSecrets,
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<Secrets> {
  const found: [string, string][] = [];
  const problems: string[] = [];
  for (const same of byCommand(sources)) {
    const [{ path, name, command }] = same;
    const waiting = setTimeout(
      () => print(`waiting for ${shown(command[0])}, which prints ${name}; it may ask for a password or a key`),
      SILENT_MILLISECONDS,
    );
    const answer = await askCommand(command, { name, folder: project.folder, environment });
    clearTimeout(waiting);
    if ("value" in answer) found.push(...same.map((each): [string, string] => [each.name, answer.value]));
    else problems.push(messageOf({ file, path, message: answer.problem }));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return Object.fromEntries(found);
}

/** What the stacks of a workspace take from the shell. */
function neededNames(project: Project, workspace: string): ReadonlySet<string> {
  const isAtDigitalOcean = project.providers(workspace).includes("digitalocean/digitalocean");
  return new Set([...project.neededVariables(workspace), ...(isAtDigitalOcean ? ["DIGITALOCEAN_TOKEN"] : [])]);
}

function byCommand(sources: readonly SecretSource[]): [SecretSource, ...SecretSource[]][] {
  const groups = new Map<string, [SecretSource, ...SecretSource[]]>();
  for (const source of sources) {
    const key = JSON.stringify(source.command);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [source]);
    else group.push(source);
  }
  return [...groups.values()];
}
