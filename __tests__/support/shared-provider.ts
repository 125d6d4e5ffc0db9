import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { providerSource } from "../../engine/providers/providers";

const PROVIDER = "hashicorp/aws";
const RELAY = join(__dirname, "provider-relay.cjs");
/** What the product makes or asks for; Terraform says of any other type that the provider does not have it. */
const TYPES = "^aws_(caller_identity|cloudwatch_log_|ecr_|iam_|lambda_|s3_|sfn_)";

/**
 * Terraform's provider for AWS, started once for the runs against one sandbox, and with few of its types: to start it, and to
 * read what it knows of 1,500 types, takes most of the time of a plan. It reaches what its own surroundings name, so it serves
 * one account and no other.
 */
export class SharedProvider {
  private constructor(
    private readonly process: ChildProcess,
    /** What makes Terraform use it. */
    readonly variables: { readonly TF_REATTACH_PROVIDERS: string },
  ) {}

  /**
   * @param project whose surroundings say where provider plugins lie
   * @returns none where only a registry, a server or a packed file has the plugin: then Terraform starts its own
   */
  static async start(project: string, environment: NodeJS.ProcessEnv): Promise<SharedProvider | undefined> {
    const program = await programOf(project, environment);
    if (program === undefined) return undefined;
    // It would read the authorities for each of its clients. Living long, it collects its garbage.
    const { AWS_CA_BUNDLE: _, GOGC: __, ...env } = environment;
    const child = spawn(process.execPath, [RELAY, program, TYPES], { env, stdio: ["pipe", "pipe", "inherit"] });
    for await (const found of createInterface({ input: child.stdout })) {
      return new SharedProvider(child, { TF_REATTACH_PROVIDERS: found });
    }
    throw new Error(`${program} must say how to reach it, got exit code ${child.exitCode}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once("close", done));
    this.process.kill();
    await ended;
  }
}

async function programOf(project: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const source = await providerSource({ project, environment });
  if (source.kind !== "folders") return undefined;
  const fitting = source.packages.filter(
    ({ provider, platform, path }) =>
      provider === PROVIDER && platform === source.target && statSync(path).isDirectory(),
  );
  const [newest] = fitting.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  if (newest === undefined) return undefined;
  const program = readdirSync(newest.path).find((name) => name.startsWith("terraform-provider-"));
  return program === undefined ? undefined : join(newest.path, program);
}
