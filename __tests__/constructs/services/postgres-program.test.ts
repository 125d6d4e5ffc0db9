import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { FakeDocker } from "../../cli/services/fake-docker";

const PROGRAM = resolve(__dirname, "../../../dist/constructs/services/apply/postgres.cjs");
const ENGINE = { engine: {} };
const PREPARE = {
  ...ENGINE,
  ...{
    container: "lab-db",
    volume: "lab-db-postgres",
    mount: "/data",
    data: "/data/pgdata",
    passwords: "/data/passwords",
  },
  ...{ image: "sha256:next", major: 17, stopSeconds: 60, platform: "lab", server: "db", label: "spec", spec: "2" },
  ...{ isNamed: false, node: "here", volumes: { here: ["lab-db-postgres"] }, others: {} },
};
const ROLES = {
  ...ENGINE,
  ...{ container: "lab-db", passwords: "/data/passwords", deadlineSeconds: 0 },
  roles: [
    { name: "nmpi", isGiven: true },
    { name: "postgres", isGiven: false },
  ],
  databases: [],
};

describe("the program of a PostgreSQL server", () => {
  /** Files of its folder say what it answers. */
  const docker = new FakeDocker(`case "$*" in
"container inspect "*) [ ! -e "$FAKE/counts" ] || sed -i 's/"RestartCount":./&1/' "$FAKE/container"; cat "$FAKE/container" 2>/dev/null || { echo "Error: No such container: lab-db" >&2; exit 1; };;
"volume inspect "*) [ -e "$FAKE/volume" ] || { echo "Error: no such volume: lab-db-postgres" >&2; exit 1; };;
*"volume ls "*) case "$*" in *"--host tcp://there"*) cat "$FAKE/there" || exit 1;; *) cat "$FAKE/here" 2>/dev/null; exit 0;; esac;;
"run "*) cat >"$FAKE/script"; [ ! -e "$FAKE/unfit" ] || { cat "$FAKE/unfit"; exit $(cat "$FAKE/code"); };;
"ps "*) cat "$FAKE/others" 2>/dev/null;;
"exec "*) cat >"$FAKE/script"; [ ! -e "$FAKE/wrong" ] || { cat "$FAKE/wrong" >&2; exit 1; };;
"logs "*) echo "FATAL: no room";;
esac
:`);
  const files = ["container", "volume", "here", "there", "unfit", "code", "others", "wrong"];
  beforeEach(() => {
    for (const file of files) rmSync(join(docker.folder, file), { force: true });
    docker.write("volume", "");
    docker.forget();
  });
  afterAll(() => docker.remove());

  const container = (more: object = {}, state: object = {}) =>
    docker.write(
      "container",
      JSON.stringify([
        {
          ...{
            Id: "1".repeat(64),
            Image: "sha256:old",
            Config: { Labels: { spec: "1" } },
            HostConfig: {},
            RestartCount: 0,
          },
          ...more,
          State: { Status: "running", Running: true, ExitCode: 0, Health: { Status: "healthy" }, ...state },
        },
      ]),
    );
  function run(action: string, told: object, env: NodeJS.ProcessEnv = {}) {
    const environment = docker.environment({ ACTION: action, TOLD: JSON.stringify(told), ...env });
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM], { env: environment, encoding: "utf8" });
    return { status, text: `${stdout}${stderr}`.trim() };
  }
  const prepare = (more: object = {}) => run("prepare", { ...PREPARE, ...more });
  const changed = () => docker.told().filter((line) => /^(stop|rm|volume create) /.test(line));

  test("makes a volume before the first start", () => {
    rmSync(join(docker.folder, "volume"));
    expect(prepare()).toEqual({ status: 0, text: "lab-db: nothing is there yet" });
    expect(changed()).toEqual([
      "volume create --label services.platform=lab --label services.postgres=db lab-db-postgres",
    ]);
    expect(docker.read("script")).toContain("/dev/urandom");
  });

  test("stops the old server in order, and only then makes way", () => {
    container();
    expect(prepare().text).toMatch(/^lab-db: stopped in \d\.\d s; the next one is made$/);
    expect(changed()).toEqual([`stop --time 60 ${"1".repeat(64)}`, `rm --volumes ${"1".repeat(64)}`]);
  });

  test("lets a server be that is as it should be", () => {
    container({ Image: "sha256:next", Config: { Labels: { spec: "2" } } }, { Running: false });
    expect(prepare()).toEqual({ status: 0, text: "lab-db: stays as it is" });
    expect(changed()).toEqual([]);
  });

  test.each([
    [
      "another major version than the data's",
      { unfit: "15\n", code: "4" },
      "postgres.db.image must be of PostgreSQL 15, as the data on volume lab-db-postgres are, got 17; nothing was changed: slipway services db upgrade moves the data",
    ],
    [
      "an image that is not what its tag says",
      { unfit: "PostgreSQL 16\n", code: "3" },
      "postgres.db.image must be of PostgreSQL 17, as its tag says, got PostgreSQL 16; correct the tag",
    ],
    [
      "an image that does not run",
      { unfit: "exec format error\n", code: "126" },
      'lab-db: the image must run on volume lab-db-postgres, got "exec format error"',
    ],
    [
      "a second server on its volume",
      { others: `${"1".repeat(64)} lab-db\n${"2".repeat(64)} mine\n` },
      "lab-db must be the only container on volume lab-db-postgres, got mine; nothing was changed: stop what you do not need",
    ],
  ])("refuses %s, and stops nothing", (_what, answers, text) => {
    container();
    for (const [file, answer] of Object.entries(answers)) docker.write(file, answer);
    expect(prepare()).toEqual({ status: 1, text });
    expect(changed()).toEqual([]);
  });

  test("refuses an empty start while data of the platform are without a server", () => {
    rmSync(join(docker.folder, "volume"));
    docker.write("here", "lab-old-postgres\told\n");
    expect(prepare()).toEqual({
      status: 1,
      text: 'postgres.db must have its data on here, got none there, and the volume lab-old-postgres of postgres.old on here; no data was changed: write volume: "lab-old-postgres" to use them, or volume: "lab-db-postgres" to start empty',
    });
    docker.write("there", "lab-db-postgres\tdb\n");
    docker.write("here", "");
    const others = { there: { host: "tcp://there" } };
    expect(prepare({ others, volumes: { here: ["lab-db-postgres"], there: [] } })).toEqual({
      status: 1,
      text: 'postgres.db must have its data on here, got none there, and the volume lab-db-postgres of postgres.db on there; no data was changed: slipway services db dump there before, restore here after; volume: "lab-db-postgres" starts empty',
    });
    expect(prepare({ others, isNamed: true }).status).toBe(0);
    expect(changed()).toHaveLength(1);
  });

  test("goes on without a node that is lost, and says so", () => {
    rmSync(join(docker.folder, "volume"));
    const { status, text } = prepare({ others: { there: { host: "tcp://there" } } });
    expect(status).toBe(0);
    expect(text).toContain("lab-db: there could not be asked for data of another server: ");
  });

  test("makes roles with passwords that stand nowhere but in what it pipes", () => {
    container();
    const env = { SECRET_0: "hunter2" };
    expect(run("roles", ROLES, env)).toEqual({ status: 0, text: "lab-db: 2 roles, 0 databases" });
    expect(docker.told().join("\n")).not.toContain("hunter2");
    const script = docker.read("script");
    const statements = [...script.matchAll(/<<'END_OF_FILE'\n(.*?)\nEND_OF_FILE/gs)].map(
      ([, text = ""]) => `${Buffer.from(text, "base64")}`,
    );
    expect(statements.join("\n")).toContain(`ALTER ROLE "nmpi" PASSWORD 'hunter2';`);
    expect(statements.join("\n")).toContain("SET log_min_error_statement = 'panic';");
  });

  test("says no password where the server refuses one", () => {
    container();
    docker.write("wrong", "ERROR: near ALTER ROLE nmpi PASSWORD 'hunter2'");
    expect(run("roles", ROLES, { SECRET_0: "hunter2" })).toEqual({
      status: 1,
      text: "lab-db: roles and databases must be made, got ERROR: near ALTER ROLE nmpi PASSWORD '…'",
    });
    expect(run("roles", ROLES)).toEqual({
      status: 1,
      text: 'lab-db: the password of nmpi must not be empty, got ""; set its variable',
    });
  });

  test("says why a server does not answer", () => {
    container({}, { Status: "restarting", Running: false, ExitCode: 1 });
    expect(run("roles", ROLES, { SECRET_0: "a" })).toEqual({
      status: 1,
      text: "lab-db must answer a query, got no answer for 0 s\nlab-db: its last lines:\n  | FATAL: no room",
    });
    container({}, { Status: "exited", Running: false, ExitCode: 1 });
    expect(run("roles", ROLES, { SECRET_0: "a" }).text).toContain("got exited with code 1\n");
  });

  test("waits for one that was started again before, and not for one that ends again and again", () => {
    const state = { Status: "restarting", Running: false, ExitCode: 1 };
    container({ RestartCount: 7 }, state);
    const waited = { ...ROLES, deadlineSeconds: 1 };
    expect(run("roles", waited, { SECRET_0: "a" }).text).toContain("got no answer for 1 s\n");
    docker.write("counts", "");
    expect(run("roles", { ...ROLES, deadlineSeconds: 60 }, { SECRET_0: "a" }).text).toContain(
      "got restarting with code 1\n",
    );
    rmSync(join(docker.folder, "counts"));
  });

  test("does nothing else", () => {
    expect(run("drop", {}).text).toBe('ACTION must be one of prepare, roles, got "drop"');
  });
});
