import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ejectedProblems } from "../app/ejected";
import { workspaceNames } from "../app/files";
import { loadEnvironments, type Workspace } from "../app/load";
import { messageOf } from "../app/problem";
import { keepInIndex, orphansIn, readIndex, type StackIndex } from "../app/stack-index";
import { didYouMean } from "../constructs/shared/did-you-mean";
import { isDeployedLocally, mayBeDeployed } from "../constructs/shared/read/local-state";
import { textOfTemplate } from "../constructs/shared/render/template-text";
import { shown } from "../constructs/shared/shown";
import { type AskEngine, dockerEngine } from "./docker-engine";
import { fileProblems } from "./file-problems";
import { programHere } from "./program";
import type { StackJson } from "./stack-json";

/** What is read here of the manifest of a synthesis. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly annotations?: readonly Annotation[] }>>;
}

interface Annotation {
  readonly level: string;
  readonly message: string;
}

/** A workspace that no file describes any more. */
export interface Orphan {
  readonly workspace: string;
  readonly stacks: readonly string[];
}

/** A folder with a cdktf.json: what the commands work on. */
export class Project {
  private constructor(
    /** Absolute. */
    readonly folder: string,
    /** The command that synthesizes, as cdktf.json names it. */
    readonly app: string,
    /** Where the synthesis is written, from the project's folder. */
    readonly output: string,
    /** The folder of the stacks in it. */
    private readonly stacksFolder = "stacks",
  ) {}

  /** The project that lies in a folder. */
  static at(folder: string): Project {
    const file = join(folder, "cdktf.json");
    if (!existsSync(file)) {
      throw new Error(
        `cdktf.json must be in the folder where slipway runs, got none in ${folder}; go to the project's folder`,
      );
    }
    const { app, output = "cdktf.out" } = settingsIn(file);
    if (app === undefined) throw new Error(`${file}: app is required; it is the command that runs main.ts`);
    return new Project(folder, app, output);
  }

  get environments(): string {
    return join(this.folder, "environments");
  }

  stackFolder(stack: string): string {
    return join(this.folder, this.output, this.stacksFolder, stack);
  }

  /** The same project with its stacks in another folder beside theirs, where relative paths hold too. */
  withStacksIn(folder: string): Project {
    return new Project(this.folder, this.app, this.output, folder);
  }

  /** All workspaces, including those whose files have problems. */
  workspaces(): Workspace[] {
    return loadEnvironments(this.environments, this.folder);
  }

  /** A workspace by its name. */
  workspace(name: string, workspaces = this.workspaces()): Workspace {
    const found = workspaces.find(({ workspace }) => workspace === name);
    if (found === undefined) {
      this.refuseEjected(name);
      if (this.isOrphan(name)) {
        throw new Error(
          `workspace must have a file, got ${shown(name)}, whose file is gone and which may still be deployed; ` +
            `put it back, run slipway rename ${name} <new name> if it was renamed, or slipway destroy ${name}`,
        );
      }
      const known = workspaces.map(({ workspace }) => workspace);
      const advice = didYouMean(name, known) ?? "a file in environments/ makes one";
      const rule = known.length === 0 ? "workspace must have a file" : `workspace must be one of ${known.join(", ")}`;
      throw new Error(`${rule}, got ${shown(name)}; ${advice}`);
    }
    return found;
  }

  /** Throws if a workspace was ejected: plain Terraform has it now. */
  refuseEjected(name: string): void {
    const [problem] = ejectedProblems(name, this.folder);
    if (problem !== undefined) throw new Error(`${name} ${problem.message}`);
  }

  /**
   * A workspace whose file has no problems.
   *
   * @param print gets one line about the others whose files have problems
   */
  soundWorkspace(name: string, print: (line: string) => void): Workspace {
    const workspaces = this.workspaces();
    const workspace = this.workspace(name, workspaces);
    const problems = [...workspace.problems, ...fileProblems(workspace, this.folder)];
    if (problems.length > 0) throw new Error(problems.map(messageOf).join("\n"));
    const wrong = workspaces.flatMap((each) => (each.problems.length > 0 ? [each.workspace] : []));
    if (wrong.length > 0) print(`warning: ${wrong.join(", ")} cannot be deployed; slipway check says why`);
    return workspace;
  }

  /** Workspaces whose files are gone, and that have something deployed according to states on this machine. */
  orphans(): Orphan[] {
    return this.withoutFile(isDeployedLocally);
  }

  /** Workspaces whose files are gone, of which a synthesis has left stacks that may have something deployed. */
  leftovers(): Orphan[] {
    return this.withoutFile(mayBeDeployed);
  }

  hasFile(workspace: string): boolean {
    return workspaceNames(this.environments).includes(workspace);
  }

  /** Whether a file describes a stack, by its name: also one that its workspace may have besides. */
  isDescribed(stack: string): boolean {
    const { workspaces, kept } = this.index();
    return workspaceNames(this.environments).some((name) => {
      const own = workspaces[name] ?? kept?.[name];
      return stack === name || (own?.includes(stack) ?? stack.startsWith(`${name}-`));
    });
  }

  isOrphan(workspace: string): boolean {
    return this.leftovers().some((orphan) => orphan.workspace === workspace);
  }

  /** Writes down which stacks a workspace without a file has. */
  keepOrphan(workspace: string, stacks: readonly string[]): void {
    keepInIndex(join(this.folder, this.output), workspace, stacks);
  }

  /** Removes what a synthesis has left of a workspace without a file. */
  forgetOrphan(workspace: string, stacks: readonly string[]): void {
    for (const stack of stacks) rmSync(this.stackFolder(stack), { recursive: true, force: true });
    keepInIndex(join(this.folder, this.output), workspace, []);
  }

  private withoutFile(isDeployed: (folder: string) => boolean): Orphan[] {
    const { workspaces, kept } = this.index();
    const folder = join(this.folder, this.output, "stacks");
    const folders = existsSync(folder) ? readdirSync(folder) : [];
    const gone = orphansIn({ ...kept, ...workspaces }, folders, workspaceNames(this.environments));
    return gone.flatMap(([workspace, all]) => {
      const stacks = all.filter((stack) => isDeployed(this.stackFolder(stack)));
      return stacks.length === 0 ? [] : [{ workspace, stacks }];
    });
  }

  private index(): StackIndex {
    return readIndex(join(this.folder, this.output));
  }

  /** A workspace's stacks in the order of their deployment, as the synthesis wrote them down. */
  stacks(workspace: string): readonly string[] {
    const { workspaces, kept } = this.index();
    // Another command may have synthesized its own workspace since.
    const orphan = () => this.leftovers().find((each) => each.workspace === workspace)?.stacks;
    const stacks = workspaces[workspace] ?? kept?.[workspace] ?? orphan() ?? [];
    if (stacks.length === 0) {
      throw new Error(`${workspace} must be synthesized, got none of its stacks; "${this.app}" must make them`);
    }
    return stacks;
  }

  /** The providers that a workspace's stacks need, for example `hashicorp/aws`. */
  providers(workspace: string): string[] {
    const needed = this.stacks(workspace).flatMap((stack) => {
      const providers = this.declared(stack).terraform?.required_providers ?? {};
      return Object.values(providers).map(({ source }) => source);
    });
    return [...new Set(needed)];
  }

  /** Asks the Docker engine of a stack. */
  dockerEngine(stack: string, environment: NodeJS.ProcessEnv): AskEngine {
    const [provider = {}] = this.declared(stack).provider?.docker ?? [];
    return dockerEngine(provider, this.stackFolder(stack), environment);
  }

  /** The region that a stack's AWS provider works in, if it has one. */
  awsRegion(stack: string): string | undefined {
    return this.declared(stack).provider?.aws?.[0]?.region;
  }

  /** The only account that a stack's AWS provider may touch, if its file names one. */
  awsAccount(stack: string): string | undefined {
    return this.declared(stack).provider?.aws?.[0]?.allowed_account_ids?.[0];
  }

  /** Whether a stack's buckets are in another store than Amazon's. */
  hasOtherStore(stack: string): boolean {
    return this.declared(stack).provider?.aws?.some(({ endpoints = [] }) => endpoints.length > 0) ?? false;
  }

  /** The address of the store that one of a stack's providers reaches: `aws.store_1a2b3c4d`. */
  storeEndpoint(stack: string, provider: unknown): string | undefined {
    const providers = this.declared(stack).provider?.aws ?? [];
    return providers.find(({ alias }) => provider === `aws.${alias}`)?.endpoints?.[0]?.s3;
  }

  /** What the synthesis warns of, for each of a workspace's stacks. */
  warnings(workspace: string): string[] {
    const file = join(this.folder, this.output, "manifest.json");
    // An app of one's own may write none.
    if (!existsSync(file)) return [];
    const { stacks } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    const found = this.stacks(workspace).flatMap((stack) => stacks[stack]?.annotations ?? []);
    return found.filter(({ level }) => level === "@cdktf/warn").map(({ message }) => message);
  }

  /** Why the synthesis lets Terraform refuse a stack, if it does. */
  refusal(stack: string): string | undefined {
    const template = this.declared(stack).variable?.slipway_refusal?.validation?.[0]?.error_message;
    return template === undefined ? undefined : textOfTemplate(template);
  }

  /** Variables of a workspace's stacks that must have a value and have none: Terraform would ask for it. */
  missingVariables(workspace: string, environment: NodeJS.ProcessEnv): string[] {
    // Values may be given in other ways, which Terraform knows.
    if (Object.entries(environment).some(([name, value]) => /^TF_CLI_ARGS/.test(name) && /-var/.test(value ?? "")))
      return [];
    return this.neededVariables(workspace).filter((name) => !environment[name]);
  }

  /** Variables of a workspace's stacks that must have a value: `TF_VAR_database_password`. */
  neededVariables(workspace: string): string[] {
    const stacks = this.stacks(workspace).filter((stack) => this.refusal(stack) === undefined);
    const all = stacks.flatMap((stack) => Object.entries(this.declared(stack).variable ?? {}));
    const needed = all.filter(([, each]) => each.default === undefined);
    return [...new Set(needed.map(([name]) => `TF_VAR_${name}`))];
  }

  /** Terraform's command, or its like: cdktf's own variable names another. */
  get terraform(): string {
    return programHere().command;
  }

  /** What the synthesis wrote of a stack. */
  declared(stack: string): StackJson {
    return JSON.parse(readFileSync(join(this.stackFolder(stack), "cdk.tf.json"), "utf8")) as StackJson;
  }
}

function settingsIn(file: string): { readonly app?: string; readonly output?: string } {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { app?: string; output?: string };
  } catch (error) {
    throw new Error(`${file} must be JSON, got "${(error as Error).message}"; correct it`);
  }
}
