import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { loadEnvironments } from "../../app/load";
import type { WorkRole } from "../../constructs/shared/render/work-rights";
import { type Action, Deployment, type DeploymentOptions } from "../../engine/deployment";
import { programHere } from "../../engine/program";
import { Project } from "../../engine/project";
import { providerSettings } from "../../engine/providers/providers";
import type { Counts } from "../../engine/terraform-events";
import { withVariables } from "../../engine/variables";
import { sandboxVariables } from "../../sandbox/environment";
import { freePort } from "../../sandbox/port";
import { seedOf } from "../../sandbox/seed";
import type { Seed } from "../../sandbox/seed-data";
import { down, up } from "../../sandbox/server";
import { CDKTF, TestProject } from "./project";
import { type ProviderName, SharedProvider } from "./shared-provider";
import { type Ended, slipwayIn, warmApp } from "./warm-process";
import { type AskedRights, rightsIn, unlisted } from "./work-rights";

const ROOT = resolve(__dirname, "../..");

/** A test project with a sandbox of its own, to which its workspaces are deployed. */
export class DeployedProject {
  readonly project: TestProject;
  environment: NodeJS.ProcessEnv = {};
  url = "";
  private readonly providers = new Map<ProviderName, SharedProvider>();

  constructor(files: Readonly<Record<string, string>>) {
    this.project = new TestProject(files);
  }

  /**
   * @param seed what exists before; what the environments need, when it is left out
   * @param providers of Terraform that are started once for all runs; Terraform installs and starts every other for each run, as
   * everywhere else
   * @param accountId whose the credentials are; the sandbox's usual one, when it is left out
   */
  async start(seed?: Seed, providers: readonly ProviderName[] = ["hashicorp/aws"], accountId?: string): Promise<void> {
    const project = this.project.folder;
    const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
    const known = loadEnvironments(join(project, "environments"), project);
    const account = accountId === undefined ? {} : { accountId };
    const port = await freePort("127.0.0.1", undefined, portOfItsOwn());
    const begin = { project, seed: seed ?? seedOf(known), environment, keepAccount: false, port, ...account };
    const { url, region } = await up(begin);
    const { variables } = await providerSettings({ project, environment, needed: ["hashicorp/aws"] });
    this.url = url;
    this.environment = withVariables(
      environment,
      sandboxVariables({ project, url, region, environment, providers: variables }),
    );
    for (const name of providers) await this.startProvider(name);
  }

  /**
   * From here on a provider of Terraform runs once for all runs: a new one, where there is one.
   *
   * @param stack where it runs, as Terraform would start it, so that it finds the files of that stack; none, when it is left out
   */
  async startProvider(name: ProviderName = "hashicorp/aws", stack?: string): Promise<void> {
    await this.providers.get(name)?.stop();
    this.providers.delete(name);
    const { folder } = this.project;
    const cwd = stack === undefined ? folder : join(folder, "cdktf.out", "stacks", stack);
    mkdirSync(cwd, { recursive: true });
    const provider = await SharedProvider.start(name, folder, this.environment, cwd);
    if (provider !== undefined) this.providers.set(name, provider);
  }

  /** The same for all that run. */
  async startProvidersAgain(): Promise<void> {
    for (const name of [...this.providers.keys()]) await this.startProvider(name);
  }

  async stop(): Promise<void> {
    for (const provider of this.providers.values()) await provider.stop();
    await down({ project: this.project.folder, discard: true });
    this.project.remove();
  }

  /** What an SDK client needs to reach the sandbox. */
  get client() {
    // Commands have other keys: the sandbox tells rights apart by them.
    const credentials = { accessKeyId: "test", secretAccessKey: "sandbox" };
    return { endpoint: this.url, region: "ca-central-1", credentials };
  }

  async deployment(workspace: string, more: Partial<DeploymentOptions> = {}): Promise<Deployment> {
    const options = { environment: { ...this.environment, ...warmApp() }, print: () => {}, ...more };
    return Deployment.of(Project.at(this.project.folder), workspace, options);
  }

  deploy(workspace: string): Promise<Counts | undefined> {
    return this.change("deploy", workspace);
  }

  destroy(workspace: string): Promise<Counts | undefined> {
    return this.change("destroy", workspace);
  }

  /** The reason of a failure is above its message, in what was printed. */
  private async change(action: Action, workspace: string): Promise<Counts | undefined> {
    const printed: string[] = [];
    try {
      const deployment = await this.deployment(workspace, { print: (line) => void printed.push(line) });
      return (await deployment.run(action))[0];
    } catch (error) {
      throw new Error([...printed, (error as Error).message].join("\n"), { cause: error });
    }
  }

  /** Terraform's plan of a stack: 0 when there is nothing to do, 2 when there is. */
  plan(stack: string): { readonly code: number | null; readonly text: string } {
    const args = ["plan", "-detailed-exitcode", "-no-color", "-input=false"];
    const { status, stdout, stderr } = this.run(programHere().command, args, join("cdktf.out", "stacks", stack));
    return { code: status, text: `${stdout}${stderr}` };
  }

  /** Shows what a plan finds, where it finds anything to do. */
  expectNothingToDo(stack: string): void {
    const { code, text } = this.plan(stack);
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
  }

  /** What the command `slipway` prints when it succeeds, and complains of nothing. */
  succeed(...args: string[]): string {
    const { status, stdout, stderr } = this.slipway(...args);
    // What failed says why above its last line.
    expect({ status, stderr, ...(status !== 0 && { stdout }) }).toEqual({ status: 0, stderr: "" });
    return stdout;
  }

  /** The command `slipway`. */
  slipway(...args: string[]) {
    const isOwn = this.environment.AWS_ACCESS_KEY_ID === "sandbox";
    const key = isOwn && isBuilding(args) ? { AWS_ACCESS_KEY_ID: "builder" } : {};
    const env = { ...this.environment, ...key };
    return plain(slipwayIn({ cwd: this.project.folder, env }, ...args));
  }

  /**
   * Shows what AWS was asked and `slipway permissions` does not list, of a project whose names stayed.
   *
   * @param roles by the access keys of the callers
   * @param strange resources that no file of the project names
   */
  async expectListedRights(
    roles: Readonly<Record<string, WorkRole>> = { sandbox: "deployer", builder: "builder" },
    strange = /^$/,
  ): Promise<void> {
    const asked = (await (await fetch(`${this.url}/slipway-sandbox/rights`)).json()) as AskedRights;
    const rights = rightsIn(join(this.project.folder, "environments"), this.project.folder);
    for (const [key, role] of Object.entries(roles)) {
      expect({ key, asked: Object.keys(asked[key] ?? {}).length > 0 }).toEqual({ key, asked: true });
      const found = unlisted(asked[key], rights, role).filter((each) => !strange.test(each));
      expect({ role, found }).toEqual({ role, found: [] });
    }
  }

  /** The command `cdktf`; the project's app runs in the warm process. */
  cdktf(...args: string[]) {
    return this.run(process.execPath, [CDKTF, ...args], ".", warmApp());
  }

  /** Runs a program in the project, and takes the colours off what it says. */
  run(command: string, args: readonly string[], folder = ".", more: NodeJS.ProcessEnv = {}) {
    const cwd = join(this.project.folder, folder);
    return plain(spawnSync(command, args, { cwd, env: { ...this.environment, ...more }, encoding: "utf8" }));
  }
}

/** Whether a command is of those who build and run. */
function isBuilding([domain = "", command = ""]: readonly string[]): boolean {
  return domain === "plugins" || (domain === "model" && !["adopt", "unadopt", "import"].includes(command));
}

/** How a program ended, without colours. */
function plain({ status, stdout, stderr }: Ended): Ended {
  return { status, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
}

/** Where no other sandbox was: a Terraform that outlives its test must find nobody else's there. */
function portOfItsOwn(): number {
  return 20_000 + 2000 * Number(process.env.JEST_WORKER_ID ?? 1) + randomInt(1900);
}
