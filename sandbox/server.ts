import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sandboxFolder } from "../engine/folders";
import { withLock } from "../engine/lock";
import { outputNow, startProcess } from "../engine/process";
import { shippedFile } from "../engine/shipped-file";
import { keptAccount } from "./account";
import { askToEnd, type Identity, isOpen, plant, urlOf, whoAnswers } from "./identity";
import { freePort } from "./port";
import { sandboxPython } from "./python";
import type { Seed } from "./seed-data";

const DEFAULT_LISTEN = "127.0.0.1";
const DEFAULT_PORT = 4599;
const PORT_TRIES = 10;
const DEFAULT_ACCOUNT = "123456789012";
const DEFAULT_REGION = "ca-central-1";
/** A large account takes a while to read; the wait ends at once when the server does. */
const START_SECONDS = 120;
const END_SECONDS = 30;

export interface UpProps {
  /** The folder of cdktf.json. */
  readonly project: string;
  readonly seed: Seed;
  /** @default "127.0.0.1" */
  readonly listen?: string;
  /** @default - the port of the last time, else 4599, or the next one that is free */
  readonly port?: number;
  /** @default - the kept account's id, else 123456789012 */
  readonly accountId?: string;
  /**
   * Whether the account outlives the server.
   *
   * @default true
   */
  readonly keepAccount?: boolean;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Told what takes long. @default - silence */
  readonly say?: (line: string) => void;
}

/** A sandbox that answers. */
export interface RunningSandbox extends Identity {
  readonly listen: string;
  readonly port: number;
  /** `http://127.0.0.1:4599` */
  readonly url: string;
  readonly region: string;
}

/** What server.json says: what was started last, which need not run any more. */
interface Started {
  readonly instance: string;
  readonly pid: number;
  readonly listen: string;
  readonly port: number;
  readonly region: string;
}

/** Starts the sandbox; one that runs already is kept, and gets what the seed has more. */
export async function up(props: UpProps): Promise<RunningSandbox & { readonly started: boolean }> {
  const files = sandboxFolder(props.project);
  const waiting = () => props.say?.("waiting for another command that starts or stops the sandbox");
  return withLock(
    files.lock,
    async () => {
      const running = await runningSandbox(props.project);
      if (running !== undefined) {
        refuseOtherValues(props, running);
        await plant(running.url, running.instance, props.seed);
        return { ...running, started: false };
      }
      await endUnresponsive(props.project);
      const kept = keptAccount(files.account);
      if (kept !== undefined && props.accountId !== undefined && props.accountId !== kept.id) {
        throw new Error(
          `the sandbox of this project keeps account ${kept.id}, got ${props.accountId}; ` +
            `slipway sandbox up --account ${kept.id} goes on with it, slipway sandbox down --discard throws it away`,
        );
      }
      const account = props.accountId ?? kept?.id ?? DEFAULT_ACCOUNT;
      return { ...(await start(props, account)), started: true };
    },
    waiting,
  );
}

/**
 * Stops the sandbox that `up` started in this project, never anything else.
 *
 * @returns whether one ran
 */
export async function down(props: { readonly project: string; readonly discard?: boolean }): Promise<boolean> {
  const files = sandboxFolder(props.project);
  if (!existsSync(files.folder)) return false;
  return withLock(files.lock, async () => {
    const running = await runningSandbox(props.project);
    if (running === undefined) await endUnresponsive(props.project);
    else await end(running);
    if (props.discard) {
      for (const path of [files.account, files.droplets, files.state, files.seed, files.server])
        rmSync(path, { recursive: true, force: true });
    }
    return running !== undefined;
  });
}

export interface SandboxStatus {
  readonly running?: RunningSandbox;
  /** The account on disk. */
  readonly kept?: { readonly id: string; readonly bytes: number; readonly saved: Date };
  readonly log: string;
}

export async function status({ project }: { readonly project: string }): Promise<SandboxStatus> {
  const files = sandboxFolder(project);
  const running = await runningSandbox(project);
  const kept = keptAccount(files.account);
  return { ...(running && { running }), ...(kept && { kept }), log: files.log };
}

/** This project's sandbox, if it answers and is the one that was started. */
export async function runningSandbox(project: string): Promise<RunningSandbox | undefined> {
  const started = readStarted(project);
  if (started === undefined) return undefined;
  const url = urlOf(started);
  const identity = await whoAnswers(url);
  if (identity?.instance !== started.instance) return undefined;
  const { listen, port, region } = started;
  return { ...identity, listen, port, url, region };
}

async function start(props: UpProps, account: string): Promise<RunningSandbox> {
  const { project, seed, environment = process.env } = props;
  const files = sandboxFolder(project);
  mkdirSync(files.folder, { recursive: true });
  const python = await sandboxPython({ project, environment, ...(props.say && { say: props.say }) });
  writeFileSync(files.seed, JSON.stringify(seed, null, 2));
  const preferred = readStarted(project)?.port ?? DEFAULT_PORT;
  for (let tries = 1; ; tries++) {
    const port = await freePort(props.listen ?? DEFAULT_LISTEN, props.port, preferred);
    try {
      return await startAt(port, python, props, account);
    } catch (error) {
      // Another program was faster; the search for a port starts again.
      if (props.port !== undefined || tries === PORT_TRIES || !lastLines(files.log).startsWith("cannot listen on"))
        throw error;
    }
  }
}

async function startAt(port: number, python: string, props: UpProps, account: string): Promise<RunningSandbox> {
  const { project, seed, listen = DEFAULT_LISTEN, environment = process.env, keepAccount = true } = props;
  const files = sandboxFolder(project);
  const region = seed.region ?? seed.buckets?.[0]?.region ?? DEFAULT_REGION;
  const instance = randomUUID();
  const args = ["--listen", listen, "--port", String(port), "--instance", instance, "--account-id", account];
  args.push("--droplets", files.droplets);
  if (keepAccount) args.push("--account-file", files.account);
  const log = openSync(files.log, "w");
  const child = startProcess([python, "-I", shippedFile("sandbox/aws.py"), ...args, "--seed", files.seed], {
    cwd: files.folder,
    env: environment,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  writeFileSync(
    files.server,
    JSON.stringify({ instance, pid: child.pid ?? 0, listen, port, region } satisfies Started),
  );
  const url = urlOf({ listen, port });
  const identity = await answer(child, url, instance, files.log);
  child.unref();
  return { ...identity, listen, port, url, region };
}

async function answer(child: ChildProcess, url: string, instance: string, log: string): Promise<Identity> {
  let failed: string | undefined;
  child.on("error", (error) => {
    failed = error.message;
  });
  const deadline = Date.now() + START_SECONDS * 1_000;
  while (Date.now() < deadline) {
    if (failed !== undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the sandbox's server ended before it answered; ${log} says:\n${failed ?? lastLines(log)}`);
    }
    const identity = await whoAnswers(url);
    if (identity?.instance === instance) return identity;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(
    `the sandbox's server did not answer at ${url} in ${START_SECONDS} s; ${log} says:\n${lastLines(log)}`,
  );
}

function refuseOtherValues(props: UpProps, running: RunningSandbox): void {
  const values = [
    ["listens on", running.listen, props.listen],
    ["uses port", running.port, props.port],
    ["has account", running.account, props.accountId],
  ] as const;
  for (const [what, is, wanted] of values) {
    if (wanted === undefined || wanted === is) continue;
    throw new Error(`the sandbox runs already and ${what} ${is}, got ${wanted}; stop it first: slipway sandbox down`);
  }
}

async function end(running: RunningSandbox): Promise<void> {
  await askToEnd(running.url, running.instance);
  const deadline = Date.now() + END_SECONDS * 1_000;
  while (await isOpen(running.url)) {
    const identity = await whoAnswers(running.url);
    if (identity !== undefined && identity.instance !== running.instance) return;
    if (Date.now() > deadline) {
      process.kill(running.pid, "SIGKILL");
      return;
    }
    await sleep(50);
  }
}

/**
 * A server of ours that lives but does not answer would write to the account's file beside a new one. The process id
 * alone proves nothing: the command line must hold the instance's id.
 */
async function endUnresponsive(project: string): Promise<void> {
  const started = readStarted(project);
  if (started === undefined || started.pid <= 0 || !commandLine(started.pid).includes(started.instance)) return;
  process.kill(started.pid, "SIGKILL");
  while (commandLine(started.pid).includes(started.instance)) await sleep(20);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    if (process.platform === "win32") return "";
    return outputNow(["ps", "-p", String(pid), "-o", "command="]).stdout;
  } catch {
    return "";
  }
}

function readStarted(project: string): Started | undefined {
  try {
    return JSON.parse(readFileSync(sandboxFolder(project).server, "utf8")) as Started;
  } catch {
    return undefined;
  }
}

function lastLines(log: string): string {
  if (!existsSync(log) || statSync(log).size === 0) return "(nothing)";
  return readFileSync(log, "utf8").trimEnd().split(/\r?\n/).slice(-12).join("\n");
}
