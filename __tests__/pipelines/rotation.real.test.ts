import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { MySql } from "../../constructs/pipelines/database/my-sql";
import { copiedSecrets, passwordUsers } from "../../constructs/pipelines/database/render/mysql-contents";
import { passwordScript } from "../../constructs/pipelines/database/render/password-script";
import { rotationJob } from "../../constructs/pipelines/database/render/rotation-job";
import {
  alterScript,
  discardScript,
  prepareScript,
  promoteScript,
} from "../../constructs/pipelines/database/render/rotation-scripts";
import { setupScript } from "../../constructs/pipelines/database/render/setup-script";
import { stackKubernetesProvider } from "../../constructs/shared/kubernetes-provider";
import { Template } from "../../testing";
import { Cluster } from "./cluster";
import { Database } from "./database";
import { manifestsOf } from "./manifests";

// MariaDB stands for MySQL. It cannot show what is MySQL's alone: that an old password goes on beside the new one.

const LAB = `rotation-${process.pid}`;
const WORKERS = `${LAB}-workers`;
const SETTINGS = {
  ...{ name: "chembl-mysql", namespace: LAB, databases: ["chembl_24"], users: { chembl_ro: {} } },
  workers: [
    {
      namespace: WORKERS,
      secret: { keys: { "mysql-root-password": "mysql-chembl_ro-password", other: "mysql-password" } },
    },
  ],
} as const;
const cluster = new Cluster();
const database = new Database();
const SECRET = { name: "chembl-mysql", namespace: LAB };
const PARTS = {
  ...{ host: "", port: 0, secret: SECRET },
  ...{ users: passwordUsers(SETTINGS), copies: copiedSecrets(SETTINGS) },
};
let account: string;
let jobs: readonly string[];

beforeAll(async () => {
  await database.start();
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "lab" });
  new MySql(stack, "Database", SETTINGS);
  const manifests = manifestsOf(Template.of(stack)).map(({ manifest }) => manifest);
  cluster.apply([LAB, WORKERS].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
  const wanted = ["ServiceAccount", "Role", "RoleBinding", "Job", "ConfigMap"];
  const found = manifests.filter(({ kind, metadata }) => {
    return wanted.includes(kind) && /-(passwords|setup)(-[0-9a-f]{16})?$/.test(metadata.name);
  });
  cluster.apply(found);
  jobs = found.flatMap(({ kind, metadata }) => (kind === "Job" ? [metadata.name] : []));
  account = database.newFolder("account");
  const view = JSON.parse(cluster.kubectl(["config", "view", "--raw", "--minify", "--output=json"]));
  const { server, "certificate-authority-data": authority } = view.clusters[0].cluster;
  writeFileSync(join(account, "ca.crt"), Buffer.from(authority, "base64"));
  writeFileSync(join(account, "server"), server);
  writeFileSync(
    join(account, "token"),
    cluster.kubectl(["--namespace", LAB, "create", "token", "chembl-mysql-passwords"]),
  );
  // As the first deployment has left it.
  const root = Buffer.from(database.rootPassword).toString("base64");
  cluster.apply([
    { apiVersion: "v1", kind: "Secret", metadata: SECRET, data: { "mysql-root-password": root } } as never,
  ]);
  const keys = ["mysql-root-password", "mysql-password", "mysql-chembl_ro-password"];
  step(passwordScript({ ...SECRET, keys }, copiedSecrets(SETTINGS)));
  const secrets = database.newFolder("secrets", data(LAB));
  const users = [
    { name: "chembl_ro", passwordKey: "mysql-chembl_ro-password", rights: "read", databases: ["chembl_24"] } as const,
  ];
  const setup = setupScript({ host: "", port: 0, databases: ["chembl_24"], initScripts: [], users, authPlugin: "x" });
  expect(database.run(setup, { SECRETS_FOLDER: secrets })).toMatchObject({ status: 0, stderr: "" });
});
afterAll(async () => {
  cluster.kubectl(["delete", "namespace", LAB, WORKERS, "--ignore-not-found", "--wait=false"]);
  await database.stop();
});

/** What a secret has. */
function data(namespace: string): Record<string, string> {
  const words = ["--namespace", namespace, "get", "secret", "chembl-mysql", "--output=json"];
  const found = Object.entries(JSON.parse(cluster.kubectl(words)).data as Record<string, string>);
  return Object.fromEntries(found.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}

/** Runs a step of a job as its service account; it must succeed. */
function step(script: string, WORK_FOLDER = database.newFolder("work")): string {
  const server = spawnSync("cat", [join(account, "server")], { encoding: "utf8" }).stdout;
  const { status, stdout, stderr } = database.run(script, {
    ...{ WORK_FOLDER, ACCOUNT_FOLDER: account, KUBERNETES_SERVER: server },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** All steps, with what is left in their folder. */
function rotate() {
  const work = database.newFolder("work");
  const said = [prepareScript, alterScript, promoteScript].map((script) => step(script(PARTS), work)).join("");
  return { said, left: readdirSync(work) };
}

const may = (user: string, password: string | undefined) => database.ask(user, String(password), "SELECT 1");

describe("a rotation of passwords", () => {
  test("gives each user a new one, and all secrets that have it", () => {
    const before = data(LAB);
    const { said, left } = rotate();
    const after = data(LAB);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const key of ["mysql-root-password", "mysql-chembl_ro-password"]) {
      expect(after[key]).toMatch(/^[A-Za-z0-9]{32}$/);
      expect(after[key]).not.toBe(before[key]);
    }
    // No user of the server has it.
    expect(after["mysql-password"]).toBe(before["mysql-password"]);
    expect(may("root", after["mysql-root-password"])).toBe("1");
    expect(may("chembl_ro", after["mysql-chembl_ro-password"])).toBe("1");
    expect(may("chembl_ro", before["mysql-chembl_ro-password"])).toContain("Access denied");
    const copy = { "mysql-root-password": after["mysql-chembl_ro-password"], other: after["mysql-password"] };
    expect(data(WORKERS)).toEqual(copy);
    expect(said).toContain("user chembl_ro has a new password\n");
    expect(said).toMatch(/^MySQL .*MariaDB.* keeps no old password: who has one must read the secret again$/m);
    expect(left).toEqual([]);
    for (const password of Object.values(after)) expect(said).not.toContain(password);
  });

  test.each([
    ["before the server has them", [prepareScript]],
    ["before the secrets have them", [prepareScript, alterScript]],
  ])("that breaks off %s goes on with the same passwords", (_when, begun) => {
    const work = database.newFolder("work");
    for (const script of begun) step(script(PARTS), work);
    const next = data(LAB)["mysql-chembl_ro-password.next"];
    rotate();
    const after = data(LAB);
    expect(after["mysql-chembl_ro-password"]).toBe(next);
    expect(may("chembl_ro", next)).toBe("1");
    expect(may("root", after["mysql-root-password"])).toBe("1");
    expect(Object.keys(after).filter((key) => key.endsWith(".next"))).toEqual([]);
  });

  test("is no change to the next deployment: what there is stays", () => {
    const before = data(LAB);
    step(passwordScript({ ...SECRET, keys: Object.keys(before) }, copiedSecrets(SETTINGS)));
    expect(data(LAB)).toEqual(before);
  });

  test("changes nobody where a user is not there", () => {
    const parts = { ...PARTS, users: [{ name: "nobody", key: "mysql-password" }, ...PARTS.users] };
    const before = data(LAB);
    const work = database.newFolder("work");
    step(prepareScript(parts), work);
    const { status, stderr } = database.run(alterScript(parts), { WORK_FOLDER: work });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "user nobody must be on the server, got none; deploy the file first\n",
    });
    expect(may("chembl_ro", before["mysql-chembl_ro-password"])).toBe("1");
  });

  test("has no old passwords to discard where the server keeps none", () => {
    const secrets = database.newFolder("pod", { password: String(data(LAB)["mysql-root-password"]) });
    const { status, stderr } = database.run(discardScript(PARTS.users), {
      MYSQL_ROOT_PASSWORD_FILE: join(secrets, "password"),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^the server must be MySQL 8\.0\.14 or later to keep old passwords, got .*; there are none\n$/,
    );
  });

  test("is a job that the cluster takes, as the deployed ones are, with its work in memory", () => {
    const deployed = jobs.map((name) =>
      JSON.parse(cluster.kubectl(["--namespace", LAB, "get", "job", name, "--output=json"])),
    );
    const of = (part: string) => deployed.find(({ metadata }) => metadata.name.includes(part));
    const job = rotationJob({ passwords: of("passwords"), setUp: of("setup") }, { name: "now", namespace: LAB }, PARTS);
    const words = ["create", "--dry-run=server", "--validate=strict", "--output=json", "--filename=-"];
    const taken = JSON.parse(cluster.kubectl(["--namespace", LAB, ...words], JSON.stringify(job)));
    const { initContainers, containers, volumes, serviceAccountName } = taken.spec.template.spec;
    expect(serviceAccountName).toBe("chembl-mysql-passwords");
    const images = [...initContainers, ...containers].map(({ image }: { image: string }) => image);
    expect(images).toEqual(["curlimages/curl:8.11.1", "mysql:8.4.7", "curlimages/curl:8.11.1"]);
    expect(volumes.map(({ emptyDir }: { emptyDir: object }) => emptyDir)).toEqual([
      { medium: "Memory", sizeLimit: "16Mi" },
      { medium: "Memory", sizeLimit: "16Mi" },
    ]);
  });
});
