import type { TestbedWorkersSettings, WorkerKind, WorkerPool } from "../settings";

/** One worker of a pool. */
export interface PlannedWorker {
  /** Such as `tfcpu-01`, with which its container's name ends: as Dioptra calls them. */
  readonly name: string;
  readonly pool: WorkerPool;
  readonly queues: readonly string[];
  /** The GPUs that it has for itself, by their numbers; none of a CPU kind. */
  readonly gpus: readonly number[];
}

const SHORT: Readonly<Record<WorkerKind, string>> = {
  "tensorflow-cpu": "tfcpu",
  "tensorflow-gpu": "tfgpu",
  "pytorch-cpu": "pytorchcpu",
  "pytorch-gpu": "pytorchgpu",
};

/** What Dioptra's guide gives to workers without a GPU: how many threads a library takes is left to it. */
const CPU: Readonly<Record<string, string>> = {
  KMP_AFFINITY: "none",
  KMP_BLOCKTIME: "1",
  KMP_SETTINGS: "FALSE",
  OMP_PROC_BIND: "false",
};

/** All workers of some pools, numbered by their kind; each takes the next GPUs. */
export function plannedWorkers(pools: readonly WorkerPool[]): PlannedWorker[] {
  const numbers = new Map<WorkerKind, number>();
  let nextGpu = 0;
  return pools.flatMap((pool) => {
    const { kind, count = 1, queues = [kind.replace("-", "_")] } = pool;
    return Array.from({ length: count }, () => {
      const number = (numbers.get(kind) ?? 0) + 1;
      numbers.set(kind, number);
      const own = kind.endsWith("-gpu") ? (pool.gpus ?? 1) : 0;
      const gpus = Array.from({ length: own }, () => nextGpu++);
      return { name: `${SHORT[kind]}-${String(number).padStart(2, "0")}`, pool, queues, gpus };
    });
  });
}

/** The variables of a worker beside those of all: of its kind, of its GPUs, of the testbed. */
export function ownVariables(
  { pool, gpus }: PlannedWorker,
  { redisUri, trackingUri }: Pick<TestbedWorkersSettings, "redisUri" | "trackingUri">,
): Record<string, string> {
  return {
    RQ_REDIS_URI: redisUri,
    MLFLOW_TRACKING_URI: trackingUri,
    ...(gpus.length > 0 ? { NVIDIA_VISIBLE_DEVICES: gpus.join(",") } : CPU),
    ...(pool.kind === "tensorflow-cpu" && { TF_CPP_MIN_LOG_LEVEL: "2" }),
  };
}
