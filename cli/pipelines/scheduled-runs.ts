import type { Cluster } from "./cluster";

/** What became of a CronJob's runs. */
export interface ScheduledRuns {
  /** When the last run began; ISO 8601. @default - none has */
  readonly begun?: string;
  /** When the last good run ended. @default - none was good */
  readonly good?: string;
  readonly isRunning: boolean;
  /** @default - none has failed of those that the cluster keeps */
  readonly failure?: RunFailure;
}

/** The last run that failed. */
export interface RunFailure {
  readonly job: string;
  readonly time: string;
  /** Why, in the words of the cluster, and of the program. */
  readonly reason: string;
}

/** Objects as the cluster tells of them; only what is read here. */
interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly status?: {
    readonly active?: readonly unknown[] | number;
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly state?: { readonly terminated?: { readonly exitCode: number; readonly message?: string } };
}

/** The runs of each CronJob of an application, by the CronJob's name. */
export function scheduledRuns(cluster: Cluster, instance: string): ReadonlyMap<string, ScheduledRuns> {
  const selector = `app.kubernetes.io/instance=${instance},app.kubernetes.io/component=job`;
  const words = ["get", "cronjobs,jobs,pods", "--selector", selector, "--output", "json"];
  const { items } = JSON.parse(cluster.told(["--namespace", cluster.namespace, ...words])) as {
    readonly items: readonly ClusterObject[];
  };
  const of = (kind: string) => items.filter((each) => each.kind === kind);
  return new Map(
    of("CronJob").map(({ metadata: { name }, status = {} }) => {
      const jobs = of("Job").filter(({ metadata }) =>
        metadata.ownerReferences?.some((owner) => owner.kind === "CronJob" && owner.name === name),
      );
      const failure = lastFailure(jobs, of("Pod"));
      const { lastScheduleTime: begun, lastSuccessfulTime: good, active = [] } = status;
      const isRunning = Array.isArray(active) && active.length > 0;
      return [name, { isRunning, ...(begun && { begun }), ...(good && { good }), ...(failure && { failure }) }];
    }),
  );
}

function lastFailure(jobs: readonly ClusterObject[], pods: readonly ClusterObject[]): RunFailure | undefined {
  const failed = jobs.flatMap(({ metadata: { name: job }, status }) => {
    const condition = status?.conditions?.find((each) => each.type === "Failed" && each.status === "True");
    if (condition === undefined) return [];
    const own = pods.filter(({ metadata }) => metadata.labels?.["job-name"] === job);
    const words = [condition.reason, own.flatMap(lastWords).at(-1) ?? condition.message];
    return [{ job, time: condition.lastTransitionTime ?? "", reason: words.filter(Boolean).join(": ") }];
  });
  return failed.sort((a, b) => (a.time < b.time ? 1 : -1))[0];
}

/** The last line of what a container printed that failed. */
function lastWords({ status = {} }: ClusterObject): string[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].flatMap(({ state }) => {
    const { exitCode = 0, message = "" } = state?.terminated ?? {};
    const line = message.trim().split("\n").at(-1) ?? "";
    return exitCode === 0 || line === "" ? [] : [line];
  });
}
