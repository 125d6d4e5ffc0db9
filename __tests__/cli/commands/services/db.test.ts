import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { psqlIn, wordsOfPsql } from "../../../../cli/services/database/psql";
import type { Server } from "../../../../cli/services/database/server";
import { TestProject } from "../../../support/project";
import { slipwayIn } from "../../../support/warm-process";
import { FakeDocker } from "../../services/fake-docker";

const file = (postgres: string) => `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "none" },
  ${postgres}
  services: {},
};
`;
const ONE = `postgres: { db: {
  image: "postgres:17.6",
  roles: { nmpi_dbadmin: { password: { variable: "nmpi_password" } }, reader: {} },
  databases: { nmpi: { owner: "nmpi_dbadmin" }, quotas: { owner: "reader" } },
} },`;
const TWO = `postgres: { db: { image: "postgres:17.6" }, spare: { image: "postgres:17.6", sharesNode: true } },`;

describe("slipway services db", () => {
  const docker = new FakeDocker(`case "$*" in
*"pg_dump"*) [ ! -e "$FAKE/cut" ] || { echo "pg_dump: error: server closed the connection" >&2; exit 1; }; printf 'PGDMPrest';;
*"pg_restore"*) cat >"$FAKE/read"; [ ! -e "$FAKE/broken" ] || { echo "pg_restore: error: could not read from input file: end of file" >&2; exit 1; };;
*" psql -X -q -At"*) while read -r line; do case "$line" in "\\\\echo "*) echo "\${line#* }";; *export_snapshot*) echo snap-1;; *gexec) printf 'public.jobs\\t3\\t7\\n';; esac; done;;
"volume inspect"*there*) echo "lab/db";;
"volume inspect"*mine*) echo "/";;
"volume inspect"*) echo "Error: no such volume" >&2; exit 1;;
"volume rm"*) ;;
exec*) input=$(cat); printf '%s\\n' "$input" >>"$FAKE/asked"; case "$input" in *passwords*) echo generated;; *) [ -e "$FAKE/empty" ] && echo 0 || echo 3;; esac;;
*) echo "$*" >&2; exit 9;;
esac`);
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "environments/services/lab.ts": file(ONE) });
    docker.forget();
  });
  afterEach(() => project.remove());
  afterAll(() => docker.remove());

  const db = (...args: string[]) => {
    const { status, stdout, stderr } = slipwayIn(
      { cwd: project.folder, env: docker.environment() },
      "services",
      "db",
      ...args,
    );
    return { status, text: `${stdout}${stderr}` };
  };
  const refused = (args: readonly string[], text: string) =>
    expect(db(...args)).toEqual({ status: 1, text: `${text}\n` });
  const write = (text: string) => project.write("environments/services/lab.ts", text);

  test("wants a server and a database that the file has", () => {
    refused(["dump"], "--database is required; there are several: nmpi, quotas");
    refused(["dump", "--database", "nmp"], '--database must be one of nmpi, quotas, got "nmp"; did you mean "nmpi"?');
    refused(
      ["dump", "--database", "other"],
      '--database must be one of nmpi, quotas, got "other"; declare it in postgres.db.databases, and deploy',
    );
    refused(
      ["password", "--server", "other"],
      '--server must be one of db, got "other"; declare it in postgres of lab',
    );
    write(file(TWO));
    refused(["password"], "--server is required; there are several: db, spare");
    refused(
      ["dump", "--server", "spare"],
      "database must be in the file, got none; declare it in postgres.spare.databases, and deploy",
    );
    write(file(""));
    refused(["password"], "server must be in the file, got none; declare it in postgres of lab");
    expect(docker.told()).toEqual([]);
  });

  test("dump gives a file its name when it has been read back", () => {
    const { status, text } = db("dump", "--database", "nmpi", "--out", "nmpi.dump");
    expect({ status, text }).toEqual({
      status: 0,
      text: "nmpi.dump: nmpi of postgres.db, 9 B, read back to its end\n",
    });
    expect(project.read("nmpi.dump")).toBe("PGDMPrest");
    expect(docker.read("read")).toBe("PGDMPrest");
    expect(docker.told()).toEqual([
      "exec --interactive lab-db pg_dump -U postgres --format=custom --dbname=nmpi",
      "exec --interactive lab-db pg_restore --file=/dev/null",
    ]);
    refused(
      ["dump", "--database", "nmpi", "--out", "nmpi.dump"],
      '--out must be a new file, got "nmpi.dump"; name another, or add --force',
    );
  });

  test("dump leaves no file where it is cut off, or cannot be read back", () => {
    project.write("nmpi.dump", "the last good one");
    const dump = ["dump", "--database", "nmpi", "--out", "nmpi.dump", "--force"];
    docker.write("cut", "");
    refused(dump, "postgres.db: pg_dump: error: server closed the connection");
    rmSync(join(docker.folder, "cut"));
    docker.write("broken", "");
    refused(
      dump,
      'nmpi.dump.unfinished must be a whole dump, got "pg_restore: error: could not read from input file: end of file"; it is cut off or broken',
    );
    rmSync(join(docker.folder, "broken"));
    expect(project.read("nmpi.dump")).toBe("the last good one");
    expect(() => project.read("nmpi.dump.unfinished")).toThrow(/ENOENT/);
  });

  test("restore wants a whole dump, and an empty database", () => {
    const restore = (...words: string[]) => ["restore", ...words, "--database", "nmpi"];
    refused(restore("gone.sql"), '<file> must be a dump, got "gone.sql", which is not there; name another');
    refused(restore("lab", "a", "b"), 'a dump must be named, and a workspace before it, got ["lab","a","b"]');
    project.write("cut.sql", "CREATE TABLE jobs ();\n");
    refused(
      restore("cut.sql"),
      'cut.sql must be a whole dump, got no "PostgreSQL database dump complete" at its end; it is cut off, or not written by pg_dump',
    );
    expect(docker.told()).toEqual([]);
    project.write("whole.sql", "CREATE TABLE jobs ();\n-- PostgreSQL database dump complete\n");
    refused(
      restore("lab", "whole.sql"),
      "nmpi must be empty, got 3 tables, views and sequences; --replace keeps it under another name, and puts the dump in its place",
    );
  });

  test("password prints what was generated, and no other", () => {
    expect(db("password", "--role", "reader")).toEqual({ status: 0, text: "generated\n" });
    refused(
      ["password", "--role", "nmpi_dbadmin"],
      "--role must have a password that was generated, got nmpi_dbadmin, whose password is in TF_VAR_nmpi_password; look there",
    );
    refused(
      ["password", "--role", "read"],
      '--role must be one of postgres, nmpi_dbadmin, reader, got "read"; did you mean "reader"?',
    );
  });

  test("restore drops what it has loaded of a dump that turns out to be cut off", () => {
    docker.write("empty", "");
    const restore = (file: string) => db("restore", file, "--database", "nmpi");
    const whole = gzipSync("CREATE TABLE jobs ();\n-- PostgreSQL database dump complete\n");
    for (const [file, content, said] of [
      ["end.sql.gz", whole.subarray(0, -9), '"unexpected end of file"; it is cut off or broken'],
      [
        "cut.sql.gz",
        gzipSync("CREATE TABLE jobs ();\n"),
        'no "PostgreSQL database dump complete" at its end; it is cut off, or not written by pg_dump',
      ],
      ["cut.dump", "PGDMP", '"could not read from input file: end of file"; it is cut off or broken'],
    ] as const) {
      writeFileSync(join(project.folder, file), content);
      docker.write("broken", "");
      expect(restore(file)).toEqual({ status: 1, text: `${file} must be a whole dump, got ${said}\n` });
      expect(docker.read("asked")).toMatch(/DROP DATABASE IF EXISTS "nmpi_loading_\w+";\n/);
      expect(docker.read("asked")).not.toContain("RENAME");
    }
    rmSync(join(docker.folder, "broken"));
    rmSync(join(docker.folder, "empty"));
  });

  test("restore reads a dump once", () => {
    docker.write("empty", "");
    project.write("nmpi.dump", "PGDMPrest");
    expect(db("restore", "nmpi.dump", "--database", "nmpi")).toMatchObject({ status: 0 });
    expect(docker.told().filter((line) => line.includes("pg_restore"))).toHaveLength(1);
    rmSync(join(docker.folder, "empty"));
  });

  describe("backup", () => {
    const KEPT = 'backup: { to: "dumps", keep: 2 },';
    const withBackup = (backup: string) => write(file(ONE.replace("databases:", `${backup} databases:`)));
    /** Dumps that are there, by the hours since. */
    const there = (database: string, ...hours: number[]) =>
      hours.map((each) => {
        const time = new Date(Date.now() - each * 3_600_000).toISOString().replace(/[-:]|\.\d+/g, "");
        for (const end of ["dump", "json"]) project.write(`dumps/lab-db/${database}/${time}.${end}`, "{}");
        return time;
      });
    const inFolder = (database: string) => readdirSync(join(project.folder, "dumps/lab-db", database)).sort();

    test("wants to know where dumps are kept", () => {
      for (const words of [["backup"], ["drill", "--database", "nmpi"], ["restore", "--last", "--database", "nmpi"]]) {
        refused(
          words,
          'postgres.db.backup must say where dumps are kept, got none; for example backup: { to: "s3://lab-backups/platform" }',
        );
      }
      expect(docker.told()).toEqual([]);
    });

    test("keeps a dump of each database, with what a drill compares, for its owner alone", () => {
      withBackup(KEPT);
      const { status, text } = db("backup");
      const line = (database: string) =>
        `dumps/lab-db/${database}/\\d{8}T\\d{6}Z\\.dump: ${database} of postgres\\.db, 9 B, read back\n`;
      expect(text).toMatch(new RegExp(`^${line("nmpi")}${line("quotas")}$`));
      expect(status).toBe(0);
      const [dump = "", manifest = ""] = inFolder("nmpi").map((name) => `dumps/lab-db/nmpi/${name}`);
      expect(project.read(dump)).toBe("PGDMPrest");
      expect(JSON.parse(project.read(manifest))).toMatchObject({
        ...{ database: "nmpi", bytes: 9, tables: { "public.jobs": { rows: 3, sum: "7" } } },
      });
      expect(statSync(join(project.folder, dump)).mode & 0o777).toBe(0o600);
      expect(docker.told()).toContain(
        "exec --interactive lab-db pg_dump -U postgres --format=custom --snapshot=snap-1 --dbname=nmpi",
      );
    });

    test("removes the oldest, and what was never finished", () => {
      withBackup(KEPT);
      const [young, old] = there("nmpi", 5, 50);
      project.write("dumps/lab-db/nmpi/20261101T000000Z.dump", "never finished");
      project.write("dumps/lab-db/nmpi/mine.txt", "");
      expect(db("backup", "--database", "nmpi").status).toBe(0);
      const names = inFolder("nmpi");
      expect(names).toHaveLength(5);
      expect(names).toEqual(expect.arrayContaining([`${young}.dump`, `${young}.json`, "mine.txt"]));
      expect(names.join()).not.toContain(`${old}`);
    });

    test("leaves nothing of a dump that cannot be read back, and the good ones", () => {
      withBackup(KEPT);
      const [good] = there("nmpi", 30);
      docker.write("broken", "");
      expect(db("backup", "--database", "nmpi").text).toMatch(
        /must be a whole dump, got .*; it is cut off or broken\n$/,
      );
      rmSync(join(docker.folder, "broken"));
      expect(inFolder("nmpi")).toEqual([`${good}.dump`, `${good}.json`]);
    });

    test("makes what is due, and no other", () => {
      withBackup(KEPT);
      there("nmpi", 23);
      there("quotas", 25);
      const { text } = db("backup", "--if-due");
      expect(text).toMatch(/^\S+: quotas of [^\n]*\n$/);
      expect(db("backup", "--if-due")).toEqual({ status: 0, text: "postgres.db: no dump is due\n" });
    });

    test("says where the heartbeat does not answer", () => {
      withBackup('backup: { to: "dumps", heartbeat: "http://127.0.0.1:9/beat" },');
      const { status, text } = db("backup");
      expect(status).toBe(1);
      expect(text).toMatch(
        /heartbeat http:\/\/127\.0\.0\.1:9\/beat must answer with 2xx, got .*; the dumps are kept: check the address\n$/,
      );
      expect(inFolder("quotas")).toHaveLength(2);
    });

    test("is missed where the last dump is too old, which status says", () => {
      withBackup(KEPT);
      there("nmpi", 27);
      const { status, text } = db("status");
      expect(status).toBe(1);
      expect(text).toContain(
        "db: the last dump of nmpi must be at most 24 h old, got 27 h: slipway services db backup lab --server db\n",
      );
      expect(text).toContain("db: quotas must have a dump, got none: slipway services db backup lab --server db\n");
      expect(text).toContain("nmpi: 27 h ago");
    });

    test("is what restore and drill take", () => {
      withBackup(KEPT);
      const none = "dumps/lab-db/nmpi must have a dump, got none; slipway services db backup lab makes one";
      refused(["restore", "--last", "--database", "nmpi"], none);
      refused(["drill", "--database", "nmpi"], none);
      refused(
        ["drill", "--database", "nmpi", "--node", "loca"],
        '--node must be one of local, got "loca"; did you mean "local"?',
      );
      refused(
        ["restore", "--last", "lab", "a.dump"],
        '--last must have no file, got ["lab","a.dump"]; leave the file out',
      );
      refused(["restore"], "a dump must be named, and a workspace before it, got []");
    });

    test("is fetched for a restore only if the database may be replaced", () => {
      withBackup(KEPT);
      project.write("dumps/lab-db/nmpi/20261101T000000Z.json", "{}");
      project.write("dumps/lab-db/nmpi/20261101T000000Z.dump/not-to-be-read", "");
      refused(
        ["restore", "--last", "--database", "nmpi"],
        "nmpi must be empty, got 3 tables, views and sequences; --replace keeps it under another name, and puts the dump in its place",
      );
    });
  });

  test("psql wants a database where the file has several, and takes others by their names", () => {
    refused(["psql"], "--database is required; there are several: nmpi, quotas");
    expect(db("psql", "--database", "nmpi_before_1").status).toBe(0);
    expect(docker.told()).toEqual(["exec --interactive lab-db psql -U postgres -d nmpi_before_1"]);
  });

  test("status tells of the servers that are there, beside one whose node is not deployed", () => {
    write(`export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "none" },
  digitalocean: { region: "fra1", adminAddresses: ["203.0.113.0/24"], sshKeys: ["aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99"] },
  nodes: { here: {}, there: { droplet: { size: "s-1vcpu-1gb" } } },
  postgres: { db: { image: "postgres:17.6", node: "here" }, far: { image: "postgres:17.6", node: "there" } },
  services: {},
};
`);
    const { status, stdout, stderr } = slipwayIn(
      { cwd: project.folder, env: docker.environment() },
      ...["services", "db", "status", "--json"],
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(
      (JSON.parse(stdout) as { name: string; version?: string; wrong: string[] }[]).map((each) => [
        each.name,
        each.version,
        each.wrong,
      ]),
    ).toEqual([
      ["db", "3", []],
      ["far", undefined, ["there must be deployed, got no droplet of it; run slipway deploy lab"]],
    ]);
  });

  const IMAGE = "--image must be";
  test.each([
    [[], "one of --image and --remove-old is required, got neither; --image upgrades the server"],
    [
      ["--image", "postgres:18.1", "--remove-old", "there"],
      "one of --image and --remove-old is required, got both; --image upgrades the server",
    ],
    [
      ["--image", "postgres"],
      `${IMAGE} an image whose tag begins with its major version, got "postgres"; for example postgres:18.1`,
    ],
    [
      ["--image", "postgres:17.7"],
      `${IMAGE} of a later major version than 17, got "postgres:17.7"; a minor version is updated in place: change postgres.db.image, and deploy`,
    ],
    [
      ["--image", "postgres:16.1"],
      `${IMAGE} of a later major version than 17, got "postgres:16.1"; no server reads the dump of a later one`,
    ],
    [
      ["--image", "postgres:18.1", "--volume", "there"],
      '--volume must be a new volume, got "there", which is on local; name another',
    ],
    [
      ["--remove-old", "lab-db-postgres"],
      '--remove-old must be an old volume, got "lab-db-postgres", which postgres.db has now',
    ],
    [
      ["--remove-old", "mine"],
      '--remove-old must be a volume that Slipway made for postgres.db, got "mine", which has other labels; docker volume rm removes it',
    ],
    [["--remove-old", "gone"], '--remove-old must be a volume on local, got "gone": Error: no such volume'],
  ])("upgrade %j is refused, and the file stays", (args, message) => {
    refused(["upgrade", ...args], message);
    expect(project.read("environments/services/lab.ts")).toBe(file(ONE));
    expect(docker.told().filter((line) => !line.startsWith("volume inspect"))).toEqual([]);
  });

  test("upgrade removes the old volume that it is told", () => {
    expect(db("upgrade", "--remove-old", "there")).toEqual({ status: 0, text: "there: removed from local\n" });
    expect(docker.told().at(-1)).toBe("volume rm there");
  });

  test("upgrade goes on with its own image, and can be given up", () => {
    const [image, volume] = ["postgres:18.1", "lab-db-18"];
    write(file(ONE.replace("postgres:17.6", image).replace("roles:", `volume: "${volume}", roles:`)));
    const begun = { image, volume, oldImage: "postgres:17.6", oldVolume: "lab-db-postgres" };
    const record = JSON.stringify({ ...begun, networks: [], dumps: [], done: [] });
    project.write("terraform.tfstate.d/lab/upgrade-db/upgrade.json", record);
    refused(
      ["upgrade", "--image", "postgres:18.2"],
      `${IMAGE} postgres:18.1, of the upgrade that has begun, got "postgres:18.2"; to give it up, write image: "postgres:17.6" and volume: "lab-db-postgres" in the file, and deploy`,
    );
    refused(
      ["upgrade", "--remove-old", "there"],
      "postgres.db must be upgraded before its old volume is removed, got an upgrade that has not ended; run it again",
    );
    expect(docker.told()).toEqual([]);
  });

  test("psql gets what stands behind --", () => {
    expect(wordsOfPsql([], ["services", "db", "psql"])).toEqual({ workspace: undefined, rest: [] });
    expect(wordsOfPsql(["lab", "-c", "x"], ["psql", "lab", "--", "-c", "x"])).toEqual({
      workspace: "lab",
      rest: ["-c", "x"],
    });
    expect(() => wordsOfPsql(["lab", "x"], ["psql", "lab", "x"])).toThrow(
      'what psql gets must be behind --, got ["x"]; write -- before it',
    );
  });

  test("psql has a terminal where there is one, also over ssh", () => {
    const nodes = { bob: { dockerHost: "ssh://root@bob" } };
    const server = { platform: { nodes }, node: "bob", container: "lab-db" } as unknown as Server;
    const [program, ...words] = psqlIn(server, "nmpi", ["-c", "SELECT 1"], true);
    expect([program, words[0], words.at(-1)]).toEqual([
      ...[
        "ssh",
        "-t",
        "'docker' 'exec' '--interactive' '--tty' 'lab-db' 'psql' '-U' 'postgres' '-d' 'nmpi' '-c' 'SELECT 1'",
      ],
    ]);
    expect(psqlIn({ ...server, platform: {} } as Server, "nmpi", [], false)).toEqual([
      ...["docker", "exec", "--interactive", "lab-db", "psql", "-U", "postgres", "-d", "nmpi"],
    ]);
  });
});
