import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { providerSource } from "../../engine/providers/providers";

const ROOT = resolve(__dirname, "../..");
const RELAY = join(__dirname, "provider-relay.cjs");
/** The types that tests need, by provider; Terraform says of any other that the provider does not have it. */
const TYPES = {
  "hashicorp/aws":
    "^aws_(caller_identity|cloudwatch_log_|cognito_user_|ecr_|iam_|kms_key$|lambda_|s3_|security_group$|sfn_|subnet$|vpc$)",
  "hashicorp/kubernetes": "^kubernetes_",
  "kreuzwerker/docker": "^docker_",
} as const;

export type ProviderName = keyof typeof TYPES;

/** How Terraform reaches providers, by their names. */
type Reach = Readonly<Record<string, unknown>>;

/** Changes how the runs in an environment reach providers; they may have several. */
function reattach(environment: NodeJS.ProcessEnv, change: (all: Reach) => Reach): void {
  const all = change(JSON.parse(environment.TF_REATTACH_PROVIDERS ?? "{}") as Reach);
  if (Object.keys(all).length === 0) delete environment.TF_REATTACH_PROVIDERS;
  else environment.TF_REATTACH_PROVIDERS = JSON.stringify(all);
}

/**
 * A provider of Terraform, started once for all runs of a suite, and with few of its types: to start it, and to read what Amazon's
 * knows of 1,500 types, takes most of the time of a plan. It reaches what its own surroundings name, so it serves one account and
 * no other; and one run at a time where they differ in the provider's settings.
 */
export class SharedProvider {
  private constructor(
    private readonly process: ChildProcess,
    /** That of the runs, in which stands how to reach it. */
    private readonly environment: NodeJS.ProcessEnv,
    private readonly reach: Reach,
  ) {}

  /**
   * From here on, runs in an environment use it.
   *
   * @param project whose surroundings say where provider plugins lie
   * @param cwd where paths begin that are not absolute
   * @returns none where only a registry or a server has the plugin: then Terraform starts its own
   */
  static async start(
    name: ProviderName,
    project: string,
    environment: NodeJS.ProcessEnv = process.env,
    cwd = project,
  ): Promise<SharedProvider | undefined> {
    const program = await programOf(name, project, environment);
    if (program === undefined) return undefined;
    // It would read the authorities for each of its clients. Living long, it collects its garbage.
    const { AWS_CA_BUNDLE: _, GOGC: __, ...env } = environment;
    const child = spawn(process.execPath, [RELAY, program, TYPES[name]], {
      cwd,
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    for await (const found of createInterface({ input: child.stdout })) {
      const reach = JSON.parse(found) as Reach;
      reattach(environment, (all) => ({ ...all, ...reach }));
      return new SharedProvider(child, environment, reach);
    }
    throw new Error(`${program} must say how to reach it, got exit code ${child.exitCode}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once("close", done));
    this.process.kill();
    await ended;
    const isOurs = (name: string) => name in this.reach;
    reattach(this.environment, (all) => Object.fromEntries(Object.entries(all).filter(([name]) => !isOurs(name))));
  }
}

async function programOf(
  name: ProviderName,
  project: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const source = await providerSource({ project, environment });
  if (source.kind !== "folders") return undefined;
  const fitting = source.packages.filter(({ provider, platform }) => provider === name && platform === source.target);
  const [newest] = fitting.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  if (newest === undefined) return undefined;
  const folder = statSync(newest.path).isDirectory() ? newest.path : unpacked(newest.path);
  const program = readdirSync(folder).find((file) => file.startsWith("terraform-provider-"));
  return program === undefined ? undefined : join(folder, program);
}

/** The folder of what is in a packed file, which all suites share. */
function unpacked(zip: string): string {
  const all = join(ROOT, ".sandbox", "providers");
  const folder = join(all, basename(zip, ".zip"));
  if (existsSync(folder)) return folder;
  mkdirSync(all, { recursive: true });
  const own = mkdtempSync(join(all, "unpacking-"));
  execFileSync("python3", ["-m", "zipfile", "-e", zip, own]);
  for (const file of readdirSync(own)) chmodSync(join(own, file), 0o755);
  try {
    renameSync(own, folder);
  } catch {
    // Another suite was faster.
    rmSync(own, { recursive: true });
  }
  return folder;
}
