import { freePort } from "../../sandbox/port";
import { Engine } from "../container/engine";
import { Cluster } from "../pipelines/cluster";
import { app, CADDY } from "../services/platform-project";
import { buildImage } from "../services/web-app";
import { DeployedProject } from "../support/deployed";
import { backendFor, expectFinishedAfter, type Kill, makeStateBucket } from "../support/killed";

const PREFIX = `killed-${process.pid}`;
const cluster = new Cluster();
const engine = new Engine();
const deployed = new DeployedProject({});
let port = 0;

/** What stands in the environment file beside the name and the backend. */
const FILES = {
  services: () => `front: { image: "${CADDY}", certificates: "none", httpPort: ${port}, removal: "allowed" },
    services: { web: {
      port: 8000, hosts: ["web.test"], health: { minHealthySeconds: 1 },
      live: "blue", blue: { ${app("1")} },
    } },`,
  pipelines: (name: string) => `cluster: { context: "${cluster.kubectl(["config", "current-context"])}" },
    namespace: "${name}", namespaceIs: "created", removal: "allowed", pachyderm: { version: "2" },
    database: { name: "mysql", databases: ["chembl"], users: { reader: {} }, storage: "1Gi", removal: "allowed" },
    workflows: { sample: {
      repositories: ["data"], results: ["count"],
      pipelines: { count: { image: "example/model:1", script: ["true"], input: { repo: "data", glob: "/*" } } },
    } },`,
};

const KILLS: readonly (readonly [Kill["victim"], Kill["signal"], number, Kill["state"], keyof typeof FILES])[] = [
  ["both", "SIGKILL", 1, "local", "services"],
  ["Terraform", "SIGKILL", 5, "S3", "services"],
  ["both", "SIGTERM", 8, "S3", "services"],
  // Its state knows nothing, and its containers are strays.
  ["both", "SIGKILL", 8, "S3", "services"],
  ["slipway", "SIGKILL", 5, "local", "services"],
  ["both", "SIGKILL", 10, "S3", "pipelines"],
  ["Terraform", "SIGKILL", 1, "local", "pipelines"],
  ["slipway", "SIGKILL", 5, "S3", "pipelines"],
  ["the terminal", "SIGHUP", 5, "local", "pipelines"],
];

/** The same as on AWS, on an engine and on a cluster that are there. */
describe("a deployment to Docker and to Kubernetes that is killed", () => {
  const rows = KILLS.map((kill, index) => [...kill, `${PREFIX}-${index}`] as const);

  beforeAll(async () => {
    await engine.mustHave(CADDY, "of Caddy in SLIPWAY_TEST_CADDY_IMAGE");
    buildImage();
    port = await freePort("127.0.0.1", undefined, 17_000 + 50 * Number(process.env.JEST_WORKER_ID));
    await deployed.start({}, ["kreuzwerker/docker", "hashicorp/kubernetes"]);
    await makeStateBucket(deployed);
  });
  afterEach(() => engine.clean(PREFIX));
  afterAll(async () => {
    const namespaces = rows.filter(([, , , , domain]) => domain === "pipelines").map((row) => row[5]);
    cluster.kubectl(["delete", "namespace", ...namespaces, "--ignore-not-found", "--wait=false"]);
    await deployed.stop();
  });

  test.each(rows)("%s by %s after creation %i, %s state, %s: one command finishes it", async (...row) => {
    const [victim, signal, creations, state, domain, name] = row;
    const text = `name: "${name}", ${backendFor(state)} ${FILES[domain](name)}`;
    deployed.project.write(`environments/${domain}/${name}.ts`, `export default { ${text} };\n`);
    await expectFinishedAfter({ victim, signal, creations, state }, deployed, name);
  });
});
