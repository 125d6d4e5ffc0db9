import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import Table from "cli-table3";
import pc from "picocolors";
import { loadEnvironments } from "../app/load";
import { Deployment } from "../engine/deployment";
import { Project } from "../engine/project";
import { providerSettings } from "../engine/providers/providers";
import { withVariables } from "../engine/variables";
import { sandboxVariables } from "../sandbox/environment";
import { seedOf } from "../sandbox/seed";
import { down, type RunningSandbox, up } from "../sandbox/server";
import { thingsOf } from "./model-account";
import { DemoProject, expect, ROOT, Steps, say } from "./steps";

const WORKSPACE = "quetzal-paris";
const FILE = `environments/model/${WORKSPACE}.ts`;
/** The lines of a deployment that say what became of what. */
const TOLD = /complete after|complete! |\(local-exec\): (pushed|removed|found)/;

/** Deploys, plans, changes and destroys an example of a model, on an AWS of its own. */
class Demo {
  private readonly copy = new DemoProject([FILE]);
  private readonly folder = this.copy.folder;
  private readonly steps = new Steps();
  private sandbox?: RunningSandbox;
  private environment: NodeJS.ProcessEnv = process.env;
  /** What the last command said, for the case that it fails. */
  private lines: string[] = [];

  async run(keep: boolean): Promise<void> {
    const step = (title: string, work: () => Promise<void>) => this.steps.step(title, work);
    try {
      await step("An AWS on this machine", () => this.start());
      await step(`slipway deploy ${WORKSPACE}`, () => this.deploy({ added: 18, changed: 0 }));
      await step("The same plan once more", () => this.planNothing());
      await step(`${FILE}: memoryMiB from 4016 to 8032, and deployed`, async () => {
        this.copy.edit(FILE, "memoryMiB: 4016", "memoryMiB: 8032");
        await this.deploy({ added: 0, changed: 1 });
      });
      await step("What exists in the account", () => this.table());
      if (keep) return this.explainKept();
      await step(`slipway destroy ${WORKSPACE}`, () => this.destroy());
      console.log(`\n${pc.green("done")} in ${this.steps.taken}; npm run demo -- --keep leaves it for you to look at`);
    } catch (error) {
      if (!this.steps.isInterrupted) for (const line of this.lines) say(line);
      throw error;
    } finally {
      if (!keep) await this.remove();
    }
  }

  private async remove(): Promise<void> {
    await down({ project: this.folder, discard: true });
    this.copy.remove();
  }

  private async start(): Promise<void> {
    // The virtual environment is the checkout's, so that the next demo need not install it again.
    const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
    const project = this.folder;
    const workspaces = loadEnvironments(join(project, "environments"), project);
    const seed = seedOf(workspaces);
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
    const options = { environment: this.environment, print };
    return Deployment.of(Project.at(this.folder), WORKSPACE, options);
  }

  private things() {
    const { url, region } = this.sandbox as RunningSandbox;
    return thingsOf(WORKSPACE, url, region);
  }

  private providerVersion(): string {
    const lock = readFileSync(join(this.folder, "cdktf.out", "stacks", WORKSPACE, ".terraform.lock.hcl"), "utf8");
    return /hashicorp\/aws" \{\s*version\s*=\s*"([^"]+)"/.exec(lock)?.[1] ?? "of an unknown version";
  }
}

new Demo().run(process.argv.includes("--keep")).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
