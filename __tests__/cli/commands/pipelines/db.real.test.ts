import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { setupScript } from "../../../../constructs/pipelines/database/render/setup-script";
import { Database } from "../../../pipelines/database";
import { deployedDump } from "../../pipelines/deployed-dump";
import { databaseFile, PodProject } from "../../pipelines/pods";
import { said } from "../../sentences";

// The commands, with a real server; what kubectl would run in a pod runs here. MariaDB stands for MySQL.

const SETTINGS = {
  name: "chembl-mysql",
  databases: ["chembl_24", "results"],
  dump: { schedule: "15 3 * * *", to: { storage: "20Gi" } },
};
const FILE = "environments/pipelines/models.ts";
const DUMP_PASSWORD = 'dump\'s "own"';

const server = new Database();
const { cronJob, scripts } = deployedDump(SETTINGS);
let project: PodProject;
let login: string;

beforeAll(async () => {
  await server.start();
  const quoted = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  const lines = ["[client]", "host=127.0.0.1", `port=${server.port}`, "user=root"];
  login = join(server.newFolder("login"), "login.cnf");
  writeFileSync(login, [...lines, `password="${quoted(server.rootPassword)}"`, ""].join("\n"));
  const keys = { "mysql-root-password": server.rootPassword, "mysql-dump-password": DUMP_PASSWORD };
  const user = { name: "slipway_dump", passwordKey: "mysql-dump-password", rights: "dump" } as const;
  const { databases } = SETTINGS;
  const setup = setupScript({
    ...{ host: "", port: 0, databases, initScripts: [], authPlugin: "x" },
    users: [{ ...user, databases }],
  });
  expect(server.run(setup, { SECRETS_FOLDER: server.newFolder("secrets", keys) })).toMatchObject({ stderr: "" });
});
afterAll(() => server.stop());

beforeEach(() => {
  const secrets = server.newFolder("pod", { password: server.rootPassword });
  project = new PodProject(
    { [FILE]: databaseFile(JSON.stringify(SETTINGS)) },
    {
      ...{ DATABASE_HOST: "127.0.0.1", DATABASE_PORT: String(server.port), WAIT_SECONDS: "4" },
      ...{ MYSQL_ROOT_PASSWORD_FILE: join(secrets, "password"), TMPDIR: server.newFolder("tmp") },
    },
  );
  project.write("cluster/secrets/mysql-root-password", server.rootPassword);
  project.write("cluster/secrets/mysql-dump-password", DUMP_PASSWORD);
  project.deploy(cronJob, scripts);
  fill();
});
afterEach(() => {
  // Nothing is left in a pod, no password above all.
  const { environment } = project.json("cluster/pod.json") as { environment: { TMPDIR: string } };
  const left = readdirSync(environment.TMPDIR);
  project.remove();
  expect(left).toEqual([]);
});

/** All that a database may hold. */
function fill(): void {
  const said = sql(
    `CREATE OR REPLACE DATABASE chembl_24 CHARACTER SET utf8mb4; CREATE OR REPLACE DATABASE results;
     CREATE TABLE chembl_24.molecules (id INT PRIMARY KEY, name VARCHAR(200), picture LONGBLOB, made TIMESTAMP NULL);
     INSERT INTO chembl_24.molecules VALUES (1, 'Ångström 🧪 it''s \\\\ "so"\\nUSE \`results\`;\\r\\n', x'00ff270a0d1a5c22', NULL),
       (2, '', '', '2026-11-21 03:15:00'), (3, NULL, NULL, NULL);
     CREATE TABLE chembl_24.many (id INT PRIMARY KEY, text VARCHAR(100));
     INSERT INTO chembl_24.many SELECT seq, REPEAT(CHAR(97 + seq % 26), 90) FROM seq_1_to_3000;
     CREATE VIEW chembl_24.named AS SELECT id, name FROM chembl_24.molecules WHERE name <> '';
     CREATE TABLE chembl_24.log (id INT);
     CREATE TRIGGER chembl_24.noted AFTER INSERT ON chembl_24.molecules FOR EACH ROW INSERT INTO chembl_24.log VALUES (NEW.id);
     CREATE FUNCTION chembl_24.twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x;
     CREATE PROCEDURE chembl_24.touch() SELECT 'hello
use case two', 'of
create database entries first';
     CREATE PROCEDURE chembl_24.noted() COMMENT 'for small molecules
use the fast path; it is documented
drop schema of old' SELECT 1;
     CREATE EVENT chembl_24.nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM chembl_24.log;
     CREATE TABLE results.scores (id INT); INSERT INTO results.scores VALUES (42);`,
  );
  expect(said).toBe("");
}

/** As root, with a default database. */
function sql(statements: string): string {
  return server.ask("root", server.rootPassword, statements, "mysql");
}

/** All that the server has in databases, as text. */
function contents(...databases: string[]): string {
  const options = ["--routines", "--triggers", "--events", "--hex-blob", "--skip-comments", "--databases"];
  const { stdout, status } = spawnSync("mysqldump", [`--defaults-file=${login}`, ...options, ...databases]);
  expect(status).toBe(0);
  return stdout.toString();
}

function dropAll(): void {
  sql("DROP DATABASE IF EXISTS chembl_24; DROP DATABASE IF EXISTS results");
}

/** A command must succeed; what it says comes back. */
function done(...args: string[]): string {
  const { status, stdout, stderr } = project.slipway(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const path = (name: string) => join(project.folder, name);

describe("slipway pipelines db dump and restore", () => {
  test.each(["all.sql", "all.sql.gz"])("bring back all that was there, by %s", (file) => {
    // GIVEN
    const before = contents("chembl_24", "results");
    // WHEN
    expect(done("dump", "--out", file)).toBe(`${file} holds chembl_24, results\n`);
    dropAll();
    const said = done("restore", file);
    // THEN
    expect(said).toBe(`chembl_24 has 4 tables\nresults has 1 tables\n${file} is in chembl_24, results\n`);
    expect(contents("chembl_24", "results")).toBe(before);
    expect(sql("SELECT name, HEX(picture) FROM chembl_24.molecules WHERE id = 1")).toContain("00FF270A0D1A5C22");
    expect(sql("SELECT chembl_24.twice(21), (SELECT COUNT(*) FROM chembl_24.named)")).toBe("42\t1");
    sql("INSERT INTO chembl_24.molecules VALUES (9, 'new', NULL, NULL)");
    expect(sql("SELECT id FROM chembl_24.log")).toBe("9");
  });

  test("take one database, and leave the other as it is", () => {
    done("dump", "--out", "results.sql.gz", "--database", "results");
    expect(gunzipSync(readFileSync(path("results.sql.gz"))).toString()).not.toContain("molecules");
    sql("DROP TABLE results.scores; UPDATE chembl_24.molecules SET name = 'changed'");
    done("restore", "results.sql.gz");
    expect(sql("SELECT id FROM results.scores")).toBe("42");
    expect(sql("SELECT DISTINCT name FROM chembl_24.molecules")).toBe("changed");
    expect(project.slipway("restore", "results.sql.gz", "--database", "chembl_24")).toMatchObject({
      status: 1,
      stderr: '--database must be left out, got "chembl_24"; the dump names results itself, and is restored there\n',
    });
  });

  test("write over no table unasked, of any database that the dump names", () => {
    done("dump", "--out", "all.sql");
    sql("DROP DATABASE chembl_24; UPDATE results.scores SET id = 7; CREATE TABLE results.more (id INT)");
    expect(project.slipway("restore", "all.sql")).toEqual({
      status: 1,
      stdout: "",
      stderr: "results must have no tables, got 2; add --overwrite to replace those that the dump has too\n",
    });
    expect(sql("SHOW DATABASES LIKE 'chembl%'")).toBe("");
    expect(sql("SELECT id FROM results.scores")).toBe("7");
    expect(done("restore", "all.sql", "--overwrite")).toContain("results has 2 tables\n");
    expect(sql("SELECT id FROM results.scores")).toBe("42");
  });

  test("read a dump that names none into the database that is said", () => {
    const { stdout } = spawnSync("mysqldump", [`--defaults-file=${login}`, "results"]);
    project.write("plain.sql", stdout.toString().replace("(42)", "(43)"));
    expect(project.slipway("restore", "plain.sql")).toMatchObject({
      status: 1,
      stderr: `${said("--database", "oneOf", "chembl_24, results", "none")}\n`,
    });
    expect(project.slipway("restore", "plain.sql", "--database", "results").stderr).toContain("results must have no");
    expect(done("restore", "plain.sql", "--database", "results", "--overwrite")).toContain("plain.sql is in results");
    expect(sql("SELECT id FROM results.scores")).toBe("43");
  });

  test("refuse a dump of somebody else's databases, and write nothing", () => {
    sql("CREATE OR REPLACE DATABASE theirs; CREATE TABLE theirs.a (id INT)");
    const options = [`--defaults-file=${login}`, "--databases", "results", "theirs", "mysql"];
    project.write("other.sql", spawnSync("mysqldump", options, { encoding: "utf8", maxBuffer: 2 ** 28 }).stdout);
    sql("UPDATE results.scores SET id = 7");
    expect(project.slipway("restore", "other.sql", "--overwrite")).toMatchObject({
      status: 1,
      stderr: `${said("<file>", "databasesOfOthers", "chembl_24, results", "mysql, theirs")}\n`,
    });
    expect(sql("SELECT id FROM results.scores")).toBe("7");
    expect(project.asked).toEqual([]);
  });

  test("run no command of the client's own that stands in a dump", () => {
    const mark = path("mark");
    for (const line of [`system touch ${mark}`, `\\! touch ${mark}`]) {
      project.write("strange.sql", `USE \`results\`;\n${line}\n;\n-- Dump completed\n`);
      expect(project.slipway("restore", "strange.sql", "--overwrite").status).toBe(1);
    }
    expect(existsSync(mark)).toBe(false);
  });

  test.each(["part.sql", "part.sql.gz"])("refuse a part of one: %s", (file) => {
    done("dump", "--out", "all.sql");
    const whole = readFileSync(path("all.sql"));
    dropAll();
    const part = file.endsWith(".gz") ? gzipSync(whole).subarray(0, 4000) : whole.subarray(0, whole.length / 2);
    writeFileSync(path(file), part);
    const before = project.asked.length;
    const { status, stderr } = project.slipway("restore", file);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^<file> must be a whole dump.*, got "part\.sql(\.gz)?".*; .*take another one\n$/);
    // The server is not asked at all.
    expect(project.asked).toHaveLength(before);
  });

  test("refuse one that differs from the checksum beside it", () => {
    done("dump", "--out", "all.sql.gz");
    dropAll();
    const sum = createHash("sha256")
      .update(readFileSync(path("all.sql.gz")))
      .digest("hex");
    project.write("all.sql.gz.sha256", `${"0".repeat(64)}  all.sql.gz\n`);
    expect(project.slipway("restore", "all.sql.gz")).toMatchObject({
      status: 1,
      stderr: '<file> must be as it was written, got another checksum than "all.sql.gz.sha256" has; fetch it again\n',
    });
    project.write("all.sql.gz.sha256", `${sum}  all.sql.gz\n`);
    done("restore", "all.sql.gz");
  });

  test.each(["all.sql", "all.sql.gz"])("leave no %s of a dump that is killed midway", (file) => {
    const real = spawnSync("sh", ["-c", "command -v mysqldump"], { encoding: "utf8" }).stdout.trim();
    const killed = `case "$*" in *--help*) exec ${real} "$@";; esac\n${real} "$@" | head -c 3000\nkill -9 $$`;
    project.program("cluster/programs/mysqldump", killed);
    const { status, stdout, stderr } = project.slipway("dump", "--out", file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("the dump of chembl_24, results must end with 0, got ");
    expect(stderr).toContain(`; nothing is left in "${file}"`);
    expect(readdirSync(project.folder).filter((name) => name.startsWith("all"))).toEqual([]);
  });

  test("leave none that breaks off without a word", () => {
    project.program("cluster/programs/mysqldump", 'echo "CREATE TABLE a (b INT);"');
    const { status, stderr } = project.slipway("dump", "--out", "all.sql");
    expect(status).toBe(1);
    expect(stderr).toContain('the dump of chembl_24, results must be whole, got a part; nothing is left in "all.sql"');
    expect(readdirSync(project.folder).filter((name) => name.startsWith("all"))).toEqual([]);
  });

  test("say what stopped a restore midway", () => {
    project.write("broken.sql", "CREATE TABLE a (id INT);\nBROKEN;\n-- Dump completed\n");
    const args = ["restore", "broken.sql", "--database", "results", "--overwrite"];
    const { status, stderr } = project.slipway(...args);
    expect(status).toBe(1);
    expect(stderr).toContain("You have an error in your SQL syntax");
    expect(stderr).toContain('results may have a part of "broken.sql"');
  });

  test("have root's password in no list of arguments", () => {
    for (const program of ["mysql", "mysqldump", "sed", "gzip"]) {
      const real = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();
      const note = `printf '%s\\n' "$*" >> ${path("arguments")}; env >> ${path("arguments")}`;
      project.program(`cluster/programs/${program}`, `${note}\nexec ${real} "$@"`);
    }
    done("dump", "--out", "all.sql.gz");
    done("restore", "all.sql.gz", "--overwrite");
    done("restore", "all.sql.gz", "--overwrite");
    expect(project.read("arguments")).toContain("--defaults-file");
    expect(project.read("arguments") + project.asked.join("\n")).not.toContain("r00t");
  });
});

describe("the dumps on a volume", () => {
  test("are made now, listed, and restored", () => {
    // GIVEN
    const before = contents("chembl_24", "results");
    expect(done("dumps")).toBe("there are no dumps yet; slipway pipelines db dump models --to-dumps makes one\n");
    // WHEN
    const made = done("dump", "models", "--to-dumps");
    const [file = ""] = project.dumps;
    expect(made).toBe(`${file} holds chembl_24, results\n`);
    writeFileSync(join(project.volume, "part-abcdef"), "");
    writeFileSync(join(project.volume, "zz-broken-off.sql.gz"), "a".repeat(3000));
    // THEN
    const listed = done("dumps", "models");
    expect(listed).toMatch(new RegExp(`${file}.*KiB.*\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ `));
    expect(listed).toMatch(/zz-broken-off\.sql\.gz.*2\.9 KiB.*, not finished/);
    expect(listed).not.toContain("abcdef");
    expect(project.slipway("restore", "--from-dumps", "latest")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("results must have no tables, got 1; add --overwrite"),
      stderr: expect.stringContaining("must come to a good end, got BackoffLimitExceeded"),
    });
    dropAll();
    expect(done("restore", "--from-dumps", "latest", "models")).toBe(
      `reading ${file} into chembl_24 results\nchembl_24 has 4 tables\nresults has 1 tables\n`,
    );
    expect(contents("chembl_24", "results")).toBe(before);
    sql("UPDATE results.scores SET id = 7");
    done("restore", "models", "--from-dumps", file, "--overwrite");
    expect(sql("SELECT id FROM results.scores")).toBe("42");
    // Each job went with its end.
    expect(project.jobs).toEqual([]);
    expect(project.asked.filter((line) => line.startsWith("delete job"))).toHaveLength(6);
  });

  test("are told of with the server's version and size", () => {
    done("dump", "--to-dumps");
    const found = JSON.parse(done("status", "models", "--json"));
    expect(found).toMatchObject({
      ...{ name: "chembl-mysql", version: expect.stringContaining("MariaDB"), connections: 0, wrong: [] },
      lastDump: { name: project.dumps[0], bytes: expect.any(Number) },
    });
    const sizes = found.databases as { name: string; bytes: number; isDeclared: boolean }[];
    expect(sizes.filter(({ isDeclared }) => isDeclared).map(({ name, bytes }) => [name, bytes > 10_000])).toEqual([
      ["chembl_24", true],
      ["results", true],
    ]);
    expect(found.diskUsedPercent).toBeGreaterThan(0);
    expect(project.jobs).toEqual([]);
  });

  describe("are tried in a temporary server", () => {
    // MariaDB makes a data folder by a program of its own, and root must say that it is root.
    const MYSQLD = `case "$*" in
*--initialize-insecure*)
  set -- $(printf '%s\\n' "$@" | grep -e '^--no-defaults' -e '^--datadir')
  exec mariadb-install-db "$@" --auth-root-authentication-method=normal --user=$(id -un) ;;
esac
defaults=$1
shift
exec mariadbd "$defaults" --user=$(id -un) "$@"`;
    beforeEach(() => project.program("cluster/programs/mysqld", MYSQLD));

    test("which gives back their rows, also without the database", () => {
      sql("CREATE USER author@'%'; GRANT ALL ON chembl_24.* TO author@'%'");
      sql("CREATE DEFINER = author@'%' VIEW chembl_24.counted AS SELECT COUNT(*) FROM chembl_24.many");
      done("dump", "models", "--to-dumps");
      const [file = ""] = project.dumps;
      const before = contents("chembl_24", "results");
      sql("DROP USER author@'%'");
      sql("DROP DATABASE results");
      expect(done("drill", "models")).toMatch(
        new RegExp(`^${file}: restored in \\d+ s, 4 tables with 3004 rows, all equal\n$`),
      );
      expect(sql("SHOW DATABASES LIKE 'results'")).toBe("");
      expect(before).toContain("counted");
      expect(project.jobs).toEqual([]);
    });

    test("and are refused where they lack a database, or would not restore", () => {
      const whole = (text: string) => gzipSync(`${text}\n-- Dump completed on 2026-11-21\n`);
      writeFileSync(join(project.volume, "one.sql.gz"), whole("CREATE DATABASE `results`;\nUSE `results`;"));
      expect(project.slipway("drill", "--dump", "one.sql.gz").stdout).toBe(
        "one.sql.gz must hold chembl_24, got results; make another dump\n",
      );
      const both = "CREATE DATABASE `chembl_24`;\nCREATE DATABASE `results`;\nUSE `results`;\nBROKEN;";
      writeFileSync(join(project.volume, "broken.sql.gz"), whole(both));
      const broken = project.slipway("drill", "--dump", "broken.sql.gz");
      expect(broken.status).toBe(1);
      expect(broken.stdout).toMatch(
        /You have an error in your SQL syntax.*\nthe dump must be read to its end, got the error above/,
      );
      expect(project.slipway("drill", "--dump", "none.sql.gz").stdout).toContain(
        "--dump must be a dump of the volume, got none.sql.gz; ",
      );
    });

    test("and are refused where they restore to other rows", () => {
      const text = [
        ..."chembl_24 results".split(" ").map((each) => `CREATE DATABASE \`${each}\`;`),
        "USE `results`;",
        "CREATE TABLE `a` (`b` TINYINT);",
        "SET sql_mode = '';",
        "INSERT INTO `a` VALUES (1000);",
        "-- Dump completed on 2026-11-21",
      ];
      writeFileSync(join(project.volume, "other.sql.gz"), gzipSync(`${text.join("\n")}\n`));
      const { status, stdout } = project.slipway("drill", "--dump", "other.sql.gz");
      expect({ status, stdout }).toEqual({
        status: 1,
        stdout: "other.sql.gz must restore to the rows that it has, got others\n",
      });
    });

    test("and say why no server begins", () => {
      done("dump", "--to-dumps");
      project.program("cluster/programs/mysqld", 'echo "no room left"; exit 1');
      expect(project.slipway("drill").stdout).toBe("a temporary server must be made, got no room left\n");
    });
  });

  test("are refused where they are not whole, with the log of what looked", () => {
    writeFileSync(join(project.volume, "broken.sql.gz"), gzipSync("USE `results`;\n"));
    expect(project.slipway("restore", "--from-dumps", "broken.sql.gz")).toMatchObject({
      status: 1,
      stdout:
        "broken.sql.gz must be a whole dump, whose last line begins with '-- Dump completed', got a part; take another one\n",
    });
    writeFileSync(join(project.volume, "unnamed.sql.gz"), gzipSync("-- Dump completed\n"));
    expect(project.slipway("restore", "--from-dumps", "unnamed.sql.gz").stdout).toBe(
      "the dump must name its databases, got none; make it with --databases\n",
    );
    expect(project.slipway("restore", "--from-dumps", "none.sql.gz").stdout).toContain("got none.sql.gz;");
    expect(project.jobs).toEqual([]);
  });

  test("are followed to their end, though the log breaks off", () => {
    project.write("cluster/breaks-off", "");
    const real = spawnSync("sh", ["-c", "command -v gzip"], { encoding: "utf8" }).stdout.trim();
    project.program("cluster/programs/gzip", `echo packing >&2\nsleep 2\nexec ${real} "$@"`);
    expect(done("dump", "--to-dumps")).toMatch(
      /^packing\npacking\nchembl-mysql-\w+\.sql\.gz holds chembl_24, results\n$/,
    );
  });

  test("say that a restore broke off", () => {
    writeFileSync(
      join(project.volume, "broken.sql.gz"),
      gzipSync("USE `results`;\nDROP TABLE scores;\nBROKEN;\n-- Dump completed\n"),
    );
    const { status, stdout } = project.slipway("restore", "--from-dumps", "broken.sql.gz", "--overwrite");
    expect(status).toBe(1);
    expect(stdout).toContain("You have an error in your SQL syntax");
    expect(stdout).toContain("the dump must be read to its end, got the error above; a part of it may be there\n");
    expect(stdout).not.toContain("has 0 tables");
  });

  test("say why a dump failed", () => {
    project.program("cluster/programs/mysqldump", "echo 'no such server' >&2; exit 2");
    const { status, stdout, stderr } = project.slipway("dump", "--to-dumps");
    expect(status).toBe(1);
    expect(stdout).toContain("no such server\nthe dump must be whole, got a part; mysqldump says why above\n");
    expect(stderr).toContain("must come to a good end, got BackoffLimitExceeded: Job has reached the limit");
    expect(readdirSync(project.volume)).toEqual([]);
    expect(project.jobs).toEqual([]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("leave no job when the command gets %s", async (signal) => {
    project.program("cluster/programs/mysqldump", `touch ${path("began")}; exec sleep 60`);
    const command = project.begin("dump", "--to-dumps");
    let said = "";
    command.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    const ended = new Promise<number | null>((resolve) => command.once("exit", resolve));
    while (!existsSync(path("began"))) await new Promise((resolve) => setTimeout(resolve, 50));
    command.kill(signal);
    expect(await ended).toBe(1);
    expect(said).toBe(`interrupted by ${signal}\n`);
    expect(project.jobs).toEqual([]);
    // The job was killed with its pod, whose folders go with it; here they are one.
    const { environment } = project.json("cluster/pod.json") as { environment: { TMPDIR: string } };
    for (const name of readdirSync(environment.TMPDIR)) {
      expect(spawnSync("rm", ["-rf", join(environment.TMPDIR, name)]).status).toBe(0);
    }
  });
});
