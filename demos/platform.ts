import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Command } from "commander";
import pc from "picocolors";
import { query, serverOf } from "../cli/services/database/server";
import { lookAt } from "../cli/services/look";
import { Deployment } from "../engine/deployment";
import { dropletsOf, reachedPlatform } from "../engine/droplets";
import { Project } from "../engine/project";
import { namedEnvironment } from "../engine/workspace-named";
import { pullImage } from "./docker";
import { DropletAccount, refuseElsewhere, sendImages } from "./droplet-account";
import { OWN_PORT, pullImages, tryImage } from "./own-image";
import { PairUnderLoad, PROMOTION_LINES } from "./pair-under-load";
import { DemoProject, expect, Steps, say } from "./steps";
import { Told } from "./told";

/** What the demo may be told. */
interface Options {
  readonly database: string;
  readonly front: string;
  readonly image: string;
}

/** Those of the seed's platform. */
const NODES = ["ginormica", "drcockroach", "eb644c9c", "elm", "bob"] as const;
const SERVICE = "nmpi";
const HOST = "nmpi.demo.test";
/** The node of the idle colour and of the database: it is lost, and comes back. */
const LOST = "drcockroach";
/** An engine that was off takes that long on a machine with much to do. */
const MOST_SECONDS = 180;

/** Droplets, as DigitalOcean's API lists them. */
interface Listed {
  readonly droplets: readonly { readonly id: number }[];
}

/** An action of it. */
interface Acted {
  readonly action: { readonly id: number; readonly status: string };
}

/** Deploys a platform on five droplets of the sandbox, promotes under load, loses a machine, and destroys it all. */
class PlatformDemo {
  private readonly name = `demo-${randomBytes(2).toString("hex")}`;
  private readonly file = `environments/services/${this.name}.ts`;
  private readonly copy = new DemoProject([]);
  private readonly account = new DropletAccount(this.copy.folder);
  private readonly steps = new Steps();
  private readonly told = new Told(PROMOTION_LINES);
  private readonly pair = new PairUnderLoad({
    ...{ folder: this.copy.folder, workspace: this.name, service: SERVICE, host: HOST },
    url: async () => `http://${(await this.droplets())[NODES[0]]?.ip_address}/`,
    steps: this.steps,
    told: this.told,
  });
  private isDeployed = false;

  constructor(private readonly options: Options) {}

  async run(): Promise<void> {
    const step = (title: string, work: () => Promise<void>) => this.steps.step(title, work);
    try {
      await step("What this needs, and its images", () => this.prepare());
      await step("DigitalOcean's API on this machine, whose droplets are Docker engines", () => this.begin());
      await step("Five machines", () => this.deploy([`${this.name}-nodes`]));
      await step("The images, from this engine to theirs", () => this.send());
      await step(`slipway deploy ${this.name}`, () => this.deploy());
      await step("The same plans once more", () => this.planNothing());
      await step("Fifty requests in a second, from now on", () => this.pair.begin());
      await step(`slipway services promote ${SERVICE}, to the other machine`, () =>
        this.pair.change("promote", "green"),
      );
      await step(`slipway services rollback ${SERVICE}`, () => this.pair.change("rollback", "blue"));
      await step(`${LOST} is switched off, and comes back`, () => this.lose());
      await step("What the load generator reports", () => this.pair.end());
      await step(`slipway destroy ${this.name}`, () => this.destroy());
      console.log(`\n${pc.green("done")} in ${this.steps.taken}`);
    } catch (error) {
      if (!this.steps.isInterrupted) this.told.sayLast();
      throw error;
    } finally {
      await this.remove();
    }
  }

  private async prepare(): Promise<void> {
    refuseElsewhere();
    const { database, front, image } = this.options;
    pullImages(front, [image]);
    pullImage(database, "--database takes an image of PostgreSQL that the engine has");
    await tryImage(image);
    mkdirSync(join(this.copy.folder, "environments/services"), { recursive: true });
    writeFileSync(join(this.copy.folder, this.file), this.text());
    say(this.file);
  }

  /** Two pairs, each on two machines, a database for the first, and two services on the fifth. */
  private text(): string {
    const { database, front, image } = this.options;
    const [first, second, third, fourth, fifth] = NODES;
    const colour = (name: string, node: string) =>
      `{ image: { local: "${image}" }, environment: { VERSION: "${name}" }, node: "${node}" }`;
    const pair = (name: string, blue: string, green: string, more = "") =>
      `${name}: { port: ${OWN_PORT}, ${more} hosts: ["${name}.demo.test"], stagingHosts: ["${name}-staging.demo.test"], front: "${blue}", health: { minHealthySeconds: 1 }, live: "blue", blue: ${colour("blue", blue)}, green: ${colour("green", green)} },`;
    const single = (name: string) =>
      `${name}: { port: ${OWN_PORT}, hosts: ["${name}.demo.test"], health: { minHealthySeconds: 1 }, image: { local: "${image}" }, environment: { VERSION: "${name}" }, node: "${fifth}" },`;
    const nodes = NODES.map((name) => `${name}: { droplet: { size: "s-1vcpu-1gb", removal: "allowed" } },`);
    return `export default {
  name: "${this.name}",
  digitalocean: { region: "ams3", sshKeys: ["demo"], adminAddresses: ["0.0.0.0/0"] },
  nodes: { ${nodes.join(" ")} },
  front: { image: { local: "${front}" }, certificates: "none", ip: "0.0.0.0", removal: "allowed" },
  postgres: {
    db: { image: { local: "${database}" }, node: "${LOST}", memoryMiB: 256, roles: { nmpi: {} }, databases: { nmpi: { owner: "nmpi" } } },
  },
  services: {
    ${pair(SERVICE, first, second, 'database: "db",')}
    ${pair("quotas", third, fourth)}
    ${single("docs")}
    ${single("splash")}
  },
};
`;
  }

  private async begin(): Promise<void> {
    await this.account.begin();
    say(`the sandbox answers at ${this.account.url}`);
  }

  private async deploy(only?: readonly string[]): Promise<void> {
    this.isDeployed = true;
    await (await this.deployment(only)).run("deploy");
    for (const [node, { ip_address }] of Object.entries(await this.droplets())) say(`${node.padEnd(12)} ${ip_address}`);
  }

  private async send(): Promise<void> {
    const { database, front, image } = this.options;
    for (const [node, { ip_address }] of Object.entries(await this.droplets())) {
      sendImages([front, image, ...(node === LOST ? [database] : [])], ip_address);
      say(`${node} has them`);
    }
  }

  private async planNothing(): Promise<void> {
    const deployment = await this.deployment();
    for (const stack of Project.at(this.copy.folder).stacks(this.name))
      expect(`the plan of ${stack}`, true, await deployment.isDone("deploy", stack));
    say("No changes: what is deployed is what the file says");
  }

  /** The colour that is live is on another machine: nobody who uses it sees anything. */
  private async lose(): Promise<void> {
    const { droplets } = await this.account.ask<Listed>("GET", `droplets?name=${LOST}`);
    const turn = async (type: string) => {
      const { action } = await this.account.ask<Acted>("POST", `droplets/${droplets[0]?.id}/actions`, { type });
      const isDone = async () => {
        const now = await this.account.ask<Acted>("GET", `actions/${action.id}`);
        return now.action.status === "completed";
      };
      await this.until(isDone);
    };
    await this.ask("CREATE TABLE jobs AS SELECT generate_series(1, 1000) AS id");
    say("a table of 1,000 jobs is in its database");
    await turn("power_off");
    await this.until(async () => (await this.trouble()) !== undefined);
    say(`the engine of ${LOST} does not answer`);
    await this.pair.expectAnswer("blue");
    await turn("power_on");
    await this.until(async () => (await this.trouble()) === undefined);
    say(`${LOST} is back, with its containers`);
    let jobs: string | undefined;
    await this.until(async () => {
      jobs = await this.ask("SELECT count(*) FROM jobs").catch(() => undefined);
      return jobs !== undefined;
    });
    expect("the jobs in its database", "1000", jobs);
    say("all 1,000 jobs are in its database");
  }

  private async ask(sql: string): Promise<string> {
    const server = await serverOf(Project.at(this.copy.folder), this.name, {});
    return query(server, "nmpi", sql);
  }

  private async trouble(): Promise<string | undefined> {
    const platform = await reachedPlatform(Project.at(this.copy.folder), this.platform(), process.env);
    const { trouble, containers } = await lookAt(platform, LOST);
    return trouble ?? (containers.some(({ state }) => state === "running") ? undefined : "no container runs");
  }

  private async until(isSo: () => Promise<boolean>): Promise<void> {
    for (let waited = 0; !(await isSo()); waited += 1) {
      if (waited > MOST_SECONDS || this.steps.isInterrupted) throw new Error(`${LOST} must be switched, got no change`);
      await pause(1000);
    }
  }

  private async destroy(): Promise<void> {
    await (await this.deployment()).run("destroy");
    this.isDeployed = false;
    const { droplets } = await this.account.ask<Listed>("GET", "droplets");
    expect("the droplets that are left", [], droplets);
    say("nothing is left");
  }

  private async remove(): Promise<void> {
    await this.pair.stop();
    if (this.isDeployed) await (await this.deployment()).run("destroy").catch(() => {});
    await this.account.end();
    this.copy.remove();
  }

  private deployment(only?: readonly string[]): Promise<Deployment> {
    const options = { ...this.told.next(), ...(only && { only }) };
    return Deployment.of(Project.at(this.copy.folder), this.name, options);
  }

  private platform() {
    return namedEnvironment(Project.at(this.copy.folder), "services", this.name);
  }

  private droplets() {
    return dropletsOf(Project.at(this.copy.folder), this.platform(), process.env);
  }
}

const command = new Command("demo:platform")
  .description("Deploy a platform on five droplets of the sandbox, promote under load, lose a machine, and destroy it")
  .option("--front <image>", "Caddy image to use, one with a shell", "caddy:2.11.2")
  .option("--database <image>", "image of PostgreSQL, whose tag begins with its version", "postgres:17.6")
  .requiredOption(
    "--image <image>",
    "image of the services: it must listen on port 8000 and answer / with its variable VERSION",
  )
  .action((options: Options) => new PlatformDemo(options).run());
command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
