import { Container } from "@cdktf/provider-docker/lib/container";
import { TerraformStack, Testing } from "cdktf";
import {
  stackDockerProvider,
  TestbedWorkers,
  type TestbedWorkersProps,
  type WorkerPool,
} from "../../../constructs/plugins/workers";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";
import { said } from "./sentences";

const PLUGINS = {
  DIOPTRA_PLUGINS_S3_URI: "s3://plugins/dioptra_builtins",
  DIOPTRA_CUSTOM_PLUGINS_S3_URI: "s3://plugins/dioptra_custom",
  MLFLOW_S3_ENDPOINT_URL: "http://minio:9000",
  DIOPTRA_PLUGIN_DIR: "/work/plugins",
};
const LAB: TestbedWorkersProps = {
  name: "lab",
  plugins: PLUGINS,
  networks: ["backend"],
  redisUri: "redis://redis:6379/0",
  trackingUri: "http://mlflow-tracking:5000",
  pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0", count: 2 }],
};

interface Worker {
  readonly name: string;
  readonly hostname: string;
  readonly runtime?: string;
  readonly env: readonly string[];
}

function made(more: Partial<TestbedWorkersProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  new TestbedWorkers(stack, "Workers", { ...LAB, ...more });
  return Template.of(stack).all(Container) as unknown as Worker[];
}

describe("TestbedWorkers", () => {
  test("(D3) are containers that all have what a worker must have", () => {
    const workers = made({ environment: { DIOPTRA_RESTAPI_ENV: "prod" } });
    expect(workers.map(({ name }) => name)).toEqual(["lab-tfcpu-01", "lab-tfcpu-02"]);
    const variables = Object.entries(PLUGINS).map(([name, value]) => `${name}=${value}`);
    for (const worker of workers) {
      expect(worker).toMatchObject({
        command: ["tensorflow_cpu"],
        env: expect.arrayContaining([
          ...variables,
          "RQ_REDIS_URI=redis://redis:6379/0",
          "MLFLOW_TRACKING_URI=http://mlflow-tracking:5000",
          "DIOPTRA_RESTAPI_ENV=prod",
          "OMP_PROC_BIND=false",
          "TF_CPP_MIN_LOG_LEVEL=2",
        ]),
        networksAdvanced: [{ name: "backend", aliases: [worker.hostname] }],
      });
      expect(worker).not.toHaveProperty("runtime");
    }
  });

  test("(d6, d7) have each their own GPUs", () => {
    const image = "dioptra/pytorch-gpu:0.5.0";
    const workers = made({
      gpus: 4,
      pools: [
        { kind: "tensorflow-gpu", image, count: 2 },
        { kind: "pytorch-gpu", image, gpus: 2, queues: ["pytorch_gpu", "long"], cpuSet: "4-19", cpuShares: 512 },
      ],
    });
    const gpus = workers.map(({ name, env, runtime }) => [
      name,
      runtime,
      env.find((each) => each.startsWith("NVIDIA")),
    ]);
    expect(gpus).toEqual([
      ["lab-tfgpu-01", "nvidia", "NVIDIA_VISIBLE_DEVICES=0"],
      ["lab-tfgpu-02", "nvidia", "NVIDIA_VISIBLE_DEVICES=1"],
      ["lab-pytorchgpu-01", "nvidia", "NVIDIA_VISIBLE_DEVICES=2,3"],
    ]);
    expect(workers[2]).toMatchObject({ command: ["pytorch_gpu", "long"], cpuSet: "4-19", cpuShares: 512 });
  });

  test("count on through pools of one kind", () => {
    const [pool] = LAB.pools;
    const names = made({
      pools: [{ ...pool, count: 2 } as WorkerPool, { ...pool, count: 1, queues: ["other"] } as WorkerPool],
    });
    expect(names.map(({ name }) => name)).toEqual(["lab-tfcpu-01", "lab-tfcpu-02", "lab-tfcpu-03"]);
  });

  test("say all that is wrong with them", () => {
    const pools = [{ kind: "pytorch-gpu", image: "dioptra/pytorch-gpu", count: 2 }] as const;
    expect(failure(() => made({ pools, networks: [] }))).toBe(
      [
        "[test/Workers] networks must name a network at least, got []; the one of the testbed's Redis",
        said("[test/Workers] pools[0].image", "latest", '"dioptra/pytorch-gpu"'),
        said("[test/Workers] gpus", "gpus", "2", "0"),
      ].join("\n"),
    );
  });
});
