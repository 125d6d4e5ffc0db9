import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { Container, type ContainerProps, stackDockerProvider } from "../../constructs/shared/container";
import { providerSettings } from "../../engine/providers/providers";
import { withVariables } from "../../engine/variables";
import { SharedProvider } from "../support/shared-provider";
import { Engine } from "./engine";

const ROOT = resolve(__dirname, "../..");

/** An image with sh and sleep. */
export const IMAGE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "busybox:1.37.0";

/** What a container of a test is, when nothing else is said. */
export type Settings = Partial<ContainerProps>;

/** A stack with names of its own on the engine, its state in a folder, and Terraform with the real provider. */
export class Workspace {
  readonly engine = new Engine();
  readonly prefix = `slipway-test-${randomBytes(3).toString("hex")}`;
  readonly folder: string;
  private env: NodeJS.ProcessEnv = {};
  private provider: SharedProvider | undefined;

  constructor() {
    mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, ".sandbox", "docker-"));
  }

  private get stackFolder(): string {
    return join(this.folder, "out", "stacks", "engine");
  }

  /** @param variables what is set for Terraform */
  async start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.engine.mustHave(IMAGE);
    const settings = await providerSettings({ project: this.folder, needed: ["kreuzwerker/docker"] });
    const quiet = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
    this.env = withVariables({ ...process.env, ...quiet, ...variables }, settings.variables);
    mkdirSync(this.stackFolder, { recursive: true });
    this.provider = await SharedProvider.start("kreuzwerker/docker", this.folder, this.env, this.stackFolder);
  }

  async stop(): Promise<void> {
    await this.provider?.stop();
    await this.engine.clean(this.prefix);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A name on the engine. */
  name(short: string): string {
    return `${this.prefix}-${short}`;
  }

  /** Writes the stack; `container` makes one that sleeps, with settings of its own. */
  synthesize(
    build: (container: (short: string, settings?: Settings) => Container, stack: TerraformStack) => void,
  ): void {
    const app = new App({ outdir: join(this.folder, "out") });
    const stack = new TerraformStack(app, "engine");
    new LocalBackend(stack, { path: join(this.folder, "engine.tfstate") });
    stackDockerProvider(stack);
    build((short, settings = {}) => {
      const usual = { name: this.name(short), image: IMAGE, command: ["sleep", "3600"], stopGraceSeconds: 1 };
      return new Container(stack, short, { ...usual, ...settings });
    }, stack);
    app.synth();
    this.succeed("init");
  }

  /** What Terraform says it has done: `Resources: 1 added, 0 changed, 0 destroyed.` */
  apply(): string | undefined {
    return /Resources: .*/.exec(this.succeed("apply", "-auto-approve"))?.[0];
  }

  /** Fails when Terraform would change anything. */
  planIsEmpty(): void {
    const { status, text } = this.terraform("plan", "-detailed-exitcode");
    if (status !== 0) throw new Error(`the plan must be empty, got ${status}:\n${text}`);
  }

  succeed(...args: string[]): string {
    const { status, text } = this.terraform(...args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} must succeed, got ${status}:\n${text}`);
    return text;
  }

  terraform(...args: string[]): { readonly status: number | null; readonly text: string } {
    const { status, stdout, stderr, error } = spawnSync("terraform", [...args, "-no-color"], {
      cwd: this.stackFolder,
      env: this.env,
      encoding: "utf8",
    });
    return { status, text: error === undefined ? `${stdout}${stderr}` : String(error) };
  }

  /** An attribute of a container, by its path in what `docker inspect` says. */
  async seen(short: string, path: string): Promise<unknown> {
    const all: unknown = await this.engine.inspect(this.name(short));
    return path.split(".").reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], all);
  }
}
