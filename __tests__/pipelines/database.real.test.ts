import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { bucketFetchScript, bucketListScript, readDumps } from "../../constructs/pipelines/database/render/dump-list";
import { dumpScript, uploadScript } from "../../constructs/pipelines/database/render/dump-scripts";
import {
  checkLoadScript,
  copyScript,
  fetchScript,
  type LoadParts,
  loadScript,
} from "../../constructs/pipelines/database/render/load-scripts";
import { restoreScript } from "../../constructs/pipelines/database/render/restore-scripts";
import { type Setup, setupScript } from "../../constructs/pipelines/database/render/setup-script";
import { Database, text } from "./database";

// MariaDB stands for MySQL. It cannot show what is MySQL's alone: that 8.4 takes `mysql_native_password=ON` and
// `authentication_policy`, `IDENTIFIED WITH … BY`, and the right SHOW_ROUTINE.

const PASSWORDS = {
  "mysql-chembl_ro-password": 'it\'s \\ a "password" $HOME `id`',
  "mysql-writer-password": "plain",
  "mysql-owner-password": "owner",
  "mysql-dump-password": "dump",
  "mysql-metrics-password": "metrics",
};

const SETUP: Setup = {
  host: "chembl-mysql",
  port: 3306,
  databases: ["chembl_24", "results"],
  initScripts: [],
  users: [
    { name: "chembl_ro", passwordKey: "mysql-chembl_ro-password", rights: "read", databases: ["chembl_24"] },
    { name: "writer", passwordKey: "mysql-writer-password", rights: "write", databases: ["chembl_24"] },
    { name: "owner", passwordKey: "mysql-owner-password", rights: "owner", databases: ["results"] },
    { name: "slipway_dump", passwordKey: "mysql-dump-password", rights: "dump", databases: ["chembl_24", "results"] },
    { name: "slipway_metrics", passwordKey: "mysql-metrics-password", rights: "metrics", databases: [] },
  ],
  authPlugin: "caching_sha2_password",
};

const database = new Database();
let secrets: string;

beforeAll(async () => {
  await database.start();
  secrets = database.newFolder("secrets", { ...PASSWORDS, "mysql-root-password": database.rootPassword });
});
afterAll(() => database.stop());

const run = (script: string, environment: Readonly<Record<string, string>> = {}) =>
  database.run(script, { SECRETS_FOLDER: secrets, ...environment });

/** A script must succeed; what it says comes back. */
function done(script: string, environment?: Readonly<Record<string, string>>): string {
  const { status, stdout, stderr } = run(script, environment);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("the setup of a database", () => {
  const init =
    "CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(20));\nINSERT INTO notes VALUES (1, 'it is ${so}');\n";
  const hash = createHash("sha256").update(init).digest("hex");
  const setup = { ...SETUP, initScripts: [{ file: "01-notes.sql", hash }] };
  const scripts = () => ({ SCRIPTS_FOLDER: database.newFolder("scripts", { "01-notes.sql": init }) });

  test("makes databases and users, and runs a script once", () => {
    // WHEN
    const first = done(setupScript(setup), scripts());
    const second = done(setupScript(setup), scripts());
    // THEN
    expect(first).toContain("init script 01-notes.sql has run");
    expect(second).not.toContain("has run");
    expect(database.asRoot("SELECT text FROM chembl_24.notes")).toBe("it is ${so}");
  });

  test("refuses a script that has changed since it ran", () => {
    const changed = { ...setup, initScripts: [{ file: "01-notes.sql", hash: "0".repeat(64) }] };
    const { status, stderr } = run(setupScript(changed), scripts());
    expect(status).toBe(1);
    expect(stderr).toBe(
      "init script 01-notes.sql must stay as it was when it ran, got another text; give the new text another name\n",
    );
  });

  test.each([
    ["chembl_ro", "SELECT COUNT(*) FROM chembl_24.notes", "1"],
    ["chembl_ro", "INSERT INTO chembl_24.notes VALUES (2, 'x')", "INSERT command denied"],
    ["chembl_ro", "CREATE TABLE chembl_24.more (id INT)", "CREATE command denied"],
    ["chembl_ro", "SELECT * FROM slipway.users", "SELECT command denied"],
    ["chembl_ro", "SELECT * FROM mysql.user", "SELECT command denied"],
    // In a grant, an underscore that is not escaped stands for any letter.
    ["chembl_ro", "USE chemblx24", "Access denied"],
    ["writer", "INSERT INTO chembl_24.notes VALUES (2, 'x')", ""],
    ["writer", "DROP TABLE chembl_24.notes", "DROP command denied"],
    ["owner", "CREATE TABLE results.mine (id INT)", ""],
    ["owner", "SELECT * FROM chembl_24.notes", "SELECT command denied"],
    ["owner", "CREATE USER other", "Access denied"],
    ["slipway_dump", "DELETE FROM chembl_24.notes", "DELETE command denied"],
    ["slipway_metrics", "SELECT COUNT(*) FROM chembl_24.notes", "SELECT command denied"],
    ["slipway_metrics", "SELECT COUNT(*) > 0 FROM information_schema.processlist WHERE user = 'slipway_metrics'", "1"],
    ["slipway_metrics", "SHOW GRANTS", "GRANT PROCESS, BINLOG MONITOR ON *.*"],
    ["slipway_metrics", "SHOW GRANTS", "MAX_USER_CONNECTIONS 3"],
  ])("lets %s do what it may: %s", (user, sql, says) => {
    database.asRoot("CREATE DATABASE IF NOT EXISTS chemblx24");
    const key = `mysql-${user.replace("slipway_", "")}-password`;
    const answer = database.ask(user, PASSWORDS[key as keyof typeof PASSWORDS], sql);
    if (says === "") expect(answer).toBe("");
    else expect(answer).toContain(says);
  });

  test("takes a user away that is no longer wanted, and another's is left", () => {
    // GIVEN
    database.asRoot("CREATE USER theirs@'%' IDENTIFIED BY 'x'");
    // WHEN
    const users = SETUP.users.filter(({ name }) => name !== "owner");
    expect(done(setupScript({ ...SETUP, users }))).toContain("user owner is gone");
    // THEN
    const names = database.asRoot("SELECT user FROM mysql.user WHERE host = '%' ORDER BY user").split("\n");
    expect(names).toEqual(["chembl_ro", "root", "slipway_dump", "slipway_metrics", "theirs", "writer"]);
  });

  test("gives a user a new password, and no right that it no longer has", () => {
    // WHEN
    const users = [{ ...SETUP.users[1], rights: "read" } as const, ...SETUP.users.slice(2)];
    const others = {
      SECRETS_FOLDER: database.newFolder("secrets", {
        ...PASSWORDS,
        "mysql-root-password": database.rootPassword,
        "mysql-writer-password": "another",
      }),
    };
    done(setupScript({ ...SETUP, users: users as never }), others);
    // THEN
    expect(database.ask("writer", "plain", "SELECT 1")).toContain("Access denied");
    expect(database.ask("writer", "another", "SELECT 1")).toBe("1");
    expect(database.ask("writer", "another", "DELETE FROM chembl_24.notes")).toContain("DELETE command denied");
    done(setupScript(SETUP));
  });

  test("says which key a secret lacks", () => {
    const { status, stderr } = run(setupScript(SETUP), {
      SECRETS_FOLDER: database.newFolder("secrets", { "mysql-root-password": database.rootPassword }),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^the password of chembl_ro must be in .*\/mysql-chembl_ro-password, got nothing; is the key in the secret\?\n$/,
    );
  });

  test("leaves no password behind", () => {
    const work = database.newFolder("work");
    done(setupScript(SETUP), { WORK_FOLDER: work });
    expect(readdirSync(work)).toEqual([]);
  });
});

describe("a load", () => {
  const sql = "CREATE TABLE molecules (id INT PRIMARY KEY);\nINSERT INTO molecules VALUES (1), (2), (3);\n";
  let server: Server;
  let served: Buffer;
  let parts: LoadParts;

  beforeAll(async () => {
    server = createServer((_request, response) => response.end(served)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
  });
  afterAll(() => server.close());

  const serve = (bytes: Buffer, more: Partial<LoadParts> = {}) => {
    served = bytes;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chembl.sql.gz`;
    parts = { host: "", port: 0, name: "chembl", database: "chembl_25", url, sha256, revision: "1", ...more };
  };
  /** The steps of the job; the server here answers while a step runs. */
  const load = async () => {
    const work = { WORK_FOLDER: database.newFolder("work") };
    const said = [done(checkLoadScript(parts), work)];
    // A process that is waited for would keep this one from answering.
    const fetched = database.newFolder("fetch");
    writeFileSync(join(fetched, "fetch.sh"), fetchScript(parts));
    said.push(await asynchronously(join(fetched, "fetch.sh"), work));
    said.push(done(loadScript(parts), work));
    return { said: said.join(""), left: readdirSync(work.WORK_FOLDER) };
  };

  test("makes the database, once for each revision", async () => {
    serve(gzipSync(sql));
    expect((await load()).said).toContain("chembl_25 has 1 tables of revision 1");
    expect(database.asRoot("SELECT COUNT(*) FROM chembl_25.molecules")).toBe("3");
    // Nothing is fetched again.
    served = Buffer.from("gone");
    const second = await load();
    expect(second.said).toBe("chembl_25 has revision 1 already\n");
    expect(second.left).toEqual(["done"]);
    serve(gzipSync(`${sql}INSERT INTO molecules VALUES (4);`), { revision: "2" });
    expect((await load()).said).toContain("chembl_25 has 1 tables of revision 2");
    expect(database.asRoot("SELECT COUNT(*) FROM chembl_25.molecules")).toBe("4");
  });

  test("that was interrupted begins with an empty database", async () => {
    serve(gzipSync(sql), { name: "broken", database: "chembl_26" });
    const work = {
      WORK_FOLDER: database.newFolder("work", { "data.sql": "CREATE TABLE molecules (id INT);\nBROKEN;\n" }),
    };
    expect(run(loadScript(parts), { ...work }).status).not.toBe(0);
    done(checkLoadScript(parts));
    expect((await load()).said).toContain("chembl_26 has 1 tables of revision 1");
  });

  test("takes nothing away that it has not made", () => {
    serve(gzipSync(sql), { name: "theirs", database: "by_hand" });
    database.asRoot("CREATE DATABASE by_hand; CREATE TABLE by_hand.rows (id INT)");
    const { status, stderr } = run(checkLoadScript(parts));
    expect(status).toBe(1);
    expect(stderr).toBe(
      "database by_hand must be empty, or one that a load has made, got 1 tables; take them out, or load into another\n",
    );
  });

  test("of another file than was meant is refused", async () => {
    serve(gzipSync(sql), { sha256: "0".repeat(64), name: "other", database: "other" });
    const folder = database.newFolder("fetch", { "fetch.sh": fetchScript(parts) });
    await expect(asynchronously(join(folder, "fetch.sh"), { WORK_FOLDER: folder })).rejects.toThrow(
      `${parts.url} must have sha256 ${"0".repeat(64)}, got ${createHash("sha256").update(served).digest("hex")}; is it another file by now?`,
    );
  });

  test("takes a file out of an archive", async () => {
    const folder = database.newFolder("archive", { "chembl.dmp": sql });
    execFileSync("tar", ["-czf", join(folder, "all.tar.gz"), "-C", folder, "chembl.dmp"]);
    serve(readFileSync(join(folder, "all.tar.gz")), { name: "archive", database: "chembl_27", member: "chembl.dmp" });
    parts = { ...parts, url: parts.url.replace(".sql.gz", ".tar.gz") };
    expect((await load()).said).toContain("chembl_27 has 1 tables of revision 1");
  });
});

async function asynchronously(path: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, ...environment };
    execFile("sh", [path], { env }, (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout)));
  });
}

describe("dump and restore", () => {
  const dump = { host: "", port: 0, name: "chembl-mysql", databases: ["chembl_24", "results"] };
  const latest = { ...dump, dump: "latest", overwrite: false };
  const fill = () =>
    database.asRoot(
      `CREATE DATABASE IF NOT EXISTS chembl_24; CREATE DATABASE IF NOT EXISTS results;
       CREATE OR REPLACE TABLE results.scores (id INT, picture BLOB, name VARCHAR(20));
       INSERT INTO results.scores VALUES (1, x'00ff27', 'Ångström'), (2, NULL, '');
       CREATE OR REPLACE VIEW results.good AS SELECT id FROM results.scores;
       CREATE OR REPLACE FUNCTION results.twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x;`,
    );

  test("bring back every row, view and function, as another server would get them", () => {
    // GIVEN
    expect(fill()).toBe("");
    done(setupScript(SETUP));
    const work = database.newFolder("dumps");
    // WHEN
    const said = done(dumpScript({ ...dump, keep: 2 }), { WORK_FOLDER: work });
    const file = readdirSync(work).find((each) => each.endsWith(".sql.gz")) as string;
    expect(said).toBe(`${file} holds chembl_24, results\n`);
    expect(file).toMatch(/^chembl-mysql-\d{8}T\d{6}Z\.sql\.gz$/);
    database.asRoot("DROP DATABASE results; DROP DATABASE chembl_24");
    const restored = done(restoreScript({ ...latest, dump: file }), { WORK_FOLDER: work });
    // THEN
    expect(restored).toContain("results has 3 tables");
    expect(database.asRoot("SELECT id, HEX(picture), name FROM results.scores ORDER BY id")).toBe(
      "1\t00FF27\tÅngström\n2\tNULL",
    );
    expect(database.asRoot("SELECT results.twice(21), (SELECT COUNT(*) FROM results.good)")).toBe("42\t2");
  });

  test("take no rows away without a word", () => {
    fill();
    done(setupScript(SETUP));
    const work = database.newFolder("dumps");
    done(dumpScript(dump), { WORK_FOLDER: work });
    database.asRoot("DELETE FROM results.scores");
    const { status, stderr } = run(restoreScript(latest), { WORK_FOLDER: work });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `chembl_24 must have no tables, got 1; add --overwrite to replace those that the dump has too
results must have no tables, got 3; add --overwrite to replace those that the dump has too
`,
    });
    expect(database.asRoot("SELECT COUNT(*) FROM results.scores")).toBe("0");
    done(restoreScript({ ...latest, overwrite: true }), { WORK_FOLDER: work });
    expect(database.asRoot("SELECT COUNT(*) FROM results.scores")).toBe("2");
  });

  test("refuse a dump that is no longer what was written", () => {
    const work = database.newFolder("dumps");
    done(dumpScript(dump), { WORK_FOLDER: work });
    const file = join(work, readdirSync(work).find((each) => each.endsWith(".sql.gz")) as string);
    writeFileSync(file, readFileSync(file).subarray(0, 200));
    const again = () => run(restoreScript({ ...latest, overwrite: true }), { WORK_FOLDER: work });
    expect(again()).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^chembl-mysql-\d{8}T\d{6}Z\.sql\.gz must be as it was written, got another checksum/,
      ),
    });
    // A part with a checksum of its own.
    writeFileSync(`${file}.sha256`, createHash("sha256").update(readFileSync(file)).digest("hex"));
    expect(again()).toMatchObject({ status: 1, stderr: expect.stringContaining(" must be a whole dump") });
    writeFileSync(file, gzipSync("CREATE DATABASE results;\nUSE results;\n"));
    writeFileSync(`${file}.sha256`, createHash("sha256").update(readFileSync(file)).digest("hex"));
    expect(again()).toMatchObject({ status: 1, stderr: expect.stringContaining(" must be a whole dump") });
  });

  test("leave no password, and no part, where the dumps are", () => {
    const work = database.newFolder("dumps");
    done(dumpScript(dump), { WORK_FOLDER: work });
    const [file = ""] = readdirSync(work);
    expect(readdirSync(work)).toEqual([file, `${file}.sha256`, "latest"]);
    expect(run(dumpScript({ ...dump, databases: ["nowhere"] }), { WORK_FOLDER: work }).status).toBe(1);
    expect(readdirSync(work)).toEqual([file, `${file}.sha256`, "latest"]);
  });

  test("may be made two at a time, and tidy up after one that was killed a day ago", async () => {
    const folder = database.newFolder("dumps", { "part-abcdef": "", "part-ghijkl": "", "particles.sql.gz": "" });
    // The folder of a volume that only root may look into.
    mkdirSync(join(folder, "lost+found"));
    writeFileSync(join(folder, "lost+found", "part-abcdef"), "");
    const yesterday = new Date(Date.now() - 49 * 3_600_000);
    for (const name of ["part-abcdef", "particles.sql.gz", "lost+found/part-abcdef"])
      utimesSync(join(folder, name), yesterday, yesterday);
    const path = join(database.newFolder("script", { "main.sh": dumpScript(dump) }), "main.sh");
    const values = {
      ...{ SECRETS_FOLDER: secrets, DATABASE_HOST: "127.0.0.1", DATABASE_PORT: String(database.port) },
      ...{ WORK_FOLDER: folder, WAIT_SECONDS: "4" },
    };
    const said = await Promise.all([asynchronously(path, values), asynchronously(path, values)]);
    for (const each of said) {
      const [file = ""] = each.split(" ");
      expect(gunzipSync(readFileSync(join(folder, file))).toString()).toContain("-- Dump completed");
    }
    const others = readdirSync(folder).filter((name) => name.startsWith("part"));
    expect(others).toEqual(["part-ghijkl", "particles.sql.gz"]);
    expect(readdirSync(join(folder, "lost+found"))).toEqual(["part-abcdef"]);
  });

  test("go into the databases of the server, and into no other", () => {
    database.asRoot(
      "CREATE OR REPLACE DATABASE theirs; CREATE TABLE theirs.a (id INT); INSERT INTO theirs.a VALUES (7)",
    );
    const folder = database.newFolder("dumps");
    const login = join(database.newFolder("login"), "login.cnf");
    const quoted = database.rootPassword.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
    writeFileSync(login, `[client]\nhost=127.0.0.1\nport=${database.port}\nuser=root\npassword="${quoted}"\n`);
    const text = execFileSync("mysqldump", [`--defaults-file=${login}`, "--databases", "results", "theirs"]);
    writeFileSync(join(folder, "by-hand.sql.gz"), gzipSync(text.toString().replace("(7)", "(8)")));
    const named = { ...latest, dump: "by-hand.sql.gz", overwrite: true };
    expect(run(restoreScript(named), { WORK_FOLDER: folder })).toMatchObject({
      status: 1,
      stderr:
        "the dump must hold databases of the server, chembl_24, results, got theirs; name them in databases, and deploy\n",
    });
    expect(database.asRoot("SELECT id FROM theirs.a")).toBe("7");
    expect(run(restoreScript({ ...named, dump: "other.sql.gz" }), { WORK_FOLDER: folder })).toMatchObject({
      status: 1,
      stderr: "--from-dumps must be a dump of the volume, got other.sql.gz; slipway pipelines db dumps lists them\n",
    });
    expect(run(restoreScript(latest), { WORK_FOLDER: folder }).stderr).toContain("got latest");
  });

  test("keep so many dumps, and no part of one", () => {
    const work = database.newFolder("dumps");
    for (const day of ["01", "02", "03"]) {
      for (const end of ["", ".sha256"])
        writeFileSync(join(work, `chembl-mysql-202001${day}T000000Z.sql.gz${end}`), "");
    }
    writeFileSync(join(work, "mine.sql.gz"), "");
    done(dumpScript({ ...dump, keep: 2 }), { WORK_FOLDER: work });
    const left = readdirSync(work).filter((each) => each.endsWith(".sql.gz"));
    expect(left).toHaveLength(3);
    expect(left).toContain("chembl-mysql-20200103T000000Z.sql.gz");
    expect(left).toContain("mine.sql.gz");
    // A database that is not there.
    const { status } = run(dumpScript({ ...dump, databases: ["nowhere"] }), { WORK_FOLDER: work });
    expect(status).toBe(1);
    expect(readdirSync(work).filter((each) => each.endsWith(".sql.gz"))).toHaveLength(3);
  });

  test("send a dump to a bucket, its checksum last", () => {
    const work = database.newFolder("dumps");
    done(dumpScript(dump), { WORK_FOLDER: work });
    const programs = database.newFolder("programs", { aws: '#!/bin/sh\necho "$@" >> "$WORK_FOLDER/../sent"\n' });
    chmodSync(join(programs, "aws"), 0o755);
    const file = readdirSync(work).find((each) => each.endsWith(".sql.gz")) as string;
    const script = uploadScript({ bucket: "dumps", prefix: "chembl", endpoint: "https://minio.example.org" });
    const said = done(script, { WORK_FOLDER: work, PATH: `${programs}:${process.env.PATH}` });
    expect(said).toBe(`${file} is in s3://dumps/chembl/\n`);
    expect(
      readFileSync(join(work, "..", "sent"), "utf8")
        .trim()
        .split("\n"),
    ).toEqual(
      [file, `${file}.sha256`].map(
        (each) =>
          `s3 cp --only-show-errors --endpoint-url https://minio.example.org ${work}/${each} s3://dumps/chembl/${each}`,
      ),
    );
  });
});

describe("the dumps of a bucket", () => {
  const place = { bucket: "dumps", prefix: "chembl", endpoint: "https://minio.example.org" };
  const LISTED = [
    "                           PRE old/",
    "2026-11-20 03:15:09       1200 chembl-mysql-20261120T031500Z.sql.gz",
    "2026-11-20 03:15:10         64 chembl-mysql-20261120T031500Z.sql.gz.sha256",
    "2026-11-21 03:15:09       1300 chembl-mysql-20261121T031500Z.sql.gz",
    "2026-11-21 03:15:10         64 chembl-mysql-20261121T031500Z.sql.gz.sha256",
    "2026-11-22 03:15:09        900 chembl-mysql-20261122T031500Z.sql.gz",
    "2026-11-22 03:15:09        900 notes.txt",
  ];

  /** A program in the place of `aws`, which notes what it is told. */
  function withAws(text: string) {
    const work = database.newFolder("work");
    const programs = database.newFolder("programs", {
      aws: `#!/bin/sh\necho "$TZ $*" >> "$WORK_FOLDER/asked"\n${text}\n`,
    });
    chmodSync(join(programs, "aws"), 0o755);
    return { work, environment: { WORK_FOLDER: work, PATH: `${programs}:${process.env.PATH}` } };
  }
  const listing = `case $2 in ls) cat <<'END'\n${LISTED.join("\n")}\nEND\n;; esac`;

  test("are listed, and those without a checksum are not whole", () => {
    const { work, environment } = withAws(listing);
    const dumps = readDumps(done(bucketListScript(place), environment).split("\n"));
    expect(dumps.map(({ name, bytes, time, isWhole }) => [name.slice(13, 21), bytes, time, isWhole])).toEqual([
      ["20261122", 900, "2026-11-22T03:15:09Z", false],
      ["20261121", 1300, "2026-11-21T03:15:09Z", true],
      ["20261120", 1200, "2026-11-20T03:15:09Z", true],
    ]);
    expect(text(join(work, "asked"))).toBe("UTC s3 ls --endpoint-url https://minio.example.org s3://dumps/chembl/\n");
  });

  test("may be none; an error is told", () => {
    expect(done(bucketListScript(place), withAws("exit 1").environment)).toBe("");
    expect(run(bucketListScript(place), withAws("echo 'no such bucket' >&2; exit 254").environment)).toMatchObject({
      status: 1,
      stderr: "no such bucket\n",
    });
  });

  test("are fetched: the last whole one, with its checksum", () => {
    const { work, environment } = withAws(listing);
    done(bucketFetchScript(place, "chembl-mysql"), environment);
    const copied = text(join(work, "asked")).trim().split("\n").slice(1);
    const file = "chembl-mysql-20261121T031500Z.sql.gz";
    const words = "UTC s3 cp --only-show-errors --endpoint-url https://minio.example.org s3://dumps/chembl/";
    expect(copied).toEqual([file, `${file}.sha256`].map((each) => `${words}${each} ${work}/${each}`));
    expect(run(bucketFetchScript(place, "other"), withAws(listing).environment)).toMatchObject({
      status: 1,
      stderr: "s3://dumps/chembl/ must have a dump, got none\n",
    });
  });
});

describe("a copy of another server's databases", () => {
  const other = new Database();
  beforeAll(() => other.start());
  afterAll(() => other.stop());

  test("has every row, and is made once", () => {
    // GIVEN
    const rows = Array.from({ length: 500 }, (_, index) => `(${index}, 'row ${index}')`).join(",");
    other.asRoot(`CREATE DATABASE old_data; CREATE TABLE old_data.a (id INT PRIMARY KEY, t TEXT); INSERT INTO old_data.a VALUES ${rows};
      CREATE TABLE old_data.\`odd name\` (id INT)`);
    const source = { host: "127.0.0.1", port: other.port, user: "root" };
    const script = copyScript({ host: "", port: 0, source, databases: ["old_data"] });
    const sources = { SOURCE_FOLDER: other.newFolder("source", { password: other.rootPassword }) };
    // WHEN
    const first = done(script, sources);
    const second = done(script, sources);
    // THEN
    expect(first).toBe("old_data has all rows of 2 tables\n");
    expect(second).toBe("old_data is copied already\n");
    expect(database.asRoot("SELECT COUNT(*) FROM old_data.a")).toBe("500");
    expect(existsSync(other.folder)).toBe(true);
  });
});
