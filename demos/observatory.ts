import { randomBytes } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import pc from "picocolors";
import { Bus } from "../cli/observatory/bus";
import { replyOf, replyText } from "../cli/observatory/reply";
import { type PartStatus, statusOf } from "../cli/observatory/status";
import { Deployment } from "../engine/deployment";
import { Project } from "../engine/project";
import type { Counts } from "../engine/terraform-events";
import { namedEnvironment } from "../engine/workspace-named";
import { freePort } from "../sandbox/port";
import { docker, pullImage } from "./docker";
import { DemoProject, expect, Steps, say } from "./steps";
import { Told } from "./told";

/** What the demo may be told. */
interface Options {
  readonly ocs?: string;
  readonly crossbar?: string;
  readonly keep?: boolean;
}

const LAB = "environments/observatory/lab.ts";
const BAREBONES = "barebones1";
const PATIENCE_MILLISECONDS = 90_000;

/** Deploys a copy of the lab on this machine's engine, works with it, changes it, and destroys it. */
class ObservatoryDemo {
  private readonly name = `lab-${randomBytes(3).toString("hex")}`;
  private readonly file = `environments/observatory/${this.name}.ts`;
  private readonly copy = new DemoProject([LAB, "barebones-agent"]);
  private readonly steps = new Steps();
  private readonly told = new Told(/complete after|complete! /);
  private isDeployed = false;

  constructor(private readonly options: Options) {}

  async run(): Promise<void> {
    const step = (title: string, work: () => Promise<void>) => this.steps.step(title, work);
    try {
      await step(`A copy of examples/${LAB} with a name and a port of its own`, () => this.prepare());
      await step("Its images", () => this.pull());
      await step(`slipway deploy ${this.name}`, () => this.deploy({ added: 16, changed: 0, destroyed: 0 }));
      await step(`slipway observatory status ${this.name}`, () => this.status());
      await step(`slipway observatory call ${BAREBONES} count start, status, stop, wait`, () => this.count());
      await step("The data of fake-data1 through OCS's own client", () => this.read());
      await step("The same plan once more", () => this.planNothing());
      await step(`${this.file}: sample-rate from 5 to 10, and deployed`, () => this.change());
      if (this.options.keep) return this.explainKept();
      await step(`slipway destroy ${this.name}`, () => this.destroy());
      console.log(`\n${pc.green("done")} in ${this.steps.taken}; -- --keep leaves it for you to look at`);
    } catch (error) {
      if (!this.steps.isInterrupted) this.told.sayLast();
      throw error;
    } finally {
      await this.remove();
    }
  }

  private async prepare(): Promise<void> {
    const { ocs, crossbar } = this.options;
    const { folder } = this.copy;
    cpSync(join(folder, LAB), join(folder, this.file));
    rmSync(join(folder, LAB));
    const port = await freePort("127.0.0.1", undefined, 18_001);
    this.copy.edit(this.file, 'name: "lab"', `name: "${this.name}"`);
    this.copy.edit(this.file, "port: 8001", `port: ${port}`);
    if (ocs !== undefined) this.copy.edit(this.file, "simonsobs/ocs:v0.12.1", ocs);
    if (crossbar !== undefined) this.copy.edit(this.file, "crossbario/crossbar:cpy3-20.8.1", crossbar);
    say(`${this.file}, whose router is at 127.0.0.1:${port}`);
  }

  /** What the engine has is not asked for. */
  private async pull(): Promise<void> {
    const { ocs, crossbar } = this.site().images;
    for (const [option, image] of Object.entries({ ocs, crossbar })) {
      const name = typeof image === "object" ? image.local : (image ?? "");
      pullImage(name, `npm run demo:observatory -- --${option} IMAGE`);
    }
  }

  private async deploy(expected: Counts): Promise<void> {
    this.isDeployed = true;
    const [counts] = await (await this.deployment()).run("deploy");
    expect("the deployment", expected, counts);
  }

  private async status(): Promise<void> {
    const parts = await this.whenAll(({ registered }) => registered);
    for (const { instance, agentClass, state, health } of parts) {
      say(`${instance.padEnd(12)} ${agentClass.padEnd(16)} ${state}, ${health}, on the bus`);
    }
  }

  private async count(): Promise<void> {
    const bus = new Bus(this.site());
    const ask = async (action: string) => replyOf(BAREBONES, await bus.call(BAREBONES, "ops", [action, "count"]));
    const started = await ask("start");
    say(replyText(started).split("\n")[0] as string);
    expect("the start", 0, started.status);
    const value = async () => Number((Object((await ask("status")).session.data) as { value?: unknown }).value ?? -1);
    const first = await this.until("the count", value, (found) => found >= 1);
    say(`it counts: ${first}`);
    expect("the stop", 0, (await ask("stop")).status);
    const ended = await ask("wait");
    say(replyText(ended).split("\n")[0] as string);
    expect("the end of the count", "done", ended.session.status);
  }

  private async read(): Promise<void> {
    const program = [
      "from ocs.ocs_client import OCSClient",
      "reply = OCSClient('fake-data1').acq.status()",
      "print(reply.session['status'], len(reply.session['data']['fields']))",
    ].join("; ");
    const client = () => Promise.resolve(docker("exec", `${this.name}-client`, "python3", "-c", program).trim());
    const said = await this.until("what the client reads", client, (text) => text.startsWith("running"));
    expect("what the client reads", "running 16", said);
    say("the acquisition runs, with 16 channels");
  }

  private async planNothing(): Promise<void> {
    expect("the plan", true, await (await this.deployment()).isDone("deploy", this.name));
    say("No changes: what is deployed is what the file says");
  }

  private async change(): Promise<void> {
    const before = this.containers();
    this.copy.edit(this.file, '"sample-rate": 5', '"sample-rate": 10');
    await this.deploy({ added: 1, changed: 0, destroyed: 1 });
    const after = this.containers();
    const replaced = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect("the containers that are new", [`${this.name}-fake-data1`], replaced);
    await this.whenAll(({ registered }) => registered);
    say(`only ${replaced} is new, and all agents are on the bus`);
  }

  private async destroy(): Promise<void> {
    const [counts] = await (await this.deployment()).run("destroy");
    this.isDeployed = false;
    expect("the destruction", { added: 0, changed: 0, destroyed: 16 }, counts);
    expect("what is left", {}, this.containers());
    say("nothing is left");
  }

  private async remove(): Promise<void> {
    if (this.options.keep && this.isDeployed) return;
    if (this.isDeployed) await (await this.deployment()).run("destroy");
    this.copy.remove();
  }

  private explainKept(): void {
    console.log(`
It is left running. To look at it:
  cd ${this.copy.folder}
  node ../../cli/slipway.cjs observatory status
  node ../../cli/slipway.cjs destroy ${this.name} --auto-approve
Then delete the folder.`);
  }

  private deployment(): Promise<Deployment> {
    return Deployment.of(Project.at(this.copy.folder), this.name, this.told.next());
  }

  private site() {
    return namedEnvironment(Project.at(this.copy.folder), "observatory", this.name);
  }

  /** The site's containers and their ids, those that have ended left out. */
  private containers(): Record<string, string> {
    const lines = docker("ps", "--no-trunc", "--filter", `name=^${this.name}-`, "--format", "{{.Names}} {{.ID}}");
    return Object.fromEntries(lines.split("\n").flatMap((line) => (line === "" ? [] : [line.split(" ")])));
  }

  private whenAll(holds: (part: PartStatus) => boolean): Promise<PartStatus[]> {
    return this.until(
      "the site",
      () => statusOf(this.site()),
      (parts) => parts.every(holds),
    );
  }

  private async until<T>(what: string, look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
    for (const begin = performance.now(); ; ) {
      const found = await look();
      if (holds(found)) return found;
      if (performance.now() - begin > PATIENCE_MILLISECONDS || this.steps.isInterrupted) {
        throw new Error(`${what} must be ready within ${PATIENCE_MILLISECONDS / 1000} s, got ${JSON.stringify(found)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

const command = new Command("demo:observatory")
  .description("Deploy a lab on this machine's Docker engine, work with it, and destroy it")
  .option("--ocs <image>", "OCS image to use instead of the lab's")
  .option("--crossbar <image>", "crossbar image to use instead of the lab's")
  .option("--keep", "leave the lab running")
  .action((options: Options) => new ObservatoryDemo(options).run());
command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
