/** What needs the bindings of Docker, which the bucket and its collections do not. */
export { stackDockerProvider } from "../shared/docker-provider";
export { workerEnvironment } from "./read/worker-environment";
export type { WorkerEnvironment } from "./render/worker-environment";
export type { TestbedWorkersSettings, WorkerKind, WorkerPool } from "./schema";
export { TestbedWorkers, type TestbedWorkersProps } from "./testbed-workers";
