import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { holdingsOf } from "../../../engine/holdings/holdings";
import { Project } from "../../../engine/project";
import { Cluster } from "../../pipelines/cluster";
import { Database } from "../../pipelines/database";
import { TestProject } from "../../support/project";
import { SshDaemon } from "../../support/ssh-daemon";

const NAME = `slipway-test-${process.pid}`;
const BASE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "busybox:1.37.0";

/** A project with one stack, which looks into one of its things. */
class Stack {
  readonly project = new TestProject({});

  constructor(private readonly type: string) {}

  looked(provider: object, attributes: object, environment: NodeJS.ProcessEnv = process.env) {
    const address = `${this.type}.Data`;
    const kind = this.type.replace(/_.*/, "");
    const declared = { provider: { [kind]: [provider] }, resource: { [this.type]: { Data: attributes } } };
    this.project.write("cdktf.out/stacks/lab/cdk.tf.json", JSON.stringify(declared));
    const { name } = attributes as { readonly name?: string };
    const change = { address, type: this.type, ...(name !== undefined && { name }), differences: [] };
    return holdingsOf(
      Project.at(this.project.folder),
      { stack: "lab", destroyed: [change], replaced: [] },
      environment,
    );
  }
}

function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

describe("a volume of Docker that a plan takes away", () => {
  const stack = new Stack("docker_volume");
  const found = [{ address: "docker_volume.Data", name: NAME, holds: "files of 2.9 KiB", isInTheWay: false }];

  beforeAll(() => {
    docker("volume", "create", NAME);
    docker("volume", "create", `${NAME}-empty`);
    docker("run", "--rm", "--volume", `${NAME}:/data`, BASE, "sh", "-c", "head -c 3000 /dev/zero > /data/file");
  });
  afterAll(() => {
    docker("volume", "rm", NAME, `${NAME}-empty`);
    stack.project.remove();
  });

  test("is named with its size; an empty one, and one that is gone, are not", async () => {
    expect(await stack.looked({}, { name: NAME })).toEqual(found);
    expect(await stack.looked({}, { name: `${NAME}-empty` })).toEqual([]);
    expect(await stack.looked({}, { name: `${NAME}-gone` })).toEqual([]);
  });

  test("is asked for over SSH, where the stack's provider reaches its engine so", async () => {
    const ssh = new SshDaemon();
    await ssh.start();
    try {
      stack.project.write("cdktf.out/stacks/lab/known", ssh.knownHost(ssh.hostKey));
      const ssh_opts = ["-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=known"];
      expect(await stack.looked({ host: ssh.host, ssh_opts }, { name: NAME })).toEqual(found);
    } finally {
      ssh.stop();
    }
  });

  test("on an engine that does not answer, says so", async () => {
    const [holding] = await stack.looked({ host: "unix:///nowhere/docker.sock" }, { name: NAME });
    expect(holding?.holds).toMatch(/^something that could not be looked at: .*nowhere/);
    expect(holding?.isInTheWay).toBe(false);
  });
});

describe("a claim of Kubernetes that a plan takes away", () => {
  const stack = new Stack("kubernetes_persistent_volume_claim_v1");
  const cluster = new Cluster();
  const context = cluster.kubectl(["config", "current-context"]);
  const database = new Database();
  const metadata = { name: "mysql-data", namespace: NAME };
  const looked = (environment?: NodeJS.ProcessEnv) =>
    stack.looked({ config_context: context }, { metadata }, environment);
  const inWay = { address: "kubernetes_persistent_volume_claim_v1.Data", name: "mysql-data", isInTheWay: false };
  const create = (...items: readonly object[]) =>
    cluster.kubectl(["create", "--filename=-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));

  beforeAll(async () => {
    await database.start();
    create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAME } });
    const [type, instances] = ["kubernetes_persistent_volume_claim_v1", [{ attributes: { metadata: [metadata] } }]];
    const provider = 'provider["registry.terraform.io/hashicorp/kubernetes"]';
    const resources = [{ mode: "managed", type, name: "Data", provider, instances }];
    const state = { version: 4, terraform_version: "1.10.0", serial: 1, lineage: "lab", outputs: {}, resources };
    stack.project.write("cdktf.out/stacks/lab/terraform.tfstate", JSON.stringify(state));
  });
  afterAll(async () => {
    await database.stop();
    cluster.kubectl(["delete", "namespace", NAME, "--wait=false"]);
    spawnSync("kubectl", ["delete", "persistentvolume", NAME, "--wait=false"]);
    stack.project.remove();
  });

  test("that is gone, or that nothing has used, is not named", async () => {
    expect(await looked()).toEqual([]);
    const storage = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "8Gi" } } };
    create({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec: { storageClassName: "", ...storage } });
    expect(await looked()).toEqual([]);
  });

  test("is named with its size", async () => {
    const spec = {
      ...{ capacity: { storage: "9Gi" }, accessModes: ["ReadWriteOnce"], claimRef: metadata },
      ...{ persistentVolumeReclaimPolicy: "Retain", hostPath: { path: "/nowhere" } },
    };
    create({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: NAME }, spec });
    const get = ["--namespace", NAME, "get", "pvc", "mysql-data", "--output=jsonpath={.status.phase}"];
    await cluster.until(get, (phase) => phase === "Bound");
    expect(await looked()).toEqual([{ ...inWay, holds: "a volume of 9Gi" }]);
  });

  test("is named with the rows of its database, by what runs in the pod, or why they are not known", async () => {
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "mysql-data" } }];
    const spec = { containers: [{ name: "mysql", image: "mysql:8" }], volumes };
    create({ apiVersion: "v1", kind: "Pod", metadata: { name: "mysql-0", namespace: NAME }, spec });
    const [unreachable] = await looked();
    expect(unreachable?.holds).toMatch(/^a volume of 9Gi; its databases could not be looked at: /);

    // The cluster has no machines: what would run in the pod is run here.
    stack.project.write(
      "bin/kubectl",
      `#!/bin/sh\nPATH="\${PATH#*:}"\ncase " $* " in *" exec "*) while [ "$1" != -- ]; do shift; done; shift; exec "$@";; esac\nexec kubectl "$@"\n`,
    );
    chmodSync(join(stack.project.folder, "bin/kubectl"), 0o755);
    const password = join(database.newFolder("secret", { password: database.rootPassword }), "password");
    const inPod = {
      ...process.env,
      ...{ PATH: `${join(stack.project.folder, "bin")}:${process.env.PATH}`, MYSQL_ROOT_PASSWORD_FILE: password },
      ...{ MYSQL_HOST: "127.0.0.1", MYSQL_TCP_PORT: String(database.port) },
    };
    const without = "a volume of 9Gi: a database server without tables";
    expect(await looked(inPod)).toEqual([{ ...inWay, holds: without }]);
    database.asRoot("CREATE DATABASE chembl; CREATE TABLE chembl.notes (text TEXT); CREATE DATABASE slipway");
    database.asRoot(
      `INSERT INTO chembl.notes VALUES ${Array(2000).fill("('a')").join(", ")}; ANALYZE TABLE chembl.notes`,
    );
    expect((await looked(inPod))[0]?.holds).toMatch(
      /^a volume of 9Gi: chembl with about [12],\d{3} rows \(\d+\.\d KiB\)$/,
    );
  });
});
