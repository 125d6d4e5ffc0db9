import { DeployedProject } from "../support/deployed";
import { SecondEngine } from "../support/second-engine";
import { StrictStore } from "./strict-store";

const BASE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "slipway-test/base:1";
const WORKER = "slipway-test/worker:0.5.0";

/** As a worker begins a job: everything below the two prefixes, from what its variables say alone. */
const LIST = `
import os, re, sys, urllib.request
for name in ("DIOPTRA_PLUGINS_S3_URI", "DIOPTRA_CUSTOM_PLUGINS_S3_URI"):
    bucket, prefix = re.match("s3://([^/]+)/(.+)", os.environ[name]).groups()
    url = "%s/%s?list-type=2&prefix=%s/" % (os.environ["MLFLOW_S3_ENDPOINT_URL"], bucket, prefix)
    print(name, *re.findall("<Key>(.*?)</Key>", urllib.request.urlopen(url, timeout=20).read().decode()), flush=True)
print("queues", *sys.argv[1:], "gpus", os.environ.get("NVIDIA_VISIBLE_DEVICES"), flush=True)
import signal
signal.sigwait([signal.SIGTERM])
`;
const DOCKERFILE = `FROM ${BASE}\nENTRYPOINT ["python3", "-c", ${JSON.stringify(LIST)}]\n`;

describe("a testbed's workers", () => {
  const deployed = new DeployedProject({
    "plugins/dioptra_builtins/a.py": "A = 1\n",
    "plugins/dioptra_custom/b.py": "B = 1\n",
    "worker/Dockerfile": DOCKERFILE,
  });
  const { project } = deployed;
  const engine = new SecondEngine();
  let store: StrictStore;

  const lab = (endpoint: string, keepVersions = "") => `export default {
  name: "lab",
  region: "us-east-1",
  bucket: { name: "plugins", store: { endpoint: "${endpoint}" }, removal: "allowed" },
  collections: [
    { prefix: "dioptra_builtins", folder: "plugins/dioptra_builtins"${keepVersions} },
    { prefix: "dioptra_custom", folder: "plugins/dioptra_custom" },
  ],
  workers: {
    dockerHost: "${engine.host}",
    networks: ["backend"],
    redisUri: "redis://redis:6379/0",
    trackingUri: "http://mlflow-tracking:5000",
    gpus: 2,
    pools: [
      { kind: "tensorflow-cpu", image: { local: "${WORKER}" }, count: 2, cpuSet: "0", cpuShares: 512 },
      { kind: "pytorch-gpu", image: { local: "${WORKER}" }, gpus: 2, queues: ["pytorch_gpu", "long"] },
    ],
  },
};
`;
  /** What a worker has printed since it was started last, when it has printed all. */
  const said = async (worker: string) => {
    const logs = () => engine.docker("logs", `lab-${worker}`);
    for (let left = 120; left > 0; left--) {
      const lines = logs().stdout.trim().split("\n");
      // The engine starts one again that found no store.
      if (lines.at(-1)?.startsWith("queues")) return lines.slice(-3);
      await new Promise((wake) => setTimeout(wake, 500));
    }
    const { stdout, stderr } = logs();
    throw new Error(`${worker} must list its plugins, got ${stdout}${stderr || "silence"}`);
  };
  let endpoint = "";

  beforeAll(async () => {
    await deployed.start();
    expect(deployed.run("docker", ["build", "--quiet", "--tag", WORKER, "worker"]).status).toBe(0);
    await engine.start([WORKER], ["nvidia"]);
    expect(engine.docker("network", "create", "backend").status).toBe(0);
    const { stdout } = engine.docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", "backend");
    store = new StrictStore(deployed.url);
    // This host, as the network's containers reach it.
    endpoint = await store.start(stdout.trim());
    project.write("environments/plugins/lab.ts", lab(endpoint));
  });
  afterAll(async () => {
    await engine.stop();
    await store.stop();
    await deployed.stop();
  });

  test("list the plugins that they were promised, each on its queues and with its GPUs", async () => {
    const deployment = await deployed.deployment("lab");
    expect(await deployment.run("deploy")).toEqual([
      { added: 6, changed: 0, destroyed: 0 },
      { added: 3, changed: 0, destroyed: 0 },
    ]);
    const listed = [
      "DIOPTRA_PLUGINS_S3_URI dioptra_builtins/a.py",
      "DIOPTRA_CUSTOM_PLUGINS_S3_URI dioptra_custom/b.py",
    ];
    expect(await said("tfcpu-01")).toEqual([...listed, "queues tensorflow_cpu gpus None"]);
    expect(await said("tfcpu-02")).toEqual([...listed, "queues tensorflow_cpu gpus None"]);
    expect(await said("pytorchgpu-01")).toEqual([...listed, "queues pytorch_gpu long gpus 0,1"]);
    const { stdout } = engine.docker("inspect", "--format", "{{.HostConfig.Runtime}}", "lab-pytorchgpu-01");
    expect(stdout.trim()).toBe("nvidia");
    expect(await deployment.isDone("deploy", "lab")).toBe(true);
    expect(await deployment.isDone("deploy", "lab-workers")).toBe(true);
  });

  test("are switched to a version once it is whole, and the old one is there until they are", async () => {
    project.write("environments/plugins/lab.ts", lab(endpoint, ", keepVersions: 2"));
    project.write("plugins/dioptra_builtins/a.py", "A = 2\n");
    expect(await (await deployed.deployment("lab")).run("deploy")).toEqual([
      { added: 1, changed: 0, destroyed: 1 },
      { added: 3, changed: 0, destroyed: 3 },
    ]);
    const [builtins] = await said("tfcpu-01");
    expect(builtins).toMatch(/^DIOPTRA_PLUGINS_S3_URI dioptra_builtins\/versions\/\w{12}\/a\.py$/);
  });

  test("are destroyed before the bucket", async () => {
    await (await deployed.deployment("lab")).run("destroy");
    expect(engine.docker("ps", "--all", "--quiet").stdout).toBe("");
  });
});
