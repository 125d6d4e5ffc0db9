import { spawnSync } from "node:child_process";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { TestProject } from "../support/project";
import { SharedProvider } from "../support/shared-provider";
import { slipwayIn } from "../support/warm-process";
import { Cluster } from "./cluster";

const LAB = `lab-${process.pid}`;
const WORKERS = `workers-${process.pid}`;
const LICENSE = "a-license-of-the-test";

const cluster = new Cluster();
const project = new TestProject({});
const context = cluster.kubectl(["config", "current-context"]);
let provider: SharedProvider | undefined;
const env: NodeJS.ProcessEnv = {
  ...process.env,
  TF_VAR_license: LICENSE,
  KUBE_CONFIG_PATH: process.env.KUBECONFIG ?? process.env.KUBE_CONFIG_PATH,
};

function slipway(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = slipwayIn({ cwd: project.folder, env }, ...args);
  return { code: status, text: stripVTControlCharacters(`${stdout}${stderr}`) };
}

function succeed(...args: readonly string[]): string {
  const { code, text } = slipway(...args);
  if (code === 0) return text;
  throw new Error(`slipway ${args.join(" ")} must succeed, got ${code}:\n${text.slice(-5000)}`);
}

/** What an environment says that may change. */
interface Changes {
  /** Settings of the database. */
  readonly database?: object;
  readonly secrets?: object;
  readonly manager?: object;
  /** Settings of the pipeline that counts. */
  readonly count?: object;
  readonly more?: object;
}

function write({ database, secrets, manager, count, more }: Changes = {}): void {
  const step = { image: "example/model:1", script: ["true"] };
  const environment = {
    ...{ name: "models", cluster: { context }, namespace: LAB, namespaceIs: "created", removal: "allowed" },
    pachyderm: { version: "2", namespace: WORKERS },
    database: {
      ...{ name: "chembl-mysql", databases: ["chembl_24"], users: { chembl_ro: {} }, storage: "8Gi" },
      workers: [{ namespace: WORKERS, secret: { keys: { "mysql-root-password": "mysql-chembl_ro-password" } } }],
      initScripts: { "01.sql": "CREATE TABLE notes (text TEXT);" },
      configuration: { max_connections: "50" },
      loads: { chembl: { database: "chembl_25", url: "https://example.org/chembl.sql.gz", sha256: "0".repeat(64) } },
      dump: {
        ...{ schedule: "15 3 * * *", to: { storage: "20Gi", removal: "allowed" } },
        drill: { schedule: "0 5 * * 0" },
      },
      metrics: {},
      removal: "allowed",
      ...database,
    },
    secrets: {
      license: { keys: ["license"], values: { license: { variable: "license" } }, ...secrets },
      theirs: { keys: ["user"] },
    },
    manager: {
      image: "pachyderm/pachctl:2.11.6",
      secrets: [{ secret: "chembl-mysql", path: "/etc/creds", files: { "mysql-root-password": "rootpw" } }],
      ...manager,
    },
    workflows: {
      sample: {
        repositories: ["data"],
        pipelines: {
          count: { ...step, input: { repo: "data", glob: "/*" }, ...count },
          sum: { ...step, input: { repo: "count", glob: "/" } },
        },
        results: ["sum"],
      },
    },
    ...more,
  };
  project.write("environments/pipelines/models.ts", `export default ${JSON.stringify(environment, null, 2)};\n`);
}

/** What the last deployment printed. */
let said = "";

/** Deploys, after which a plan must find nothing more to do; returns what was added, changed and destroyed. */
function deploy(name = "models"): string {
  const text = succeed("deploy", name, "--auto-approve");
  said = text;
  expect(slipway("plan", name)).toMatchObject({ code: 0, text: expect.stringContaining(`${name}: nothing to do\n`) });
  return new RegExp(`^${name} deployed: (.*)$`, "m").exec(text)?.[1] ?? text.slice(-500);
}

const inLab = (...args: readonly string[]) => cluster.kubectl(["--namespace", LAB, ...args]);
const uid = (what: string, namespace = LAB) =>
  cluster.kubectl(["--namespace", namespace, "get", what, "--output=jsonpath={.metadata.uid}"]);

beforeAll(async () => {
  provider = await SharedProvider.start("hashicorp/kubernetes", project.folder, env);
});
afterAll(async () => {
  await provider?.stop();
  project.remove();
});

describe("a workflow that Terraform deploys", () => {
  beforeAll(() => cluster.kubectl(["create", "namespace", WORKERS]));
  afterAll(() => {
    cluster.kubectl(["delete", "namespace", LAB, WORKERS, "--ignore-not-found", "--wait=false"]);
  });

  test("comes up, and the second plan is empty", () => {
    write();
    expect(deploy()).toMatch(/^\d+ added, 0 changed, 0 destroyed$/);
    expect(said).toContain("                maxUnavailable is 0: a node that has its pod cannot be drained; ");
    expect(inLab("get", "statefulset,deployment,cronjob", "--output=name").split("\n").sort()).toEqual([
      "cronjob.batch/chembl-mysql-drill",
      "cronjob.batch/chembl-mysql-dump",
      "deployment.apps/chembl-mysql-metrics",
      "deployment.apps/manager-pod",
      "statefulset.apps/chembl-mysql",
    ]);
  });

  test("leaves no secret in the state, or in what is synthesized", () => {
    const license = ["get", "secret", "license", "--namespace", WORKERS, "--output=jsonpath={.data.license}"];
    expect(Buffer.from(cluster.kubectl(license), "base64").toString()).toBe(LICENSE);
    const found = spawnSync("grep", ["-rl", "--", LICENSE, "cdktf.out", "terraform.tfstate.d"], {
      cwd: project.folder,
    });
    expect(found.stdout.toString()).toBe("");
  });

  test("changes in all its parts, keeps the volume, and the plan after it is empty", () => {
    const before = { claim: uid("pvc/chembl-mysql-data"), server: uid("statefulset/chembl-mysql") };
    const image = ["get", "pod", "chembl-mysql-0", "--output=jsonpath={.spec.containers[0].image}"];
    write({
      database: {
        ...{ image: "mysql:8.4.6", limits: { memory: "3Gi" }, users: { chembl_ro: {}, writer: { rights: "write" } } },
        workers: [{ namespace: WORKERS, labels: { app: "pipeline" } }, { namespace: LAB }],
        dump: { schedule: "@daily", to: { storage: "20Gi", removal: "allowed", keep: 3 } },
      },
      secrets: { revision: 2 },
      manager: { requests: { cpu: 0.5, memory: "1Gi" }, limits: { cpu: 1, memory: "2Gi" } },
      count: { image: "example/model:2", parallelism: 2, reprocessOnUpdate: true },
    });
    expect(deploy()).toMatch(/^\d+ added, \d+ changed, \d+ destroyed$/);
    expect({ claim: uid("pvc/chembl-mysql-data"), server: uid("statefulset/chembl-mysql") }).toEqual(before);
    expect(inLab(...image)).toBe("mysql:8.4.6");
    // No container runs on the server that plays the nodes: the server does not answer, and a job leaves no log.
    expect(said).toMatch(/^ +chembl-mysql could not be asked for its version: .+\n +a dump is made first$/m);
    expect(said).toMatch(
      /^chembl-mysql: a dump is made before it gets mysql:8\.4\.6\n(.*\n)*the dump is made; the job's log could not be read$/m,
    );
    const jobs = ["get", "job", "--namespace", WORKERS, "--output=name"];
    expect(
      cluster
        .kubectl(jobs)
        .split("\n")
        .map((name) => name.replace(/-[0-9a-f]{16}$/, "")),
    ).toEqual(["job.batch/p-sample-count", "job.batch/p-sample-data", "job.batch/p-sample-sum"]);
  });

  test("refuses an image that could not read the data, and changes nothing", () => {
    write({ database: { image: "mysql:8.0.44" } });
    expect(slipway("deploy", "models", "--auto-approve")).toMatchObject({
      code: 1,
      text: expect.stringContaining(
        "models: database.image must be MySQL 8.4.6 or later, as the data of chembl-mysql are",
      ),
    });
    expect(inLab("get", "statefulset/chembl-mysql", "--output=jsonpath={..containers[0].image}")).toBe("mysql:8.4.6");
  });

  test("sends dumps elsewhere, and takes pipelines away that are named", () => {
    const to = { bucket: "dumps", region: "eu-north-1", credentialsSecret: "s3" };
    write({
      database: { configuration: { max_connections: "60" }, dump: { schedule: "15 3 * * *", to } },
      manager: { kubernetes: "none" },
      more: { deletes: ["sample-old", "sample-older"] },
    });
    expect(deploy()).toMatch(/^\d+ added, \d+ changed, \d+ destroyed$/);
    expect(cluster.kubectl(["get", "job", "--namespace", WORKERS, "--output=name"])).toContain(
      "p-delete-sample-older-",
    );
  });

  test("leaves a claim in the cluster that is no longer described", () => {
    const claims = () => inLab("get", "pvc", "--output=name").split("\n");
    const both = ["persistentvolumeclaim/chembl-mysql-data", "persistentvolumeclaim/chembl-mysql-dump"];
    expect(claims()).toEqual(both);
    write({ more: { database: undefined, manager: undefined } });
    deploy();
    expect(claims()).toEqual(both);
    // Terraform knows it no longer.
    write();
    expect(slipway("deploy", "models", "--auto-approve").text).toMatch(
      /resources must be in the state or not exist yet, got kubernetes_persistent_volume_claim_v1\..*; run slipway recover models/,
    );
    inLab("delete", "pvc", "--all");
  });

  test("is recovered when its state is lost", () => {
    write();
    deploy();
    const claim = uid("pvc/chembl-mysql-data");
    const state = join(project.folder, "terraform.tfstate.d/models/terraform.tfstate");
    renameSync(state, `${state}.lost`);
    const { code, text } = slipway("deploy", "models", "--auto-approve");
    expect(text).toMatch(/^ {2}! EXISTS {4}kubernetes_persistent_volume_claim_v1\.\w+/m);
    expect(code).toBe(1);
    expect(succeed("recover", "models", "--auto-approve")).toMatch(/^models recovered: \d+ imported, /m);
    expect(slipway("plan", "models")).toMatchObject({
      code: 0,
      text: expect.stringContaining("models: nothing to do\n"),
    });
    expect(uid("pvc/chembl-mysql-data")).toBe(claim);
  });

  test("refuses to take a volume away until that is said, and then goes", () => {
    write({ database: { removal: "refused" } });
    deploy();
    const { code, text } = slipway("destroy", "models", "--auto-approve");
    expect(code).toBe(1);
    expect(text).toMatch(
      /^models: kubernetes_persistent_volume_claim_v1\.\w+ must stay, got a plan that takes it away with what it holds, and nothing was done;/m,
    );
    expect(inLab("get", "statefulset,pvc", "--output=name").split("\n")).toHaveLength(3);
    write();
    deploy();
    expect(succeed("destroy", "models", "--auto-approve")).toMatch(
      /^models destroyed: 0 added, 0 changed, \d+ destroyed$/m,
    );
    expect(cluster.kubectl(["get", "job,secret", "--namespace", WORKERS, "--output=name"])).toBe("");
  });
});

describe("a database of the chart", () => {
  const NAMESPACE = `chart-${process.pid}`;
  const metadata = { name: "old-mysql", namespace: NAMESPACE, labels: { app: "old-mysql", heritage: "Helm" } };
  const port = { name: "mysql", port: 3306, targetPort: "mysql" };
  const CHART = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: { app: "old-mysql" }, ports: [port] } },
    { apiVersion: "v1", kind: "Secret", metadata, data: { "mysql-root-password": "cm9vdA==" } },
    {
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "8Gi" } } },
    },
  ];
  beforeAll(() =>
    cluster.kubectl(["create", "--filename=-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: CHART })),
  );
  afterAll(() => cluster.kubectl(["delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait=false"]));

  test("is taken over with its service, its secret and its claim, and the second plan is empty", () => {
    const kept = ["service/old-mysql", "secret/old-mysql", "pvc/old-mysql"];
    const before = kept.map((each) => uid(each, NAMESPACE));
    const environment = {
      ...{ name: "chart", cluster: { context }, namespace: NAMESPACE, pachyderm: { version: "1.7" } },
      database: {
        ...{ name: "old-mysql", image: "mysql:5.7.44", existingClaim: "old-mysql", service: "adopted" },
        databases: ["chembl_24"],
      },
      workflows: {
        sample: {
          repositories: ["data"],
          pipelines: { count: { image: "example/model:1", script: ["true"], input: { repo: "data", glob: "/*" } } },
          results: ["count"],
        },
      },
    };
    project.write("environments/pipelines/chart.ts", `export default ${JSON.stringify(environment, null, 2)};\n`);
    expect(deploy("chart")).toMatch(/^1 imported, \d+ added, 1 changed, 0 destroyed$/);
    expect(kept.map((each) => uid(each, NAMESPACE))).toEqual(before);
    succeed("destroy", "chart", "--auto-approve");
    expect(uid("pvc/old-mysql", NAMESPACE)).toBe(before[2]);
  });
});
