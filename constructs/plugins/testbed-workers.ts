import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { Container } from "../shared/container";
import { given } from "../shared/given";
import { omit } from "../shared/pick";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { workersProblems } from "./problems";
import { ownVariables, type PlannedWorker, plannedWorkers } from "./render/worker-containers";
import type { WorkerEnvironment } from "./render/worker-environment";
import * as rules from "./schema";
import type { TestbedWorkersSettings } from "./settings";
import { workerWarnings } from "./warnings";

/** Settings of {@link TestbedWorkers}. */
export interface TestbedWorkersProps
  extends Omit<TestbedWorkersSettings, "dockerHost" | "knownHostsFile">,
    ProviderProps {
  /** The containers' names begin with it. */
  readonly name: string;
  /** Where all of them find the task plugins. */
  readonly plugins: WorkerEnvironment;
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * The workers of a testbed of Dioptra: containers that take jobs from its queues, all with the same task plugins. Each has
 * its GPUs for itself.
 *
 * @see https://pages.nist.gov/dioptra/
 */
export class TestbedWorkers extends Construct {
  /** The containers by the workers' names, such as `tfcpu-01`. */
  readonly containers: ReadonlyMap<string, Container>;

  constructor(scope: Construct, id: string, props: TestbedWorkersProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const all = { ...omit(rules.workers.shape, "dockerHost", "knownHostsFile"), name: rules.name };
    checkSettings(this, omit(props, "plugins", "dependsOn"), all, (known) => [
      ...missing(props, { plugins: "what PluginBucket.workerEnvironment gives" }),
      ...workersProblems(known),
    ]);
    for (const warning of workerWarnings(props)) Annotations.of(this).addWarning(`warning: ${warning}`);
    const made = plannedWorkers(props.pools).map((worker) => [worker.name, this.make(worker, props)] as const);
    this.containers = new Map(made);
  }

  private make(worker: PlannedWorker, props: TestbedWorkersProps): Container {
    const { environment, secretEnvironment, mounts, extraHosts, allowLatest, dependsOn, plugins, networks } = props;
    const { image, cpuSet, cpuShares, memoryMiB } = worker.pool;
    return new Container(this, worker.name, {
      name: `${props.name}-${worker.name}`,
      hostname: worker.name,
      image,
      command: worker.queues,
      environment: { ...ownVariables(worker, props), ...environment, ...plugins },
      network: networks.map((name) => ({ name, aliases: [worker.name] })),
      ...(worker.gpus.length > 0 && { runtime: "nvidia" }),
      // A job that runs is told to end, and may take its time.
      stopGraceSeconds: 60,
      ...given({ cpuSet, cpuShares, memoryMiB, secretEnvironment, mounts, extraHosts, allowLatest, dependsOn }),
    });
  }
}
