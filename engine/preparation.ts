import { homedir } from "node:os";
import { join } from "node:path";
import { makeSshFolder } from "../constructs/shared/apply/ssh-folder";
import { isTokenMissing, TOKEN_ADVICE } from "./digitalocean-token";
import { run } from "./process";
import type { Project } from "./project";
import { pluginCache } from "./providers/plugin-cache";
import { providerSettings } from "./providers/providers";
import { commandSecrets, wantedSecrets } from "./secret-commands/command-secrets";
import { withSecrets } from "./secret-commands/kept";
import { borrowedHost, detours, overSsh } from "./shell-places";

/** What a run of Terraform begins with. */
export interface PreparationOptions {
  /** The surroundings that Terraform and the programs get. */
  readonly environment: NodeJS.ProcessEnv;
  /** Gets what the project's app prints, line by line. */
  readonly print: (line: string) => void;
}

/**
 * No news of versions, of Terraform's or of Node's; and Terraform and its providers, which live for seconds, spend less of them
 * on collecting garbage.
 */
const USUAL = { CHECKPOINT_DISABLE: "1", NODE_NO_WARNINGS: "1", GOGC: "400" };

/**
 * Synthesizes a workspace by the project's own app, runs the commands that print its secrets, and finds its provider plugins; returns
 * Terraform's surroundings.
 */
export async function prepare(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<NodeJS.ProcessEnv> {
  const environment = await synthesized(project, workspace, options);
  const wanted = wantedSecrets(project, workspace, environment);
  const printed = wanted.sources.map(({ name }) => name);
  const missing = project.missingVariables(workspace, environment).filter((name) => !printed.includes(name));
  const problems: string[] = [];
  if (isTokenMissing(project, workspace, { environment, printed })) {
    problems.push(`DIGITALOCEAN_TOKEN must be set, got none; ${TOKEN_ADVICE}`);
  }
  if (missing.length > 0) {
    const which =
      missing.length === 1
        ? "it, or write in the file which command prints it"
        : "them, or write in the file which commands print them";
    problems.push(`${missing.join(", ")} must be set, got none; export ${which}: { variable, command }`);
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const all = await surroundings(project, workspace, environment, options.print);
  // Last: nobody unlocks a store for a run that cannot begin.
  return withSecrets(all, await commandSecrets(project, wanted, environment, options.print));
}

/** The same for what only reads states: no variable must be set, and no command is run. */
export async function prepareToRead(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<NodeJS.ProcessEnv> {
  return surroundings(project, workspace, await synthesized(project, workspace, options), options.print);
}

/** Synthesizes a workspace, and says what may be a mistake in it; returns the surroundings of its app. */
export async function synthesized(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<NodeJS.ProcessEnv> {
  const environment = { ...USUAL, ...options.environment };
  if (!project.isOrphan(workspace)) {
    checkSelection(workspace, environment);
    await told(project, workspace, options.print, (print) => synthesize(project, workspace, { environment, print }));
  }
  for (const warning of project.warnings(workspace)) options.print(warning);
  return environment;
}

/**
 * Finds the provider plugins of a workspace that is synthesized; returns Terraform's surroundings. For what reads a state, no variable
 * must be set.
 */
export async function surroundings(
  project: Project,
  workspace: string,
  given: NodeJS.ProcessEnv,
  print: (line: string) => void = () => {},
): Promise<NodeJS.ProcessEnv> {
  const environment = { ...USUAL, ...given };
  const needed = project.providers(workspace);
  const { variables } = await providerSettings({ project: project.folder, environment, needed });
  const stacks = project.stacks(workspace).map((stack) => project.declared(stack));
  const unwanted = detours(stacks);
  const borrowed = borrowedHost(workspace, stacks, { ...environment, ...unwanted });
  if (borrowed !== undefined) print(borrowed);
  if (overSsh(stacks)) makeSshFolder();
  const own = {
    ...environment,
    ...unwanted,
    ...variables,
    ...(needed.includes("hashicorp/kubernetes") ? kubeconfig(environment) : {}),
  };
  return { ...own, ...(await pluginCache(own)) };
}

/** Throws where somebody has left the workspace out. */
function checkSelection(workspace: string, { SLIPWAY_WORKSPACES: wanted }: NodeJS.ProcessEnv): void {
  const names = wanted?.split(",").map((name) => name.trim()) ?? [];
  if (names.some((name) => name !== "") && !names.includes(workspace)) {
    throw new Error(`SLIPWAY_WORKSPACES must name ${workspace}, got "${wanted}"; unset it or add the workspace there`);
  }
}

/** The provider looks for no kubeconfig by itself, nor where `kubectl` is told to. */
function kubeconfig({ KUBE_CONFIG_PATH, KUBE_CONFIG_PATHS, KUBECONFIG }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (KUBE_CONFIG_PATH || KUBE_CONFIG_PATHS) return {};
  return KUBECONFIG ? { KUBE_CONFIG_PATHS: KUBECONFIG } : { KUBE_CONFIG_PATH: join(homedir(), ".kube", "config") };
}

/** Prints what the app says, but for the reasons why the workspace is refused: those are the error that follows. */
async function told(
  project: Project,
  workspace: string,
  print: (line: string) => void,
  work: (print: (line: string) => void) => Promise<void>,
): Promise<void> {
  const lines: string[] = [];
  let reasons: readonly string[] = [];
  try {
    await work((line) => lines.push(line));
    const refusals = project.stacks(workspace).flatMap((stack) => project.refusal(stack)?.split("\n") ?? []);
    reasons = refusals.length === 0 ? [] : [`${workspace} cannot be deployed:`, ...refusals];
  } finally {
    for (const line of lines) if (!reasons.includes(line)) print(line);
  }
}

/** Runs the project's own app, as the cdktf command does, for one workspace: the folders of the others stay as they are. */
export async function synthesize(
  project: Project,
  workspace: string,
  { environment, print }: PreparationOptions,
): Promise<void> {
  const env = { ...environment, CDKTF_OUTDIR: project.output, SLIPWAY_WORKSPACES: workspace };
  const { code, interruptedBy } = await run(project.app, [], { cwd: project.folder, env, shell: true, onLine: print });
  if (interruptedBy !== undefined) throw new Error(`interrupted by ${interruptedBy}; nothing was begun`);
  if (code !== 0) {
    throw new Error(`the synthesis failed, got exit code ${code ?? "none"} from "${project.app}"; the reason is above`);
  }
}
