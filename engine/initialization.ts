import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "./folders";
import type { Project } from "./project";
import { platformHere } from "./providers/mirror-links";
import { forgetOldBackend, hasOldBackend } from "./states/old-backend";
import { asksForInit, reasonOf, type TerraformEvent } from "./terraform-events";
import { type TerraformRun, terraform } from "./terraform-process";

/** Settings of Terraform that `init` works by. */
const VARIABLES = /^(TF_CLI_ARGS(_init)?|TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TF_WORKSPACE|TERRAFORM_BINARY_NAME)$/;

/**
 * Plans, or reads the state, in a stack's folder that is ready for it: its backend is chosen, and its provider plugins are there, newer ones
 * where the stack needs them. `terraform init` takes a third of a plan's time; it is left out where nothing that it does has
 * changed since it last ran.
 *
 * @param plan what is run; once more, when Terraform asks for `init` all the same
 * @param print gets what takes long: a plugin that is installed
 * @returns how it ended, or the `init` without which it could not begin
 */
export async function initialized(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv,
  plan: () => Promise<TerraformRun>,
  print: (line: string) => void,
): Promise<{ readonly what: "init" | "plan"; readonly run: TerraformRun }> {
  const folder = new InitializedFolder(project.stackFolder(stack), env);
  if (folder.isReady) {
    const run = await begun(plan);
    // A plan with changes ends with 2.
    if (run.code === 0 || run.code === 2) return { what: "plan", run };
    folder.forget();
    if (run.interruptedBy !== undefined || !asksForInit(run.events)) return { what: "plan", run };
  } else folder.forget();
  let init = await initialize(project, stack, env, print);
  if (init.code !== 0 && init.interruptedBy === undefined && hasOldBackend(init.events)) {
    await forgetOldBackend(project, stack, env);
    init = await initialize(project, stack, env, print);
  }
  if (init.code !== 0 || init.interruptedBy !== undefined) return { what: "init", run: init };
  folder.remember();
  return { what: "plan", run: await begun(plan) };
}

const TRIES = 5;

/** Runs again what could not begin: another command is writing a plugin, which cannot run meanwhile. */
async function begun(plan: () => Promise<TerraformRun>): Promise<TerraformRun> {
  for (let tries = 1; ; tries++) {
    const run = await plan();
    const isBusy = /fork\/exec \S+: text file busy/.test(reasonOf(run.events).join(" "));
    if (!isBusy || run.interruptedBy !== undefined || tries === TRIES) return run;
    await new Promise((done) => setTimeout(done, 1000 * tries));
  }
}

async function initialize(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<TerraformRun> {
  const onEvent = ({ "@message": line }: TerraformEvent) => {
    if (/^- Installing .*\.\.\.$/.test(line)) print(line.slice(2));
  };
  const init = ["init", "-input=false", "-no-color"];
  const first = await terraform(project, stack, init, { env, onEvent });
  // A plugin that runs cannot be written over; another file in its place can.
  const busy = /open (\S+): text file busy/.exec(reasonOf(first.events).join(" "))?.[1];
  if (busy !== undefined && first.interruptedBy === undefined) {
    rmSync(busy, { force: true });
    return terraform(project, stack, init, { env, onEvent });
  }
  const isOutdated = /must use (terraform|tofu) init -upgrade/.test(reasonOf(first.events).join(" "));
  const again = first.interruptedBy === undefined && first.code !== 0 && isOutdated;
  return again ? terraform(project, stack, [...init, "-upgrade"], { env, onEvent }) : first;
}

/** What `init` has left in a stack's folder, and a note of what it worked by. */
class InitializedFolder {
  private readonly data: string;

  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.data = dataFolder(folder, env);
  }

  get isReady(): boolean {
    return read(this.note) === this.hash() && this.hasPlugins();
  }

  forget(): void {
    rmSync(this.note, { force: true });
  }

  remember(): void {
    mkdirSync(this.data, { recursive: true });
    writeFileSync(this.note, this.hash());
  }

  private get note(): string {
    return join(this.data, "initialized-by");
  }

  private get lock(): string {
    return read(join(this.folder, ".terraform.lock.hcl")) ?? "";
  }

  /** Of the stack's backend, providers and modules, of what Terraform has written down of them, and of its settings. */
  private hash(): string {
    const { terraform: settings, module: modules } = JSON.parse(read(join(this.folder, "cdk.tf.json")) ?? "{}");
    const variables = Object.entries(this.env).filter(([name]) => VARIABLES.test(name));
    const told = {
      settings,
      modules,
      variables: variables.sort(([one], [other]) => (one < other ? -1 : 1)),
      configuration: read(this.env.TF_CLI_CONFIG_FILE ?? ""),
      backend: read(join(this.data, "terraform.tfstate")),
      lock: this.lock,
      running: this.running(),
    };
    return createHash("sha256").update(JSON.stringify(told)).digest("hex");
  }

  /** Whether the plugins of the lock file are there: Terraform links to a cache that people empty. */
  private hasPlugins(): boolean {
    const running = this.running();
    const locked = [...this.lock.matchAll(/^provider "(.+)" \{\s+version\s+= "(.+)"/gm)];
    return locked.every(([, provider = "", version = ""]) => {
      const plugin = join(this.data, "providers", provider, version, platformHere());
      return running.includes(provider) || existsSync(plugin);
    });
  }

  /** Providers that run already, as developers of one start it; `init` passes them over. */
  private running(): string[] {
    try {
      return Object.keys(JSON.parse(this.env.TF_REATTACH_PROVIDERS || "{}")).sort();
    } catch {
      // Terraform says it.
      return [];
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
