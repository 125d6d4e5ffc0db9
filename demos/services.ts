import { randomBytes } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import pc from "picocolors";
import { statusOf } from "../cli/services/status";
import { Deployment } from "../engine/deployment";
import { Project } from "../engine/project";
import type { Counts } from "../engine/terraform-events";
import { namedEnvironment } from "../engine/workspace-named";
import { freePort } from "../sandbox/port";
import { docker } from "./docker";
import { MUST, OWN_PORT, pullImages, tryImage } from "./own-image";
import { PairUnderLoad, PROMOTION_LINES } from "./pair-under-load";
import { DemoProject, expect, Steps, say } from "./steps";
import { Told } from "./told";

/** What the demo may be told. */
interface Options {
  readonly front: string;
  readonly image?: string;
  readonly keep?: boolean;
}

const EXAMPLE = "environments/services/my-platform.ts";
const SERVICE = "whoami";
const HOST = "whoami.localhost";
/** The images of the example's colours, and the port that they listen on. */
const USUAL = { blue: "traefik/whoami:v1.10.4", green: "traefik/whoami:v1.11.0", port: 80 };

/** Deploys a copy of an example's platform, promotes and rolls back while requests come, and destroys it. */
class ServicesDemo {
  private readonly name = `laptop-${randomBytes(3).toString("hex")}`;
  private readonly file = `environments/services/${this.name}.ts`;
  private readonly copy = new DemoProject([EXAMPLE]);
  private readonly steps = new Steps();
  private readonly told = new Told(PROMOTION_LINES);
  private readonly pair = new PairUnderLoad({
    ...{ folder: this.copy.folder, workspace: this.name, service: SERVICE, host: HOST },
    url: () => `http://127.0.0.1:${this.port}/`,
    steps: this.steps,
    told: this.told,
  });
  private port = 0;
  private isDeployed = false;

  constructor(private readonly options: Options) {}

  async run(): Promise<void> {
    const step = (title: string, work: () => Promise<void>) => this.steps.step(title, work);
    try {
      await step(`A copy of examples/${EXAMPLE} with a name and a port of its own`, () => this.prepare());
      await step("Its images", () => this.pull());
      await step(`slipway deploy ${this.name}`, () => this.deploy({ added: 19, changed: 0, destroyed: 0 }));
      await step("The same plan once more", () => this.planNothing());
      await step(`slipway services list ${this.name}`, () => this.list());
      await step("Fifty requests in a second, from now on", () => this.pair.begin());
      await step(`slipway services promote ${SERVICE}`, () => this.pair.change("promote", "green"));
      await step(`slipway services rollback ${SERVICE}`, () => this.pair.change("rollback", "blue"));
      await step("What the load generator reports", () => this.pair.end());
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
    const { front, image } = this.options;
    const { folder } = this.copy;
    cpSync(join(folder, EXAMPLE), join(folder, this.file));
    rmSync(join(folder, EXAMPLE));
    this.port = await freePort("127.0.0.1", undefined, 18_080);
    const edit = (before: string, after: string) => this.copy.edit(this.file, before, after);
    edit('name: "my-platform"', `name: "${this.name}"`);
    edit("httpPort: 8080", `httpPort: ${this.port}`);
    edit('image: "caddy:2.11.2"', `image: "${front}"`);
    for (const colour of ["blue", "green"] as const) {
      // The one is told in the answers of whoami, the other in those of an image of one's own.
      const variables = `environment: { WHOAMI_NAME: "${colour}", VERSION: "${colour}" }`;
      edit(
        `${colour}: { image: "${USUAL[colour]}" }`,
        `${colour}: { image: "${image ?? USUAL[colour]}", ${variables} }`,
      );
    }
    if (image !== undefined) {
      const variables = 'environment: { VERSION: "docs" }';
      edit(`image: "${USUAL.green}", port: 80`, `image: "${image}", ${variables}, port: ${OWN_PORT}`);
      edit("      port: 80,\n", `      port: ${OWN_PORT},\n`);
    }
    say(`${this.file}, which answers as ${HOST} at 127.0.0.1:${this.port}`);
  }

  /** What the engine has is not asked for. */
  private async pull(): Promise<void> {
    const { front, image } = this.options;
    pullImages(front, image === undefined ? [USUAL.blue, USUAL.green] : [image]);
    if (image !== undefined) await tryImage(image);
  }

  private async deploy(expected: Counts): Promise<void> {
    this.isDeployed = true;
    const [counts] = await (await this.deployment()).run("deploy");
    expect("the deployment", expected, counts);
  }

  private async planNothing(): Promise<void> {
    expect("the plan", true, await (await this.deployment()).isDone("deploy", this.name));
    say("No changes: what is deployed is what the file says");
  }

  private async list(): Promise<void> {
    const rows = await statusOf(this.platform(), new Map());
    for (const { name, image, status, gets } of rows)
      say(`${name.padEnd(12)} ${image}, ${status}, ${gets || "healthy"}`);
    expect(
      "what is wrong",
      [],
      rows.flatMap(({ wrong }) => wrong),
    );
  }

  private async destroy(): Promise<void> {
    const [counts] = await (await this.deployment()).run("destroy");
    this.isDeployed = false;
    expect("the destruction", { added: 0, changed: 0, destroyed: 19 }, counts);
    expect("what is left", "", docker("ps", "--all", "--quiet", "--filter", `label=services.platform=${this.name}`));
    say("nothing is left");
  }

  private async remove(): Promise<void> {
    await this.pair.stop();
    if (this.options.keep && this.isDeployed) return;
    if (this.isDeployed) await (await this.deployment()).run("destroy");
    this.copy.remove();
  }

  private explainKept(): void {
    console.log(`
It is left running. To look at it:
  cd ${this.copy.folder}
  curl -H "Host: ${HOST}" http://127.0.0.1:${this.port}/
  node ../../cli/slipway.cjs services list
  node ../../cli/slipway.cjs destroy ${this.name} --auto-approve
Then delete the folder.`);
  }

  private deployment(): Promise<Deployment> {
    return Deployment.of(Project.at(this.copy.folder), this.name, this.told.next());
  }

  private platform() {
    return namedEnvironment(Project.at(this.copy.folder), "services", this.name);
  }
}

const command = new Command("demo:services")
  .description("Deploy a platform on this machine's Docker engine, promote and roll back under load, and destroy it")
  .option("--front <image>", "Caddy image to use, one with a shell", "caddy:2.11.2")
  .option("--image <image>", `image to use instead of ${USUAL.green}; ${MUST}`)
  .option("--keep", "leave the platform running")
  .action((options: Options) => new ServicesDemo(options).run());
command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
