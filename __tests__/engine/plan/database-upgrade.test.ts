import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { changesOf } from "../../../engine/plan/changes";
import { withUpgrades } from "../../../engine/plan/database-upgrade";
import { Project } from "../../../engine/project";
import { databaseFile } from "../../cli/pipelines/pods";
import { TestProject } from "../../support/project";

const LABELS = { "app.kubernetes.io/component": "server", "app.kubernetes.io/managed-by": "slipway" };
const DUMP = { schedule: "15 3 * * *", to: { storage: "20Gi" } };
/** A file of settings is read once in a process. */
let project: TestProject;
const projects: TestProject[] = [];
afterAll(() => {
  for (const each of projects) each.remove();
});

function server(image: string, name = "chembl-mysql", labels: object = LABELS) {
  const container = [{ name: "mysql", image }];
  return { metadata: [{ name, namespace: "labinf", labels }], spec: [{ template: [{ spec: [{ container }] }] }] };
}

function changed(before: object, after: object) {
  const change = { actions: ["update"], before, after } as const;
  const type = "kubernetes_stateful_set_v1";
  return changesOf({ resource_changes: [{ address: `${type}.Server`, mode: "managed", type, change }] });
}

/** What is said of an image that takes another one's place; an error's message where it is refused. */
async function said(from: string, to: string, answer: string | undefined, settings: object = { dump: DUMP }) {
  project = new TestProject({});
  projects.push(project);
  const database = { name: "chembl-mysql", databases: ["chembl_24"], image: to, ...settings };
  project.write("environments/pipelines/models.ts", databaseFile(JSON.stringify(database)));
  const provider = { kubernetes: [{ config_context: "kind-lab" }] };
  project.write("cdktf.out/stacks/models/cdk.tf.json", JSON.stringify({ provider, resource: {} }));
  const kubectl =
    answer === undefined ? 'echo "no such pod" >&2; exit 1' : `echo "$*" > asked; printf '%s\\n' '${answer}'`;
  project.write("bin/kubectl", `#!/bin/sh\n${kubectl}\n`);
  chmodSync(join(project.folder, "bin/kubectl"), 0o755);
  const environment = { ...process.env, PATH: `${join(project.folder, "bin")}${delimiter}${process.env.PATH}` };
  const options = { workspace: "models", stack: "models", environment };
  return withUpgrades(Project.at(project.folder), changed(server(from), server(to)), options).then(
    (changes) => changes.changed[0]?.notes,
    ({ message }: Error) => message,
  );
}

const MYSQL = "MySQL Community Server - GPL";
const FIRST = "a dump is made first";
const UNDONE = (from: string, to: string) => `upgrades the data from MySQL ${from} to ${to}, which cannot be undone`;
const refused = (rule: string, got: string, advice: string) =>
  `models: database.image must be ${rule}, got ${got}; ${advice}`;
const BACK = "to go back, load a dump into a server of another name";

describe("another image of a MySQL server", () => {
  test.each([
    ["mysql:8.4.6", "mysql:8.4.7", `8.4.6\t${MYSQL}`, [FIRST]],
    ["mysql:8.4.7", "mysql:8.4.6", `8.4.7\t${MYSQL}`, [FIRST]],
    ["mysql:8.0.44", "mysql:8.4.7", `8.0.44\t${MYSQL}`, [UNDONE("8.0.44", "8.4.7"), FIRST]],
    // What the server says counts for more than the tag.
    ["example/mysql:stable", "mysql:8.4.7", `8.0.44\t${MYSQL}`, [UNDONE("8.0.44", "8.4.7"), FIRST]],
    ["mysql:8.0.44", "mysql:8.4.6", `8.4.6\t${MYSQL}`, [FIRST]],
    [
      "mysql:8.4.6",
      "mysql:8.0.44",
      `8.4.6\t${MYSQL}`,
      refused("MySQL 8.4.6 or later, as the data of chembl-mysql are", '"mysql:8.0.44"', BACK),
    ],
    [
      "mysql:8.0.43",
      "mysql:9.1.0",
      `8.0.43\t${MYSQL}`,
      refused(
        "MySQL 8.4 at most, as the data of chembl-mysql are of 8.0.43",
        '"mysql:9.1.0"',
        "deploy 8.4 first, or copy them with copyFrom",
      ),
    ],
    [
      "example/db:1",
      "mysql:8.4.7",
      "10.11.19-MariaDB-0+deb12u1\tDebian 12",
      refused(
        "of mariadb, as the data of chembl-mysql are",
        '"mysql:8.4.7"',
        "load a dump into a server of another name",
      ),
    ],
  ])("%s -> %s, of a server that says %j", async (from, to, answer, expected) => {
    expect(await said(from, to, answer)).toEqual(expected);
  });

  test("is asked for in the stack's context, with no password in the words", async () => {
    await said("mysql:8.4.6", "mysql:8.4.7", `8.4.6\t${MYSQL}`);
    const asked = project.read("cdktf.out/stacks/models/asked");
    expect(asked).toMatch(
      /^--context kind-lab --request-timeout=10s --namespace labinf exec statefulset\/chembl-mysql --container=mysql -- sh -c /,
    );
  });

  const SILENT = "chembl-mysql could not be asked for its version: no such pod";
  test.each([
    ["mysql:8.0.44", "mysql:8.4.7", { dump: DUMP }, [SILENT, UNDONE("8.0.44", "8.4.7"), FIRST]],
    [
      "example/db:1",
      "mysql:8.4.7",
      { dump: DUMP },
      [SILENT, "whether its data are upgraded is not known: no tag says it", FIRST],
    ],
    [
      "mysql:8.4.7",
      "mysql:8.0.44",
      { dump: DUMP },
      `${refused("MySQL 8.4.7 or later, as the data of chembl-mysql are", '"mysql:8.0.44"', BACK)}. The server does not answer; if "mysql:8.4.7" has never started on these data, write upgradeDump: "skipped"`,
    ],
    [
      "mysql:8.4.7",
      "mysql:8.0.44",
      { upgradeDump: "skipped" },
      [SILENT, UNDONE("8.4.7", "8.0.44"), 'no dump is made first: upgradeDump is "skipped"'],
    ],
    [
      "mariadb:11.4",
      "mysql:8.4.7",
      { dump: DUMP },
      `${refused("of mariadb, as the data of chembl-mysql are", '"mysql:8.4.7"', "load a dump into a server of another name")}. The server does not answer; if "mariadb:11.4" has never started on these data, write upgradeDump: "skipped"`,
    ],
  ])("%s -> %s, of a server that does not answer, with %j", async (from, to, settings, expected) => {
    expect(await said(from, to, undefined, settings)).toEqual(expected);
  });

  test("is refused without a place for its dump, unless none is wanted", async () => {
    expect(await said("mysql:8.4.6", "mysql:8.4.7", `8.4.6\t${MYSQL}`, {})).toBe(
      'models: database.dump must say where a dump goes before database.image changes, got none; add it and deploy with the old image first, or write upgradeDump: "skipped"',
    );
    expect(await said("mysql:8.4.6", "mysql:8.4.7", `8.4.6\t${MYSQL}`, { upgradeDump: "skipped" })).toEqual([
      'no dump is made first: upgradeDump is "skipped"',
    ]);
  });

  test("of a version that the file says is known by that", async () => {
    const settings = { version: "8.0.44", dump: DUMP };
    expect(await said("mysql:8.4.6", "example/db:2", `8.4.6\t${MYSQL}`, settings)).toBe(
      refused("MySQL 8.4.6 or later, as the data of chembl-mysql are", '"example/db:2"', BACK),
    );
  });

  test.each([
    ["the same image", server("mysql:8.4.6"), server("mysql:8.4.6")],
    ["another server", server("mysql:8.4.6"), server("mysql:8.0.44", "other-mysql")],
    ["somebody else's", server("mysql:8.4.6", "chembl-mysql", {}), server("mysql:8.0.44", "chembl-mysql", {})],
  ])("is none with %s", (_what, before, after) => {
    expect(changed(before, after).changed[0]?.newImage).toBeUndefined();
  });
});

describe("a disruption budget that lets no pod go", () => {
  const type = "kubernetes_pod_disruption_budget_v1";
  const budget = (most: string) => ({ spec: [{ max_unavailable: most }] });
  const NOTE =
    'maxUnavailable is 0: a node that has its pod cannot be drained; eviction: "allowed" lets it be, for a minute without the database';
  const notes = (before: object | null, after: object | null) => {
    const change = { actions: [before === null ? "create" : "update"], before, after };
    const { created, changed } = changesOf({
      resource_changes: [{ address: `${type}.Budget`, mode: "managed", type, change } as never],
    });
    return [...created, ...changed].flatMap((each) => each.notes ?? []);
  };

  test("is said where it is made, or becomes one", () => {
    expect(notes(null, budget("0"))).toEqual([NOTE]);
    expect(notes(budget("1"), budget("0"))).toEqual([NOTE]);
  });

  test("is not said again, nor of one that lets it go", () => {
    expect(notes(budget("0"), budget("0"))).toEqual([]);
    expect(notes(null, budget("1"))).toEqual([]);
    expect(notes(budget("0"), budget("1"))).toEqual([]);
  });
});
