import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { publish, writeWhole } from "./publish";
import { refusalVariable } from "./refusal";
import { changeIndex, readIndex, type StackIndex, type Stacks } from "./stack-index";

/** A stack as its JSON describes it; only what is read here. */
interface StackJson {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, RequiredProvider>> };
  readonly [key: string]: unknown;
}

interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
}

const STACK_FILE = "cdk.tf.json";
const LOCK_FILE = ".terraform.lock.hcl";

/**
 * The folder that a synthesis writes, of which the command line deletes every stack's folder that no stack names. The
 * synthesis itself goes to a folder beside it, at the same depth, so that relative paths hold in both.
 */
export class OutputFolder {
  readonly app: App;
  private readonly fresh: string;

  constructor(private readonly folder: string) {
    this.fresh = `${folder}.new-${process.pid}`;
    this.app = new App({ outdir: this.fresh });
  }

  /** Synthesizes, and brings what is new to where Terraform reads it. */
  synthesize(): void {
    this.app.synth();
    publish(this.fresh, this.folder);
  }

  /** Removes what a synthesis leaves beside the folder, also one that failed. */
  remove(): void {
    rmSync(this.fresh, { recursive: true, force: true });
  }

  stackFolder(stack: string): string {
    return join(this.folder, "stacks", stack);
  }

  /** Names of the stacks that an earlier synthesis left. */
  existing(): string[] {
    const stacks = join(this.folder, "stacks");
    if (!existsSync(stacks)) return [];
    const entries = readdirSync(stacks, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  }

  /** Keeps a stack that this synthesis does not make as it is: its folder, its lock file, an errored.tfstate. */
  keep(stack: string): void {
    if (!existsSync(join(this.stackFolder(stack), STACK_FILE))) return;
    const workingDirectory = `stacks/${stack}`;
    this.app.manifest.stacks[stack] = {
      name: stack,
      constructPath: stack,
      workingDirectory,
      synthesizedStackPath: `${workingDirectory}/${STACK_FILE}`,
      stackMetadataPath: `${workingDirectory}/metadata.json`,
      annotations: [],
      dependencies: [],
    };
  }

  /** Keeps a stack and makes Terraform refuse it, for these reasons. */
  refuse(stack: string, problems: readonly string[]): void {
    const file = join(this.stackFolder(stack), STACK_FILE);
    const earlier = existsSync(file) ? readStack(file) : { "//": { metadata: {} }, terraform: {} };
    writeWhole(file, JSON.stringify({ ...earlier, variable: refusalVariable(problems) }, null, 2));
    this.keep(stack);
  }

  /**
   * Puts a lock file of the provider selection into a stack's folder: the one that is committed beside the domain's
   * environments, or else, where none is, an empty one. The empty one has the stack's providers in a comment, because
   * the command line would ask the public registry for their checksums otherwise, which fails where there is only a mirror.
   */
  lock(stack: string, committed: string): void {
    const file = join(this.stackFolder(stack), LOCK_FILE);
    if (existsSync(committed)) {
      const text = readFileSync(committed, "utf8");
      if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeWhole(file, text);
    } else if (!existsSync(file)) {
      const providers = readStack(join(this.stackFolder(stack), STACK_FILE)).terraform?.required_providers ?? {};
      writeWhole(file, emptyLock(Object.values(providers)));
    }
  }

  /** Which stacks belonged to which workspace at the last synthesis. */
  earlierStacks(): Stacks {
    return allOf(readIndex(this.folder));
  }

  /**
   * Writes which stacks belong to which workspace, in the order of their deployment, for the command `slipway`.
   *
   * @param keptOf those that stay, of what an earlier synthesis has written, or one that ran meanwhile
   */
  writeIndex(workspaces: Stacks, keptOf: (earlier: Stacks) => Stacks): void {
    changeIndex(this.folder, (now) => {
      const kept = keptOf(allOf(now));
      return { workspaces, ...(Object.keys(kept).length > 0 && { kept }) };
    });
  }
}

function allOf({ workspaces, kept }: StackIndex): Stacks {
  return { ...kept, ...workspaces };
}

function readStack(file: string): StackJson {
  return JSON.parse(readFileSync(file, "utf8")) as StackJson;
}

function emptyLock(providers: readonly RequiredProvider[]): string {
  const blocks = providers.map(
    ({ source = "", version = "" }) =>
      `provider "registry.terraform.io/${source}" {\n  constraints = "${version}"\n}\n`,
  );
  return `/* Nothing is locked yet; terraform init writes its choice here.\n${blocks.join("")}*/\n`;
}
