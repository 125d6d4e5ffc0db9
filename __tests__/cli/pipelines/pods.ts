import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { CronJobManifest } from "../../../constructs/pipelines/database/render/dump-jobs";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const SLIPWAY = resolve(__dirname, "../../../cli/slipway.cjs");

/** A project whose `kubectl` has a cluster that is this machine: {@link file://./kubectl.cjs}. */
export class PodProject extends TestProject {
  /** What stands for the cluster. */
  readonly cluster = join(this.folder, "cluster");
  /** The volume of the dumps. */
  readonly volume = join(this.cluster, "volume");

  constructor(files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) {
    super(files);
    for (const folder of ["volume", "secrets", "scripts", "programs"]) {
      mkdirSync(join(this.cluster, folder), { recursive: true });
    }
    this.write("cluster/pod.json", JSON.stringify({ environment, programs: join(this.cluster, "programs") }));
    this.program("bin/kubectl", `CLUSTER=${this.cluster} exec node ${resolve(__dirname, "kubectl.cjs")} "$@"`);
  }

  /** A program of `sh`. */
  program(path: string, text: string): void {
    this.write(path, `#!/bin/sh\n${text}\n`);
    chmodSync(join(this.folder, path), 0o755);
  }

  /** What is deployed. */
  deploy(cronJob: CronJobManifest | undefined, scripts: Readonly<Record<string, string>> = {}): void {
    if (cronJob !== undefined) this.write("cluster/cronjob.json", JSON.stringify(cronJob));
    for (const [name, text] of Object.entries(scripts)) this.write(`cluster/scripts/${name}`, text);
  }

  slipway(...args: string[]) {
    return slipwayIn({ cwd: this.folder, env: this.environment }, "pipelines", "db", ...args);
  }

  /** Begins a command, and does not wait for its end. */
  begin(...args: string[]): ChildProcess {
    const options = { cwd: this.folder, env: this.environment, stdio: ["ignore", "pipe", "pipe"] as const };
    return spawn(process.execPath, [SLIPWAY, "pipelines", "db", ...args], { ...options, stdio: [...options.stdio] });
  }

  /** What `kubectl` was asked, without the place. */
  get asked(): string[] {
    const file = join(this.cluster, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  }

  /** Jobs that are in the cluster. */
  get jobs(): string[] {
    const folder = join(this.cluster, "jobs");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  get dumps(): string[] {
    return readdirSync(this.volume).filter((name) => name.endsWith(".sql.gz"));
  }

  private get environment(): NodeJS.ProcessEnv {
    const PATH = `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`;
    return { ...process.env, PATH };
  }
}

/** A file of an environment with a database. */
export function databaseFile(database: string): string {
  return `export default {
  name: "models",
  cluster: { context: "kind-lab", kubeconfig: "kubeconfig" },
  namespace: "labinf",
  pachyderm: { version: "2", namespace: "pachyderm" },
  ${database === "" ? "" : `database: ${database},`}
  workflows: {
    sample: {
      repositories: ["config"],
      pipelines: {
        count: { input: { repo: "config", glob: "/*" }, image: "debian:12-slim", script: ["wc -l /pfs/config/* > /pfs/out/lines"] },
      },
      results: ["count"],
    },
  },
};
`;
}
