import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ServerStatus } from "../../cli/services/database/status";
import type { BegunUpgrade } from "../../cli/services/database/upgrade/upgrade-record";
import { killTree } from "../support/kill-tree";
import { SshDaemon } from "../support/ssh-daemon";
import { until } from "../support/until";
import { docker, PlatformProject } from "./platform-project";
import { Writer } from "./postgres-writer";
import { S3 } from "./sandbox-s3";

/** An image of PostgreSQL 15. */
const POSTGRES = process.env.SLIPWAY_TEST_POSTGRES_IMAGE ?? "postgres:15";
/** A later major version. */
const NEXT = process.env.SLIPWAY_TEST_POSTGRES_NEXT_IMAGE ?? "postgres:18";
const SECRET = "it's a \\ hunter2 '";

/** One story: a server is deployed, changed, killed while somebody writes, dumped, lost and restored. */
describe("a PostgreSQL server, on a real engine", () => {
  const lab = new PlatformProject();
  const container = lab.name("lab-db");
  const volume = lab.name("lab-db-postgres");
  const path = (file: string) => join(lab.project.folder, file);
  const sql = (query: string, database = "nmpi") =>
    docker("exec", container, "psql", "-X", "-qAt", "-U", "postgres", "-d", database, "-c", query).trim();
  const db = (...words: string[]) => lab.slipway("services", "db", ...words);
  let rows = 0;

  beforeAll(async () => {
    process.env.TF_VAR_nmpi_database_password = SECRET;
    await lab.engine.mustHave(POSTGRES, "of PostgreSQL 15 in SLIPWAY_TEST_POSTGRES_IMAGE");
    await lab.engine.mustHave(NEXT, "of PostgreSQL 18 in SLIPWAY_TEST_POSTGRES_NEXT_IMAGE");
    await lab.start();
  });
  afterAll(async () => {
    delete process.env.TF_VAR_nmpi_database_password;
    await lab.stop();
  });

  function platform({ image = POSTGRES, name = "db", settings = "", volume = "", more = "" } = {}): string {
    return `postgres: {
    ${name}: {
      image: { local: "${image}" }, memoryMiB: 256, settings: { ${settings} },${volume}${more}
      roles: { nmpi_dbadmin: { password: { variable: "nmpi_database_password" } }, reader: {} },
      databases: { nmpi: { owner: "nmpi_dbadmin" } },
    },
  },
  services: {}`;
  }

  /** Rows, and a sum over all of them. */
  const content = () => sql("SELECT count(*), sum(hashtext(row::text || ' of ' || text)) FROM jobs");
  /** What a server with that password says to a role that asks from its network. */
  const asked = (role: string, password: string) => {
    const words = [
      "exec",
      "--env",
      "PGPASSWORD",
      container,
      "psql",
      "-X",
      "-qAt",
      "-h",
      container,
      "-U",
      role,
      "-d",
      "nmpi",
    ];
    const env = { ...process.env, PGPASSWORD: password };
    const { stdout, stderr } = spawnSync("docker", [...words, "-c", "SELECT current_user"], { encoding: "utf8", env });
    return (stdout || stderr).trim();
  };

  test("is deployed, with roles that may do no more than they need", async () => {
    await lab.deploy("lab", platform());
    expect(asked("nmpi_dbadmin", SECRET)).toBe("nmpi_dbadmin");
    expect(asked("nmpi_dbadmin", "hunter3")).toMatch(/password authentication failed/);
    const reader = (await db("password", "--role", "reader")).text.trim();
    expect(reader).toMatch(/^[\w-]{32}$/);
    expect(asked("reader", reader)).toMatch(/permission denied for database "nmpi"/);
    expect(asked("postgres", (await db("password")).text.trim())).toBe("postgres");
    expect(sql("SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreatedb OR rolcreaterole")).toBe("postgres");
    // No password is where others look.
    const state = readFileSync(path(`terraform.tfstate.d/${lab.name("lab")}/terraform.tfstate`), "utf8");
    const inspected = docker("inspect", container);
    for (const secret of ["hunter2", reader]) {
      expect(state).not.toContain(secret);
      expect(inspected).not.toContain(secret);
      expect(JSON.stringify(lab.project.stack(lab.name("lab")))).not.toContain(secret);
    }
  });

  test("is known to the commands", async () => {
    const { code, text } = await lab.slipway("services", "list", "--json");
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
    expect(text).toContain(`"container": "${container}"`);
    expect((await lab.slipway("services", "logs", "db")).text).toContain(
      "database system is ready to accept connections",
    );
    const status = JSON.parse((await db("status", "--json")).text) as ServerStatus[];
    expect(status).toMatchObject([{ name: "db", node: "local", container, volume, maxConnections: 100, wrong: [] }]);
    expect((await db("psql", "--", "-Atc", "SELECT 6 * 7")).code).toBe(0);
  });

  test("loses no row that it has acknowledged, killed or stopped", async () => {
    sql("CREATE TABLE written (row int PRIMARY KEY)");
    const expectAll = () => expect(sql(`SELECT count(*) FROM written WHERE row <= ${rows}`)).toBe(`${rows}`);
    /** What the engine says of its health may be of before. */
    const answer = () => {
      try {
        return sql("SELECT 1");
      } catch (error) {
        return (error as Error).message;
      }
    };
    const answers = () => until(answer, (text) => text === "1");

    // The server alone: the engine starts it again.
    let writer = new Writer(container, "nmpi", 1);
    await writer.has(300);
    docker("exec", container, "sh", "-c", "kill -9 $(head -n 1 $PGDATA/postmaster.pid)");
    rows = await writer.end();
    await answers();
    expectAll();

    // All of the container.
    const last = Number(sql("SELECT max(row) FROM written"));
    writer = new Writer(container, "nmpi", last + 1);
    await writer.has(300);
    docker("kill", "--signal", "KILL", container);
    rows = await writer.end();
    expect(rows).toBeGreaterThan(last + 299);
    docker("start", container);
    await answers();
    expectAll();

    // A change: the old one stops in order, on the same volume.
    writer = new Writer(container, "nmpi", Number(sql("SELECT max(row) FROM written")) + 1);
    await writer.has(300);
    const text = await lab.deploy("lab", platform({ settings: `work_mem: "8MB"` }));
    rows = await writer.end();
    expect(text).toMatch(/sessions end; it starts again in some seconds, with the data of volume/);
    expect(text).toMatch(/stopped in \d+\.\d s; the next one is made/);
    expect(sql("SHOW work_mem")).toBe("8MB");
    expectAll();
    expect(docker("logs", container)).not.toMatch(/database system was not properly shut down/);
    await lab.expectNothingToDo("lab");
  });

  test("refuses another major version, and runs on", async () => {
    const image = `${lab.prefix}-pg:16`;
    const program = "/usr/local/sbin/postgres";
    const file = `FROM ${POSTGRES}\nLABEL slipway-test=${lab.prefix}\nRUN printf '#!/bin/sh\\necho "postgres (PostgreSQL) 16.1"\\n' >${program} && chmod 755 ${program}\n`;
    const built = spawnSync("docker", ["build", "--quiet", "--tag", image, "-"], { input: file, encoding: "utf8" });
    expect(built.status).toBe(0);
    const before = docker("inspect", "--format", "{{.Id}}", container);
    const { code, text } = await lab.slipway("deploy", lab.write("lab", platform({ image })), "--auto-approve");
    expect(code).toBe(1);
    expect(text).toContain(
      `postgres.db.image must be of PostgreSQL 15, as the data on volume ${volume} are, got 16; nothing was changed`,
    );
    expect(docker("inspect", "--format", "{{.Id}}", container)).toBe(before);
  });

  test("is not left behind by another name, and stays when it leaves the file", async () => {
    const written = sql("SELECT count(*) FROM written");
    const { code, text } = await lab.slipway("deploy", lab.write("lab", platform({ name: "data" })), "--auto-approve");
    const name = lab.name("lab");
    expect({ code, text: text.split("\n").find((line) => line.startsWith("postgres.")) }).toEqual({
      code: 1,
      text: `postgres.data must have its data in ${name}, got none there, and those of ${container} on volume ${volume} in ${name}; nothing was changed in ${name}: write volume: "${volume}" to keep them, or volume: "${name}-data-postgres" to start without them`,
    });
    expect(sql("SELECT count(*) FROM written")).toBe(written);

    lab.write("lab", "services: {}");
    expect(await lab.succeed("deploy", name, "--auto-approve")).toContain(
      `its data stay on the node, in volume ${volume}`,
    );
    expect(lab.running("lab")).toEqual({});
    // Now no plan knows of it: the node does.
    const later = await lab.slipway("deploy", lab.write("lab", platform({ name: "data" })), "--auto-approve");
    expect(later.text).toContain(
      `postgres.data must have its data on local, got none there, and the volume ${volume} of postgres.db on local; no data was changed: write volume: "${volume}" to use them, or volume: "${name}-data-postgres" to start empty`,
    );
    await lab.deploy("lab", platform());
    expect(sql("SELECT count(*) FROM written")).toBe(written);
  });

  test("is dumped, lost and restored", async () => {
    sql(
      "CREATE TABLE jobs (row int PRIMARY KEY, text text, id serial); INSERT INTO jobs (row, text) SELECT n, md5(n::text) FROM generate_series(1, 5000) n",
    );
    sql(
      "INSERT INTO jobs VALUES (0, E'DROP DATABASE nmpi;\\n\\\\connect postgres\\nit''s') ; ALTER TABLE jobs OWNER TO nmpi_dbadmin",
    );
    // What --clean takes away by other statements than DROP.
    sql(
      "CREATE TABLE years (year int) PARTITION BY RANGE (year); CREATE TABLE past PARTITION OF years FOR VALUES FROM (0) TO (2000)",
    );
    sql("CREATE VIEW last AS SELECT row, text FROM jobs GROUP BY row; ALTER TABLE years ENABLE ROW LEVEL SECURITY");
    sql("CREATE VIEW latest AS SELECT * FROM last; SELECT lo_create(4711)");
    const before = content();
    const dumped = await db("dump", "--out", path("nmpi.dump"));
    expect(dumped.text).toMatch(/nmpi of postgres\.db, .* read back to its end/);
    const pgDump = (...words: string[]) => docker("exec", container, "pg_dump", "-U", "postgres", ...words, "nmpi");
    const plain = pgDump("--clean", "--create", "--inserts");
    writeFileSync(path("nmpi.sql.gz"), gzipSync(plain));
    writeFileSync(path("clean.sql"), pgDump("--clean", "--blobs"));
    writeFileSync(path("inserts.sql"), pgDump("--clean", "--inserts", "--if-exists"));
    writeFileSync(path("cut.sql"), plain.slice(0, -2000));
    writeFileSync(path("cut.dump"), readFileSync(path("nmpi.dump")));
    truncateSync(path("cut.dump"), 20_000);

    // Another volume is a new server.
    const volume = `${lab.name("lab")}-db-2`;
    await lab.deploy("lab", platform({ volume: ` volume: "${volume}",` }));
    expect(sql("SELECT count(*) FROM pg_stat_user_tables")).toBe("0");
    for (const cut of ["cut.dump", "cut.sql"]) {
      expect((await db("restore", path(cut))).text).toMatch(/cut\.\w+ must be a whole dump, got .*; it is cut off/);
    }
    expect(sql("SELECT datname FROM pg_database WHERE datname LIKE 'nmpi%'")).toBe("nmpi");
    expect(await db("restore", path("nmpi.dump"))).toMatchObject({ code: 0 });
    expect(content()).toBe(before);
    expect((await db("restore", path("nmpi.sql.gz"))).text).toContain("nmpi must be empty, got 7 tables");
    for (const file of ["nmpi.sql.gz", "clean.sql", "inserts.sql"]) {
      sql("DELETE FROM jobs");
      const { code, text } = await db("restore", path(file), "--replace");
      expect({ file, code, text: code === 0 ? "" : text }).toEqual({ file, code: 0, text: "" });
      expect(content()).toBe(before);
    }
    expect(sql("SELECT lo_unlink(4711), count(*) FROM latest")).toBe("1|5001");
    expect(sql("SELECT tableowner FROM pg_tables WHERE tablename = 'jobs'")).toBe("nmpi_dbadmin");
    expect(sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'nmpi_before_%'")).toBe("3");
    expect((await db("status", "--json")).code).toBe(0);
  });

  test("is backed up to S3, to an ssh host and to a folder, and each dump is tried", async () => {
    const sandbox = await S3.start(lab.project.folder);
    const host = new SshDaemon();
    await host.start();
    const beats: string[] = [];
    const heartbeat = createServer((request, response) => {
      beats.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((done) => heartbeat.listen(0, "127.0.0.1", done));
    const { port } = heartbeat.address() as AddressInfo;
    const volume = ` volume: "${lab.name("lab")}-db-2",`;
    const to = (backup: string, settings = "") =>
      lab.write("lab", platform({ volume, settings, more: ` backup: { ${backup} },` }));
    const said = async (...words: string[]) => {
      const { code, text } = await db(...words);
      return { code, text };
    };
    try {
      to(`to: "s3://lab-backups/platform", heartbeat: "http://127.0.0.1:${port}/beat", keep: 1`);
      expect((await db("status")).text).toContain("nmpi must have a dump, got none: slipway services db backup");
      const first = await said("backup");
      expect(first).toEqual({
        code: 0,
        text: expect.stringMatching(/^s3:\/\/lab-backups\/platform\/\S+\.dump: nmpi of/),
      });
      expect(await said("backup", "--if-due")).toEqual({ code: 0, text: "postgres.db: no dump is due\n" });
      await said("backup");
      // The older one is gone, and the heartbeat is asked where a dump was made.
      expect({ count: (await sandbox.keys()).length, beats }).toEqual({ count: 2, beats: ["/beat", "/beat"] });
      const status = JSON.parse((await db("status", "--json")).text) as ServerStatus[];
      expect(status).toMatchObject([{ dumps: [{ database: "nmpi", time: expect.any(String) }], wrong: [] }]);

      // What was written since is not in it.
      const before = content();
      sql("DELETE FROM jobs WHERE row > 100");
      expect(await said("drill")).toEqual({
        ...{
          code: 0,
          text: expect.stringMatching(/: restored on local in \S+ s, \d+ tables with \d+ rows, all equal\n$/),
        },
      });
      expect(await said("restore", "--last", "--replace")).toMatchObject({ code: 0 });
      expect(content()).toBe(before);

      const folder = join(lab.project.folder, "at-the-host");
      to(`to: "${host.host}${folder}", hostKey: "${host.hostKey}"`);
      expect(await said("backup")).toMatchObject({ code: 0 });
      const [dumped = ""] = readdirSync(join(folder, container, "nmpi")).filter((name) => name.endsWith(".dump"));
      truncateSync(join(folder, container, "nmpi", dumped), 30_000);
      expect((await said("drill")).text).toMatch(/\.dump must restore, got an error\n.*end of file/);

      // A deployment that replaces the server makes one first.
      const text = await lab.succeed("deploy", to('to: "dumps"', 'work_mem: "16MB"'), "--auto-approve");
      expect(text).toMatch(/dumps\/\S+\.dump: nmpi of postgres\.db, .*, read back\n(.*\n)*.*stopped in/);
      expect(readdirSync(path(join("dumps", container, "nmpi")))).toHaveLength(2);
      expect(docker("ps", "--all", "--quiet", "--filter", `name=^${container}-drill$`)).toBe("");
    } finally {
      heartbeat.close();
      host.stop();
      await sandbox.stop();
    }
  });

  test("moves to another major version with equal rows, also when it is killed in the middle", async () => {
    const [old, fresh] = [`${lab.name("lab")}-old`, `${lab.name("lab-db")}-postgres-18`];
    await lab.deploy("lab", platform({ volume: ` volume: "${old}",` }));
    sql("CREATE TABLE upgraded (row int PRIMARY KEY, text text); ALTER TABLE upgraded OWNER TO nmpi_dbadmin");
    sql("INSERT INTO upgraded SELECT n, md5(n::text) FROM generate_series(1, 3000) n");
    sql("CREATE DATABASE mine");
    const rows = "SELECT count(*), sum(hashtext(row::text || ' of ' || text)) FROM upgraded";
    const before = sql(rows);
    const upgrade = ["services", "db", "upgrade", lab.name("lab"), "--image", NEXT, "--auto-approve"];
    const recordOf = () => {
      const file = path(`terraform.tfstate.d/${lab.name("lab")}/upgrade-db/upgrade.json`);
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BegunUpgrade) : undefined;
    };

    // Roles that the file lacks could not be restored.
    sql("CREATE ROLE other; GRANT SELECT ON upgraded TO other");
    expect(await lab.slipway(...upgrade)).toEqual({
      code: 1,
      text: "postgres.db.roles must have all roles with rights in nmpi, got none of the name other; declare them, and deploy first\n",
    });
    sql("DROP OWNED BY other; DROP ROLE other");

    // Dumped, and killed before the next server is there.
    const killed = lab.begin(upgrade);
    await until(
      () => recordOf()?.dumps.length,
      (count) => count === 1,
    );
    killTree(killed.pid as number);
    await killed.end;
    expect(recordOf()).toMatchObject({ oldVolume: old, volume: fresh });
    const { code, text } = await lab.slipway(...upgrade);
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
    expect(text).toMatch(/nmpi: \d+ tables with \d+ rows, all equal\npostgres\.db: PostgreSQL 18/);
    expect(text).toContain(`--remove-old ${old}`);
    expect(docker("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", container).split(" ")).toContain(fresh);
    expect(sql("SHOW server_version_num")).toMatch(/^18/);
    expect(sql(rows)).toBe(before);
    expect(asked("nmpi_dbadmin", SECRET)).toBe("nmpi_dbadmin");
    expect(recordOf()).toBeUndefined();
    expect(sql("SELECT tableowner FROM pg_tables WHERE tablename = 'upgraded'")).toBe("nmpi_dbadmin");
    await lab.expectNothingToDo("lab");

    expect((await db("upgrade", "--remove-old", fresh)).text).toBe(
      `--remove-old must be an old volume, got "${fresh}", which postgres.db has now\n`,
    );
    expect(docker("volume", "ls", "--quiet", "--filter", `name=^${old}$`)).toBe(`${old}\n`);
    expect(await db("upgrade", "--remove-old", old)).toEqual({ code: 0, text: `${old}: removed from local\n` });
    expect(docker("volume", "ls", "--quiet", "--filter", `name=^${old}$`)).toBe("");
  });
});
