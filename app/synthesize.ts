import { join, resolve } from "node:path";
import { TerraformStack } from "cdktf";
import { mayBeDeployed } from "../constructs/shared/read/local-state";
import { isSound, loadEnvironments, type Workspace } from "./load";
import { missingBindings } from "./missing-bindings";
import { OutputFolder } from "./output-folder";
import { messageOf } from "./problem";
import { folderProblems, refusalVariable } from "./refusal";
import { readSettings, type Settings } from "./settings";
import { orphansIn, type Stacks } from "./stack-index";
import { stackMaker } from "./stack-maker";

/** What is synthesized. */
export interface SynthesizeOptions {
  /** The folder `environments`; a relative path begins at the project's folder. */
  readonly environments: string;
}

/**
 * Reads the environments and writes a stack, or several, for each of them. What is wrong with one of them is printed and
 * makes Terraform refuse that workspace; the others are not touched by it. What is wrong with the call as a whole ends
 * the process with exit code 1.
 */
export function synthesize(options: SynthesizeOptions): void {
  try {
    const environments = resolve(options.environments);
    const settings = readSettings(process.env, process.cwd());
    const workspaces = loadEnvironments(environments);
    checkSelection(workspaces, settings.only);
    const output = new OutputFolder(settings.outputFolder);
    try {
      withoutTraces(() => new Synthesis(environments, settings, output).run(workspaces));
    } finally {
      output.remove();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

class Synthesis {
  private readonly index: Record<string, readonly string[]> = {};
  private readonly earlier: Stacks;

  constructor(
    private readonly environments: string,
    private readonly settings: Settings,
    private readonly output: OutputFolder,
  ) {
    this.earlier = output.earlierStacks();
  }

  private get app() {
    return this.output.app;
  }

  run(workspaces: readonly Workspace[]): void {
    const wanted = workspaces.filter(({ workspace }) => this.settings.only?.includes(workspace) ?? true);
    const made = wanted.flatMap((workspace) => this.make(workspace));
    const orphans = this.withoutFile(workspaces);
    this.keepOthers(workspaces, orphans);
    this.output.synthesize();
    for (const { stack, domain } of made) {
      this.output.lock(stack, join(this.environments, domain, ".terraform.lock.hcl"));
    }
    this.output.writeIndex(this.index, (earlier) => this.kept(workspaces, orphans, earlier));
  }

  /** The stacks of workspaces that this run leaves alone. */
  private kept(workspaces: readonly Workspace[], orphans: Stacks, earlier: Stacks): Stacks {
    const others = workspaces.filter(({ workspace }) => this.index[workspace] === undefined);
    const known = others.flatMap(({ workspace }) => {
      const stacks = earlier[workspace];
      return stacks === undefined ? [] : [[workspace, stacks] as const];
    });
    return { ...Object.fromEntries(known), ...orphans };
  }

  /** The stacks of workspaces whose files are gone, and that may have something deployed. */
  private withoutFile(workspaces: readonly Workspace[]): Stacks {
    const names = workspaces.map(({ workspace }) => workspace);
    const candidates = orphansIn(this.earlier, this.output.existing(), names);
    const deployed = candidates.flatMap(([name, stacks]): [string, readonly string[]][] => {
      const left = stacks.filter(
        (stack) => this.app.node.tryFindChild(stack) === undefined && mayBeDeployed(this.output.stackFolder(stack)),
      );
      return left.length === 0 ? [] : [[name, left]];
    });
    return Object.fromEntries(deployed);
  }

  /** Makes a workspace's stacks, or refuses it. */
  private make(found: Workspace) {
    const { workspace, domain } = found;
    if (!isSound(found)) return this.refuse(workspace, found.problems.map(messageOf));
    const before = new Set(this.app.node.children);
    try {
      const stacks = stackMaker(domain)(this.app, found, this.settings.stateFolder).map(({ node }) => node.id);
      this.index[workspace] = stacks;
      this.tellDropped(workspace, stacks);
      for (const stack of stacks) this.guard(stack);
      return stacks.map((stack) => ({ stack, domain }));
    } catch (error) {
      const half = this.app.node.children.filter((child) => !before.has(child));
      for (const child of half) this.app.node.tryRemoveChild(child.node.id);
      return this.refuse(workspace, [missingBindings(error) ?? reasonOf(error)]);
    }
  }

  /** A stack that a workspace no longer has is destroyed by nobody. */
  private tellDropped(workspace: string, stacks: readonly string[]): void {
    const dropped = this.earlier[workspace]?.filter((stack) => !stacks.includes(stack)) ?? [];
    for (const stack of dropped.filter((each) => mayBeDeployed(this.output.stackFolder(each)))) {
      console.error(
        `warning: ${workspace} had the stack ${stack}, which its file no longer makes; what it deployed stays: put it back and destroy it first`,
      );
    }
  }

  private refuse(workspace: string, problems: readonly string[]): [] {
    console.error(`${workspace} cannot be deployed:\n${problems.join("\n")}`);
    const own = this.earlier[workspace] ?? [workspace];
    // Another workspace may have taken the name.
    const stacks = own.filter((stack) => this.app.node.tryFindChild(stack) === undefined);
    this.index[workspace] = stacks;
    for (const stack of stacks) this.output.refuse(stack, problems);
    return [];
  }

  /** Makes Terraform refuse a stack whose folder says that a run would do harm. */
  private guard(stack: string): void {
    const problems = this.problems(stack);
    if (problems.length === 0) return;
    console.error(problems.join("\n"));
    const child = this.app.node.findChild(stack);
    if (TerraformStack.isStack(child)) child.addOverride("variable", refusalVariable(problems));
  }

  private problems(stack: string): string[] {
    return folderProblems(stack, this.output.stackFolder(stack), this.settings.dataFolder);
  }

  /**
   * Keeps the stacks that a limited run leaves out, and those of files that are gone which have something deployed, or whose
   * state was not saved.
   */
  private keepOthers(workspaces: readonly Workspace[], orphans: Stacks): void {
    const known = new Set([
      ...workspaces.flatMap(({ workspace }) => this.earlier[workspace] ?? [workspace]),
      ...Object.values(orphans).flat(),
    ]);
    for (const stack of this.output.existing()) {
      if (this.app.node.tryFindChild(stack) !== undefined || this.app.manifest.stacks[stack] !== undefined) continue;
      const problems = this.problems(stack);
      if (problems.length === 0 && known.has(stack)) this.output.keep(stack);
      else if (problems.length > 0 && known.has(stack)) this.output.refuse(stack, problems);
      else if (problems.length > 0) this.refuse(stack, problems);
    }
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const taken = /^There is already a Construct with name '([^']+)' in App/.exec(text)?.[1];
  if (taken === undefined) return text;
  return `a stack must have a name of its own, got "${taken}" as another workspace has; rename one of the workspaces, or what the name ends in`;
}

function checkSelection(workspaces: readonly Workspace[], only: readonly string[] | undefined): void {
  const known = workspaces.map(({ workspace }) => workspace);
  const unknown = only?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `SLIPWAY_WORKSPACES must name workspaces, got ${unknown.map((name) => `"${name}"`).join(", ")}; there are ${known.join(", ")}`,
    );
  }
}

/**
 * Runs something while cdktf notes no stack trace for each token: a fifth of the time of a hundred stacks and half the
 * memory of a thousand, for a line in messages that name a construct anyway.
 */
function withoutTraces(work: () => void): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
