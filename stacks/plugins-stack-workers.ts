import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { PluginsEnvironment, TestbedWorkersSettings } from "../constructs/plugins/schema";
import { TestbedWorkers, workerEnvironment } from "../constructs/plugins/workers";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { dockerHostProvider } from "../constructs/shared/docker-provider";
import { given } from "../constructs/shared/given";
import { stackOutput } from "../constructs/shared/stack-output";

/** Settings of a {@link WorkersStack}. */
export interface WorkersStackProps {
  readonly environment: PluginsEnvironment;
  readonly workers: TestbedWorkersSettings;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** The workers of a testbed on one Docker host: backend, provider, containers. */
export class WorkersStack extends TerraformStack {
  readonly workers: TestbedWorkers;

  constructor(scope: Construct, id: string, { environment, workers, stateFolder }: WorkersStackProps) {
    super(scope, id);
    markLoaded(this);
    const { name, backend } = environment;
    const { dockerHost: _, knownHostsFile: __, ...settings } = workers;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    dockerHostProvider(this, workers);
    this.workers = new TestbedWorkers(this, "Workers", { ...settings, name, plugins: workerEnvironment(environment) });
    const containers = [...this.workers.containers].map(([worker, { containerName }]) => [worker, containerName]);
    stackOutput(this, "containers", "The workers' containers", Object.fromEntries(containers));
  }
}
