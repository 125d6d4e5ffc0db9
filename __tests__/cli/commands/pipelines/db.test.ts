import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { databaseCommand } from "../../../../cli/commands/pipelines/db";
import { Cluster } from "../../../../cli/pipelines/cluster";
import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";
import type { Project } from "../../../../engine/project";
import { PodProject } from "../../pipelines/pods";
import { said } from "../../sentences";

// The command in this process, for a file that is read already.

let environment: PipelinesEnvironment;
jest.mock("../../../../cli/pipelines/environment", () => ({
  clusterNamed: (project: Project) => new StandIn(project, environment),
}));

class StandIn extends Cluster {
  override command(...words: readonly string[]): string[] {
    const [, ...rest] = super.command(...words);
    return [join(project.folder, "bin/kubectl"), ...rest];
  }
}

const DATABASE = { name: "chembl-mysql", databases: ["chembl_24", "results"] };
const WHOLE = "CREATE TABLE a (b INT);\n-- Dump completed on 2026-11-21  3:15:00\n";

const folder = process.cwd();
let project: PodProject;
beforeEach(() => {
  project = new PodProject({});
  process.chdir(project.folder);
  withDatabase({});
});
afterEach(() => {
  process.chdir(folder);
  project.remove();
});

function withDatabase(more: object | undefined): void {
  const database = more === undefined ? undefined : { ...DATABASE, ...more };
  const all = { name: "models", cluster: { context: "kind-lab" }, namespace: "labinf", workflows: {}, database };
  environment = all as unknown as PipelinesEnvironment;
}

/** What a command is refused with. */
async function failure(...args: string[]): Promise<string> {
  const command = databaseCommand(() => project as unknown as Project);
  return command.parseAsync(args, { from: "user" }).then(
    () => "nothing",
    ({ message }: Error) => message,
  );
}

/** A command is refused before the cluster is asked anything, or only whether it has the CronJob. */
async function refused(...args: string[]): Promise<string> {
  const message = await failure(...args);
  expect(project.asked.filter((line) => !line.startsWith("get cronjob"))).toEqual([]);
  return message;
}

describe("slipway pipelines db", () => {
  test.each([
    [["dump"], "--out must name the new file, got none; or add --to-dumps, for one where the scheduled ones are"],
    [["dump", "--out", "whole.sql"], said("--out", "newFile", '"whole.sql"')],
    [["dump", "--out", "x.sql", "--database", "chembl"], said("--database", "oneOf", "chembl_24, results", '"chembl"')],
    [["dump", "--out", "cluster"], said("--out", "fileToWrite", '"cluster": a folder')],
    [["dump", "--out", "none/x.sql"], said("--out", "fileToWrite", '"none/x.sql').split(";")[0] as string],
    [
      ["dump", "--to-dumps", "--out", "x.sql", "--force"],
      said("--out, --force", "leftOutBeside", "--to-dumps", '--out "x.sql", --force'),
    ],
    [
      ["dump", "--to-dumps", "--database", "results"],
      said("--database", "leftOutBeside", "--to-dumps", '--database "results"'),
    ],
    [["restore"], "<file> must be a dump, got none; name one, or add --from-dumps latest"],
    [["restore", "none.sql"], '<file> must be a dump, got none at "none.sql"'],
    [["restore", "cluster"], said("<file>", "fileToRead", '"cluster": a folder')],
    [["restore", "whole.sql"], said("--database", "oneOf", "chembl_24, results", "none")],
    [["restore", "whole.sql", "--database", "x"], said("--database", "oneOf", "chembl_24, results", '"x"')],
    [
      ["restore", "whole.sql", "models", "--from-dumps", "latest"],
      said("<file>", "leftOutBeside", "--from-dumps", '<file> "whole.sql"'),
    ],
    [
      ["restore", "--from-dumps", "latest", "--database", "results"],
      said("--database", "leftOutBeside", "--from-dumps", '--database "results"'),
    ],
    [["restore", "whole.sql.gz"], said("<file>", "wholeDump", '"whole.sql.gz": incorrect header check')],
    [["restore", "empty.sql"], said("<file>", "dumpEnd", '"empty.sql"', '""')],
    [["restore", "part.sql"], said("<file>", "dumpEnd", '"part.sql"', '"CREATE TABLE a (b INT);"')],
    [["restore", "longer.sql"], said("<file>", "dumpEnd", '"longer.sql"', '"x"')],
    [["restore", "part.sql.gz"], said("<file>", "wholeDump", '"part.sql.gz": unexpected end of file')],
    [["restore", "whole.gz"], 'got another checksum than "whole.gz.sha256" has; fetch it again'],
  ])("%j is refused", async (args, message) => {
    for (const name of ["whole.sql", "whole.sql.gz"]) project.write(name, WHOLE);
    project.write("empty.sql", "");
    project.write("part.sql", "CREATE TABLE a (b INT);\n");
    project.write("longer.sql", `${WHOLE}x`);
    writeFileSync(join(project.folder, "part.sql.gz"), gzipSync(WHOLE.repeat(50)).subarray(0, -12));
    writeFileSync(join(project.folder, "whole.gz"), gzipSync(WHOLE));
    project.write("whole.gz.sha256", createHash("sha256").update("another").digest("hex"));
    const before = readdirSync(project.folder);
    expect(await refused(...args)).toContain(message);
    expect(readdirSync(project.folder).filter((name) => !before.includes(name))).toEqual([]);
  });

  test.each([
    "USE `theirs`;",
    "use theirs;",
    " \tUse  theirs ;",
    "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `theirs` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;",
    "CREATE SCHEMA IF NOT EXISTS theirs;",
    "/*!40000 DROP DATABASE IF EXISTS `theirs`*/;",
    "DROP DATABASE theirs;",
    "ALTER DATABASE `theirs` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;",
    "USE theirs",
    "use theirs;\r",
  ])("restore of a dump with %j writes to no other database", async (line) => {
    project.write("other.sql", `USE \`results\`;\n${line}\n${WHOLE}`);
    expect(await refused("restore", "other.sql", "--overwrite")).toBe(
      said("<file>", "databasesOfOthers", "chembl_24, results", "theirs"),
    );
  });

  test("restore finds what a dump names, wherever its lines are cut", async () => {
    const rows = `INSERT INTO a VALUES ('${"x".repeat(200_000)}');\n`;
    project.write(
      "long.sql",
      `${rows}${"-- USE `no`;\n".repeat(9000)}${rows}USE \`theirs\`;\n${rows.repeat(3)}${WHOLE}`,
    );
    expect(await refused("restore", "long.sql")).toContain("got theirs;");
  });

  test("restore leaves the server's own databases alone, also where the file names none", async () => {
    withDatabase({ databases: undefined });
    project.write("all.sql", `USE \`mysql\`;\nUSE \`slipway\`;\nUSE \`mine\`;\nUSE \`odd name\`;\n${WHOLE}`);
    expect(await refused("restore", "all.sql", "--overwrite")).toBe(
      said("<file>", "databasesOfOthers", "none of its own", "mysql, odd name, slipway"),
    );
    expect(await refused("dump", "--out", "x.sql")).toContain(said("--database", "oneOf", "the server's", "none"));
  });

  test.each([
    ["dump", "--out", "x.sql"],
    ["restore", "cluster/pod.json"],
    ["shell"],
    ["dumps"],
    ["dump", "--to-dumps"],
    ["drill"],
  ])("%s needs a database", async (...args) => {
    withDatabase(undefined);
    expect(await refused(...args)).toMatch(/^database must be in the file of models, got none; /);
  });

  test.each([["dumps"], ["dump", "--to-dumps"], ["drill"], ["restore", "--from-dumps", "latest"]])(
    "%s needs scheduled dumps, deployed, and on a volume where they are restored",
    async (...args) => {
      expect(await refused(...args)).toBe(
        'database.dump must be in the file of models, got none; add dump: { schedule: "15 3 * * *", to: { storage: "20Gi" } } to it, and deploy; or dump into a file: slipway pipelines db dump models --out FILE',
      );
      withDatabase({ dump: { schedule: "@daily", to: { storage: "1Gi" } } });
      expect(await refused(...args)).toBe(said("CronJob chembl-mysql-dump", "cronJobNeeded", "labinf", "models"));
      const to = { bucket: "dumps", prefix: "chembl", endpoint: "https://minio.example.org" };
      withDatabase({ dump: { schedule: "@daily", to } });
      const aws = "aws s3 --endpoint-url https://minio.example.org";
      expect(await refused(...args)).toBe(
        args[0] !== "restore"
          ? said("CronJob chembl-mysql-dump", "cronJobNeeded", "labinf", "models")
          : `database.dump.to must be a volume, got the bucket "dumps"; ${aws} ls s3://dumps/chembl/ lists its dumps, ${aws} cp s3://dumps/chembl/FILE . fetches one, slipway pipelines db restore FILE models restores it`,
      );
    },
  );

  test.each(["yesterday", "../a.sql.gz", "a b.sql.gz", "$(id).sql.gz", ""])("no dump is called %j", async (name) => {
    withDatabase({ dump: { schedule: "@daily", to: { storage: "1Gi" } } });
    const rule = "must be latest, or a dump's name that ends in .sql.gz";
    const advice = "slipway pipelines db dumps lists them";
    expect(await refused("restore", "--from-dumps", name)).toBe(`--from-dumps ${rule}, got "${name}"; ${advice}`);
    expect(await refused("drill", "--dump", name)).toBe(`--dump ${rule}, got "${name}"; ${advice}`);
  });

  test("of a bucket only the last dump is tried", async () => {
    withDatabase({ dump: { schedule: "@daily", to: { bucket: "dumps" } } });
    expect(await refused("drill", "--dump", "a.sql.gz")).toBe(
      '--dump must be latest, got "a.sql.gz"; of the bucket dumps only the last dump is tried',
    );
  });

  test("a volume must be mounted by what is deployed", async () => {
    withDatabase({ dump: { schedule: "@daily", to: { storage: "1Gi" } } });
    const container = { name: "dump", image: "mysql:8.4.7" };
    project.deploy({ spec: { jobTemplate: { spec: { template: { spec: { containers: [container] } } } } } });
    expect(await refused("dumps")).toBe(
      "the CronJob of the dumps must mount the claim chembl-mysql-dump, got none; deploy the file as it is now",
    );
  });

  test("a cluster that refuses leaves nothing", async () => {
    project.write("cluster/fails", "");
    expect(await failure("dump", "--out", "chembl.sql")).toBe(
      'the dump of chembl_24, results must end with 0, got 1; nothing is left in "chembl.sql"',
    );
    expect(readdirSync(project.folder).filter((name) => name.startsWith("chembl"))).toEqual([]);
    project.write("whole.sql", WHOLE);
    expect(await failure("restore", "whole.sql", "--database", "results")).toBe("Error from server");
  });
});
