import type { JobManifest } from "../../constructs/pipelines/database/render/dump-jobs";
import { run } from "../../engine/process";
import type { Cluster } from "./cluster";
import { Interruption } from "./interruption";

const EVERY_MS = 1000;
/** A pod whose image is there has begun by then. */
const LONG = 15;
/** The cluster may be out of reach for a moment. */
const MOST_FAILURES = 10;

/** How a job came to a good end. */
export interface GoodEnd {
  /** Why its log could not be read. */
  readonly unread: string | undefined;
}

/** Runs a job to its end, and takes it away then, or when it is interrupted; each line of its log is handed on. */
export async function runJob(
  cluster: Cluster,
  manifest: JobManifest,
  onLine: (line: string) => void = console.log,
): Promise<GoodEnd> {
  const { name } = manifest.metadata;
  const interruption = new Interruption();
  const job = new RunningJob(cluster, name, interruption);
  try {
    await job.create(manifest);
    const failure = await job.follow(onLine);
    if (failure !== undefined)
      throw new Error(`job ${name} must come to a good end, got ${failure}; its log stands above`);
    return { unread: job.unread };
  } finally {
    // An interruption that comes now is not heeded: the job would stay.
    job.remove();
    interruption.end();
  }
}

/** A container of a pod, as the cluster tells of it. */
interface ContainerStatus {
  readonly name: string;
  readonly state?: {
    readonly running?: unknown;
    readonly terminated?: unknown;
    readonly waiting?: { readonly reason?: string; readonly message?: string };
  };
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Job {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** How much of a container's log was handed on. */
interface ContainerLog {
  readonly lines: number;
  /** It was read after the container had ended. */
  readonly isWhole: boolean;
}

/** A line of a log with its time; what has none was said by kubectl itself. */
const STAMPED = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) ?(.*)$/;

class RunningJob {
  private readonly place: readonly string[];
  private readonly told = new Set<string>();
  private failures = 0;
  /** Why the log of a container could not be read. */
  unread: string | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly name: string,
    private readonly interruption: Interruption,
  ) {
    this.place = ["--namespace", cluster.namespace];
  }

  async create(manifest: JobManifest): Promise<void> {
    const { code, stderr } = this.cluster.ask([...this.place, "create", "--filename", "-"], JSON.stringify(manifest));
    await this.interruption.check();
    if (code !== 0) throw new Error(`job ${this.name} must be taken by the cluster, got ${stderr.trim() || code}`);
  }

  /** Hands on what its containers print, one after the other; returns why it failed. */
  async follow(onLine: (line: string) => void): Promise<string | undefined> {
    const logs = new Map<string, ContainerLog>();
    for (let round = 0; ; round++) {
      // Asked first: what has begun until then is followed before its end counts.
      const job = await this.asked<Job>(["get", "job", this.name]);
      const { items: pods = [] } = (await this.asked<{ items?: readonly Pod[] }>(this.podWords)) ?? {};
      const next = pods.flatMap(startedContainers).find(({ key }) => logs.get(key)?.isWhole !== true);
      const end = endOf(job);
      if (next === undefined && end !== undefined) return end.failure;
      if (next === undefined && logs.size === 0) this.sayWhatItWaitsFor(pods, round);
      const isNew = next !== undefined && (await this.log(next, logs, onLine));
      if (!isNew) await this.interruption.pause(EVERY_MS);
    }
  }

  private sayWhatItWaitsFor(pods: readonly Pod[], round: number): void {
    const events = `its pod has not begun; kubectl --namespace ${this.cluster.namespace} get events`;
    for (const wait of [...pods.flatMap(waitsFor), ...(round < LONG ? [] : [events])]) this.sayOnce(`waiting: ${wait}`);
  }

  private sayOnce(line: string): void {
    if (!this.told.has(line)) console.error(line);
    this.told.add(line);
  }

  remove(): void {
    const words = [...this.place, "delete", "job", this.name, "--ignore-not-found", "--wait=false"];
    const { code, stderr } = this.cluster.ask(words);
    if (code === 0) return;
    const command = this.cluster.command(...words).join(" ");
    console.error(`warning: job ${this.name} must be taken away, got ${stderr.trim() || code}; ${command}`);
  }

  private get podWords(): string[] {
    return ["get", "pods", "--selector", `job-name=${this.name}`];
  }

  /** Hands on the lines that have come since, and whether there were any: a connection may break off before the end. */
  private async log(next: StartedContainer, logs: Map<string, ContainerLog>, onLine: (line: string) => void) {
    const { lines = 0 } = logs.get(next.key) ?? {};
    let found = 0;
    let said = "";
    const words = ["logs", "--follow", "--timestamps", "--container", next.container, next.pod];
    const [command = "", ...args] = this.cluster.command(...this.place, ...words);
    const { code, interruptedBy } = await run(command, args, {
      ...{ cwd: process.cwd(), env: process.env },
      onLine: (line) => {
        const [, text] = STAMPED.exec(line) ?? [];
        if (text !== undefined && ++found > lines) onLine(text);
        if (text === undefined) {
          said = line;
          this.sayOnce(line);
        }
      },
    });
    await this.interruption.check(interruptedBy);
    if (next.isOver && code !== 0) this.unread = said || `exit code ${code ?? "none"}`;
    logs.set(next.key, { lines: Math.max(lines, found), isWhole: next.isOver });
    return found > lines;
  }

  /** What the cluster has; nothing when it has none. */
  private async asked<T>(words: readonly string[]): Promise<T | undefined> {
    const { code, stdout, stderr } = this.cluster.ask([
      ...this.place,
      ...words,
      "--ignore-not-found",
      "--output",
      "json",
    ]);
    await this.interruption.check();
    if (code === 0) {
      this.failures = 0;
      return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as T);
    }
    this.failures += 1;
    if (this.failures > MOST_FAILURES) throw new Error(`job ${this.name} must be followed, got ${stderr.trim()}`);
    await this.interruption.pause(EVERY_MS);
    return this.asked(words);
  }
}

interface StartedContainer {
  readonly key: string;
  readonly pod: string;
  readonly container: string;
  readonly isOver: boolean;
}

/** Containers that print, or have printed. */
function startedContainers({ metadata, status }: Pod): StartedContainer[] {
  const pod = metadata.name;
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .filter(({ state }) => state?.running !== undefined || state?.terminated !== undefined)
    .map(({ name, state }) => {
      return { key: `${pod}/${name}`, pod, container: name, isOver: state?.terminated !== undefined };
    });
}

/** What each pod goes through as it starts. */
const USUAL = ["ContainerCreating", "PodInitializing"];

/** Why a pod has not begun, where that is out of the ordinary. */
function waitsFor({ status }: Pod): string[] {
  const unscheduled = (status?.conditions ?? []).filter(
    ({ type, status, message }) => type === "PodScheduled" && status === "False" && message !== undefined,
  );
  const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .map(({ state }) => state?.waiting)
    .filter((each) => each?.reason !== undefined && !USUAL.includes(each.reason));
  return [
    ...unscheduled.map(({ message = "" }) => message),
    ...waiting.map((each) => [each?.reason, each?.message].filter(Boolean).join(": ")),
  ];
}

/** How a job has ended; nothing while it has not. */
function endOf(job: Job | undefined): { readonly failure: string | undefined } | undefined {
  if (job === undefined) return { failure: "none: somebody has taken it away" };
  const found = (job.status?.conditions ?? []).filter(({ status }) => status === "True");
  const failed = found.find(({ type }) => type === "Failed");
  if (failed !== undefined) return { failure: [failed.reason, failed.message].filter(Boolean).join(": ") };
  return found.some(({ type }) => type === "Complete") ? { failure: undefined } : undefined;
}
