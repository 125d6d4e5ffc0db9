import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import Table from "cli-table3";
import pc from "picocolors";
import { Deployment } from "../cli/deployment";
import { Project } from "../cli/project";
import { loadEnvironments } from "../environments/load";
import { thingsOf } from "./demo-account";
import { sandboxVariables, withVariables } from "./environment";
import { providerSettings } from "./providers";
import { seedOf } from "./seed";
import { down, type RunningSandbox, up } from "./server";

const ROOT = resolve(__dirname, "..");
const WORKSPACE = "quetzal-paris";
const FILE = `environments/model/${WORKSPACE}.ts`;
/** The lines of a deployment that say what became of what. */
const TOLD = /complete after|^Plan:|complete! |\(local-exec\): (pushed|removed|found)/;

/** Deploys, plans, changes and destroys a model of a temporary copy of the environments, on an AWS of its own. */
class Demo {
  private readonly folder: string;
  private sandbox?: RunningSandbox;
  private environment: NodeJS.ProcessEnv = process.env;
  private steps = 0;
  private interrupted = false;
  /** What the last command said, for the case that it fails. */
  private lines: string[] = [];

  constructor() {
    mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, ".sandbox", "demo-"));
    cpSync(join(ROOT, "environments"), join(this.folder, "environments"), { recursive: true });
    cpSync(join(ROOT, "cdktf.json"), join(this.folder, "cdktf.json"));
    const main = readFileSync(join(ROOT, "main.ts"), "utf8").replace('"./app"', '"../../app"');
    writeFileSync(join(this.folder, "main.ts"), main);
  }

  async run(keep: boolean): Promise<void> {
    const begin = performance.now();
    // A command that runs is told by the code that runs it; what is left of the demo is not begun.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.interrupt());
    try {
      await this.step("An AWS on this machine", () => this.start());
      await this.step(`cdktf deploy ${WORKSPACE}`, () => this.deploy({ added: 18, changed: 0 }));
      await this.step("The same plan once more", () => this.planNothing());
      await this.step(`${FILE}: memoryMiB from 4016 to 8032, and deployed`, async () => {
        this.edit("memoryMiB: 4016", "memoryMiB: 8032");
        await this.deploy({ added: 0, changed: 1 });
      });
      await this.step("What exists in the account", () => this.table());
      if (keep) return this.explainKept();
      await this.step(`cdktf destroy ${WORKSPACE}`, () => this.destroy());
      console.log(`\n${pc.green("done")} in ${seconds(begin)}; npm run demo -- --keep leaves it for you to look at`);
    } catch (error) {
      if (!this.interrupted) for (const line of this.lines) say(line);
      throw error;
    } finally {
      if (!keep) await this.remove();
    }
  }

  private interrupt(): void {
    this.interrupted = true;
  }

  private async remove(): Promise<void> {
    await down({ project: this.folder, discard: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async step(title: string, work: () => Promise<void>): Promise<void> {
    if (this.interrupted) throw new Error("interrupted; the demo's sandbox and its folder are removed");
    this.steps += 1;
    console.log(`\n${pc.bold(`${this.steps}. ${title}`)}`);
    const begin = performance.now();
    await work();
    console.log(pc.dim(`   took ${seconds(begin)}`));
  }

  private async start(): Promise<void> {
    // The virtual environment is the checkout's, so that the next demo need not install it again.
    const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
    const project = this.folder;
    const workspaces = loadEnvironments(join(project, "environments"), project);
    const seed = seedOf(workspaces.flatMap((workspace) => workspace.environment ?? []));
    this.sandbox = await up({ project, seed, environment, keepAccount: false, say });
    const { url, region } = this.sandbox;
    const { variables, source } = await providerSettings({ project, environment, needed: ["hashicorp/aws"] });
    this.environment = withVariables(
      environment,
      sandboxVariables({ project, url, region, environment, providers: variables }),
    );
    say(`it answers at ${url}; provider plugins come from ${source}`);
  }

  private async deploy(expected: { readonly added: number; readonly changed: number }): Promise<void> {
    const [counts] = await (await this.deployment()).run("deploy");
    expect("the deployment", { ...expected, destroyed: 0 }, counts);
    say(`provider hashicorp/aws ${this.providerVersion()}`);
  }

  private async planNothing(): Promise<void> {
    const deployment = await this.deployment();
    expect("the plan", true, await deployment.isDone("deploy", WORKSPACE));
    say("No changes: what is deployed is what the file says");
  }

  private async table(): Promise<void> {
    const table = new Table({ head: ["kind", "name", "detail"], style: { head: [], border: [] } });
    table.push(...(await this.things()).map((thing) => [...thing]));
    console.log(table.toString());
  }

  private async destroy(): Promise<void> {
    const [counts] = await (await this.deployment()).run("destroy");
    expect("the destruction", { added: 0, changed: 0, destroyed: 18 }, counts);
    expect("what is left", [], await this.things());
    say("nothing is left");
  }

  private explainKept(): void {
    const folder = relative(process.cwd(), this.folder) || ".";
    const slipway = `node ${relative(this.folder, join(ROOT, "cli", "slipway.cjs"))}`;
    console.log(`
It is left running. To look at it:
  cd ${folder}
  eval "$(${slipway} sandbox env)"
  aws lambda get-function-configuration --function-name ${WORKSPACE}
  ${slipway} destroy ${WORKSPACE} --auto-approve
To be rid of it: ${slipway} sandbox down --discard, then delete ${folder}`);
  }

  private deployment(): Promise<Deployment> {
    this.lines = [];
    const print = (line: string) => {
      this.lines.push(line);
      if (TOLD.test(line)) say(line);
    };
    const options = { autoApprove: true, environment: this.environment, print };
    return Deployment.of(Project.at(this.folder), WORKSPACE, options);
  }

  private things() {
    const { url, region } = this.sandbox as RunningSandbox;
    return thingsOf(WORKSPACE, url, region);
  }

  private edit(before: string, after: string): void {
    const file = join(this.folder, FILE);
    const text = readFileSync(file, "utf8");
    if (!text.includes(before)) throw new Error(`${FILE} must say ${before} for the demo to change it; put it back`);
    writeFileSync(file, text.replace(before, after));
  }

  private providerVersion(): string {
    const lock = readFileSync(join(this.folder, "cdktf.out", "stacks", WORKSPACE, ".terraform.lock.hcl"), "utf8");
    return /hashicorp\/aws" \{\s*version\s*=\s*"([^"]+)"/.exec(lock)?.[1] ?? "of an unknown version";
  }
}

function say(line: string): void {
  console.log(`   ${line}`);
}

function seconds(begin: number): string {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

function expect(what: string, expected: unknown, got: unknown): void {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)];
  if (wanted !== found) throw new Error(`${what} must be ${wanted}, got ${found}; the reason is above`);
}

new Demo().run(process.argv.includes("--keep")).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
