import { join } from "node:path";
import { disk, project, projectFiles, sandbox, states } from "../../../cli/doctor/settings";
import { Project } from "../../../engine/project";
import { modelFile, TestProject } from "../../support/project";
import { said } from "../sentences";
import { FakeServer, Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const site = (name: string, more = "") =>
  `export default { name: "${name}", images: { ocs: "ocs:1", crossbar: "crossbar:1" }, crossbar: {}, ${more}
  hosts: [{ hostname: "h", agents: [{ instanceId: "registry", agentClass: "RegistryAgent" }] }] };\n`;

describe("the states", () => {
  const here = new TestProject({
    "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
    "environments/model/quetzal-shared.ts": modelFile(
      "quetzal-shared",
      'backend: { s3: { bucket: "states", key: "slipway", region: "ca-central-1" } },',
    ),
    "environments/observatory/near.ts": site("near"),
    "environments/observatory/here.ts": site("here", 'nodes: { dome: { dockerHost: "tcp://localhost:2375" } },'),
    "environments/observatory/open.ts": site("open", 'nodes: { dome: { dockerHost: "tcp://10.0.0.2:2375" } },'),
    "environments/observatory/far.ts": site("far", 'nodes: { dome: { dockerHost: "ssh://lab@dome" } },'),
  });
  afterAll(() => here.remove());
  const look = (environment: NodeJS.ProcessEnv) =>
    states({ environment, folder: here.folder }, projectFiles({ environment: {}, folder: here.folder }));

  test("are those of others too where others deploy to the same place", () => {
    expect(
      Project.at(here.folder)
        .workspaces()
        .flatMap(({ problems }) => problems),
    ).toEqual([]);
    expect(look({})).toMatchObject([
      { state: "warning", found: "kept on this machine alone: quetzal-oslo, far, open" },
    ]);
    expect(look({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" })).toMatchObject([
      { found: "kept on this machine alone: far, open" },
    ]);
    expect(states({ environment: {}, folder: here.folder }, undefined)).toMatchObject([{ state: "unneeded" }]);
  });

  test("are told where no file describes them any more", () => {
    const state = { version: 4, serial: 1, lineage: "a", resources: [{ mode: "managed", type: "a", name: "b" }] };
    here.write("states/quetzal-gone/terraform.tfstate", JSON.stringify(state));
    const SLIPWAY_STATE_DIR = join(here.folder, "states");
    expect(look({ SLIPWAY_STATE_DIR }).at(-1)).toEqual({
      name: "states",
      state: "warning",
      found: "deployed, but without a file: quetzal-gone",
      remedy: "put their files back, or run slipway rename or slipway destroy; slipway list shows them",
    });
  });
});

describe("the project", () => {
  test("and its files", () => {
    const here = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    try {
      const look = () =>
        project({ environment: {}, folder: here.folder }, projectFiles({ environment: {}, folder: here.folder }));
      expect(look()).toEqual({ name: "project", state: "ok", found: "1 workspace" });
      here.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", "tag: {},"));
      const found = "2 workspaces, of which wrong: quetzal-bergen";
      expect(look()).toEqual({ name: "project", state: "problem", found, remedy: "slipway check" });
      here.write("cdktf.json", "{");
      expect(look()).toMatchObject({
        state: "problem",
        found: expect.stringContaining(`${here.folder}/cdktf.json must be JSON, got "`),
        remedy: "correct it",
      });
    } finally {
      here.remove();
    }
  });

  test("need not be there", () => {
    const surroundings = machine.surroundings();
    expect(project(surroundings, projectFiles(surroundings))).toEqual({
      name: "project",
      state: "warning",
      found: `no project here: ${machine.folder} has no cdktf.json`,
      remedy: "go to the project's folder, or make a project of this one: slipway init",
    });
  });
});

describe("the disk", () => {
  test.each([
    [5.04e9, { state: "ok", found: "5.0 GB free in FOLDER" }],
    [
      2e8,
      { state: "warning", found: "0.2 GB free in FOLDER", remedy: "make room: Terraform's providers take about 1 GB" },
    ],
  ])("with %d bytes", async (bytes, { found, ...finding }) => {
    const { folder } = machine;
    expect(await disk(machine.surroundings(), async () => bytes)).toEqual({
      name: "disk",
      ...finding,
      found: found.replace("FOLDER", folder),
    });
  });

  test("is looked at, and the folder too", async () => {
    expect(await disk(machine.surroundings())).toMatchObject({ found: expect.stringMatching(/^\d+\.\d GB free in /) });
    // Nobody writes there, root neither.
    const sealed = { environment: {}, folder: process.platform === "linux" ? "/proc/self" : "/System" };
    expect(await disk(sealed, async () => 5e9)).toEqual({
      name: "disk",
      state: "problem",
      found: `${sealed.folder} cannot be written to`,
      remedy: "work in a folder of your own: stacks, states and plugins are written below it",
    });
  });
});

describe("the sandbox", () => {
  const server = new FakeServer();
  beforeEach(() => server.listen());
  afterEach(() => server.close());
  const REMEDY = "slipway sandbox up and its env, or a new shell for AWS";
  const used = (url: string) => machine.surroundings({}, { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "sandbox" });

  test("is needed by nobody", async () => {
    expect(await sandbox(machine.surroundings())).toEqual({ name: "sandbox", state: "unneeded", found: "stopped" });
  });

  test("that a shell uses must run", async () => {
    const found = said("", "sandboxElsewhere", "one", "http://127.0.0.1:9");
    expect(await sandbox(used("http://127.0.0.1:9"))).toEqual({
      name: "sandbox",
      state: "problem",
      found,
      remedy: REMEDY,
    });
  });

  test("may be that of another folder", async () => {
    server.answer = { status: 200, body: JSON.stringify({ instance: "i", pid: 1, account: "111122223333" }) };
    const found = said("", "sandboxElsewhere", "that of another folder", `http://${server.address}`);
    const finding = { name: "sandbox", state: "warning", found, remedy: REMEDY };
    expect(await sandbox(used(`http://${server.address}`))).toEqual(finding);
  });

  test("runs, and the shell uses it or does not", async () => {
    server.answer = {
      status: 200,
      body: JSON.stringify({ instance: "i", pid: 1, account: "111122223333", moto: "5" }),
    };
    const port = Number(server.address.split(":")[1]);
    const started = { instance: "i", pid: 1, listen: "127.0.0.1", port, region: "ca-central-1" };
    machine.write(".sandbox/server.json", JSON.stringify(started));
    const url = `http://${server.address}`;
    expect(await sandbox(used(url))).toEqual({ name: "sandbox", state: "ok", found: `${url}, which this shell uses` });
    expect(await sandbox(machine.surroundings())).toMatchObject({ found: `${url}, which this shell does not use` });
  });
});
