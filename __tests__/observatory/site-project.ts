import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PartStatus } from "../../cli/observatory/status";
import { Engine } from "../container/engine";
import { TestProject } from "../support/project";
import { SharedProvider } from "../support/shared-provider";
import { slipwayIn } from "../support/warm-process";

const ROOT = resolve(__dirname, "../..");
const PATIENCE_MILLISECONDS = 120_000;

/** An image of OCS that has so3g, and one of crossbar. */
export const OCS = process.env.SLIPWAY_TEST_OCS_IMAGE ?? "simonsobs/ocs:v0.12.1";
export const CROSSBAR = process.env.SLIPWAY_TEST_CROSSBAR_IMAGE ?? "crossbario/crossbar:cpy3-20.8.1";

/** How a command ended. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of sites with names of their own on the engine. */
export class SiteProject {
  readonly engine = new Engine();
  readonly prefix = `test-${randomBytes(3).toString("hex")}`;
  private readonly project = new TestProject({});
  private readonly sites = new Set<string>();
  private provider: SharedProvider | undefined;

  constructor() {
    cpSync(join(ROOT, "examples"), join(this.project.folder, "examples"), { recursive: true });
  }

  get folder(): string {
    return this.project.folder;
  }

  /** @param withProvider whether Terraform's provider for Docker is started once for all runs */
  async start({ withProvider = true } = {}): Promise<void> {
    await this.engine.mustHave(OCS, "of OCS with so3g in SLIPWAY_TEST_OCS_IMAGE");
    await this.engine.mustHave(CROSSBAR, "of crossbar in SLIPWAY_TEST_CROSSBAR_IMAGE");
    if (withProvider) this.provider = await SharedProvider.start("kreuzwerker/docker", this.project.folder);
  }

  name(site: string): string {
    return `${this.prefix}-${site}`;
  }

  /** Writes a site's file: `text` is what stands behind its name and its images, which it may replace with more. */
  write(site: string, text: string): string {
    const name = this.name(site);
    this.sites.add(name);
    const images = `const IMAGES = { ocs: "${OCS}", crossbar: "${CROSSBAR}" };\n`;
    const file = `${images}export default { name: "${name}", images: IMAGES, ${text} };\n`;
    this.project.write(`environments/observatory/${name}.ts`, file);
    return name;
  }

  /** Writes another file of the project. */
  writeFile(path: string, text: string): void {
    this.project.write(path, text);
  }

  /** The texts of all files below some folders of the project. */
  read(...folders: readonly string[]): string {
    const files = folders.flatMap((folder) =>
      readdirSync(join(this.project.folder, folder), { recursive: true, withFileTypes: true }),
    );
    return files
      .filter((file) => file.isFile() && file.name !== "terraform-provider-docker")
      .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"))
      .join("\n");
  }

  slipway(...args: readonly string[]): Said {
    return slipwayIn({ cwd: this.project.folder }, ...args);
  }

  /** Runs a command that must succeed; returns what it said. */
  succeed(...args: readonly string[]): string {
    const { status, stdout, stderr } = this.slipway(...args);
    if (status === 0) return stdout;
    throw new Error(`slipway ${args.join(" ")} must succeed, got ${status}:\n${stdout.slice(-4000)}\n${stderr}`);
  }

  deploy(site: string): string {
    return this.succeed("deploy", this.name(site), "--auto-approve");
  }

  status(site: string): PartStatus[] {
    return JSON.parse(this.slipway("observatory", "status", this.name(site), "--json").stdout) as PartStatus[];
  }

  /** Waits until the router and every agent of a site answer; or those that are named. */
  async whenOnTheBus(site: string, ...instances: readonly string[]): Promise<PartStatus[]> {
    for (const begin = performance.now(); ; ) {
      const parts = this.status(site).filter(({ instance, agentClass }) =>
        instances.length === 0 ? agentClass !== "" || instance === "crossbar" : instances.includes(instance),
      );
      if (parts.length > 0 && parts.every(({ registered }) => registered)) return parts;
      if (performance.now() - begin > PATIENCE_MILLISECONDS) {
        throw new Error(`all of ${site} must be on the bus, got ${JSON.stringify(parts, null, 1)}`);
      }
      await new Promise((done) => setTimeout(done, 1000));
    }
  }

  /** The container of a part. */
  container(site: string, part: string): string {
    return `${this.name(site)}-${part}`;
  }

  /** The ids of a site's containers that run, by their names. */
  running(site: string): Readonly<Record<string, string>> {
    const name = `name=^${this.name(site)}-`;
    const lines = docker("ps", "--no-trunc", "--filter", name, "--format", "{{.Names}} {{.ID}}");
    return Object.fromEntries(lines.split("\n").flatMap((line) => (line === "" ? [] : [line.split(" ")])));
  }

  /** Destroys every site, and takes away what is left. */
  async stop(): Promise<void> {
    for (const name of this.sites) this.slipway("destroy", name, "--auto-approve");
    await this.provider?.stop();
    await this.engine.clean(this.prefix);
    rmSync(this.project.folder, { recursive: true, force: true });
  }
}

/** Runs the command docker, which must succeed. */
export function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8", timeout: 300_000 });
  if (status === 0) return stdout;
  throw new Error(`docker ${args.join(" ")} must succeed, got ${status}: ${stderr}`);
}
