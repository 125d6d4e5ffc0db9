import { modelFile, TestProject } from "../support/project";
import { slipwayIn } from "../support/warm-process";
import { BESIDE, REFUSED, type Refused } from "./refused";
import { said } from "./sentences";

const RIGHT = {
  profile: '"parity"',
  region: '"ca-central-1"',
  compute: "{ lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } }",
};

/** As many digits for all: no name is contained in another. */
const workspaceOf = (index: number) => `case-${String(index).padStart(3, "0")}`;
const fileOf = (index: number) => `environments/model/${workspaceOf(index)}.ts`;

function textOf({ file, settings = {} }: Refused, workspace: string): string {
  if (file !== undefined) return file;
  const all = Object.entries({ name: JSON.stringify(workspace), ...RIGHT, ...settings });
  const lines = all.flatMap(([key, text]) =>
    text === undefined ? [] : `  ${key}: ${text.replaceAll("<workspace>", workspace)},\n`,
  );
  return `export default {\n${lines.join("")}};\n`;
}

describe("slipway check", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({});
    for (const [index, refused] of REFUSED.entries()) project.write(fileOf(index), textOf(refused, workspaceOf(index)));
  });
  afterAll(() => project.remove());

  const check = (...names: string[]) => {
    const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "check", ...names);
    return { status, stdout, lines: stderr.split("\n").slice(0, -1) };
  };

  test("says of every wrong file all that is wrong with it, and nothing else", () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(60);
    const { status, stdout, lines } = check();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    const found = REFUSED.map((refused, index) => {
      const own = lines.filter((line) => line.startsWith(fileOf(index)));
      const says = own.map((line) => line.slice(fileOf(index).length).replace(/^: /, ""));
      return { ...refused, says: says.map((line) => line.replaceAll(workspaceOf(index), "<workspace>")) };
    });
    expect(found).toEqual(REFUSED);
    // No line is left over, such as a stack trace.
    expect(lines.filter((line) => !/^environments\/model\/case-\d{3}\.ts(:\d+:\d+)?: /.test(line))).toEqual([]);
  });

  test("of one of them says what it says of it among all", () => {
    const { status, lines } = check(workspaceOf(0), workspaceOf(1));
    const expected = REFUSED.slice(0, 2).flatMap(({ says }, index) =>
      says.map((line) => `${fileOf(index)}: ${line}`.replaceAll("<workspace>", workspaceOf(index))),
    );
    expect({ status, lines }).toEqual({ status: 1, lines: expected });
  });
});

describe("slipway check of several files", () => {
  let project: TestProject;
  afterEach(() => project.remove());

  function check(files: Readonly<Record<string, string>>, ...args: string[]) {
    project = new TestProject(files);
    return slipwayIn({ cwd: project.folder }, "check", ...args);
  }
  const model = (name: string) => `environments/model/${name}.ts`;
  const contained = `${model("quetzal-oslo")}: ${BESIDE.longerName}\n`;

  test("names the risk of a name in another's, also when the other's file is wrong elsewhere", () => {
    const files = {
      [model("quetzal-oslo")]: modelFile("quetzal-oslo"),
      [model("quetzal-oslo-dev")]: modelFile("quetzal-oslo-dev", "logRetentionDays: 15,"),
    };
    const { status, stderr } = check(files, "quetzal-oslo");
    expect({ status, stderr }).toEqual({ status: 1, stderr: contained });
  });

  test("names the risk also when the file itself is wrong elsewhere", () => {
    const files = {
      [model("quetzal-oslo")]: modelFile("quetzal-oslo", "tag: {},"),
      [model("quetzal-oslo-dev")]: modelFile("quetzal-oslo-dev"),
    };
    const { status, stderr } = check(files);
    const unknown = `${model("quetzal-oslo")}: ${said("tag", "settingMeant", '"tags"')}\n`;
    expect({ status, stderr }).toEqual({ status: 1, stderr: unknown + contained });
  });

  test("reads the definitions that files name", () => {
    const workflow = (file: string) => `workflow: { definition: { file: "${file}" } },`;
    const files = {
      [model("quetzal-oslo")]: modelFile("quetzal-oslo", workflow("missing.json")),
      [model("quetzal-bergen")]: modelFile("quetzal-bergen", workflow("steps.json")),
      "steps.json": '{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" } } }',
    };
    const { status, stderr } = check(files);
    expect(status).toBe(1);
    expect(stderr.split("\n")).toEqual([
      `${model("quetzal-bergen")}: steps.json:1:54: States.A.Next must be a state beside it, got "B"; did you mean "A"?`,
      `${model("quetzal-oslo")}: workflow.definition.file must be a file that can be read, got "missing.json"; its path begins at the project's folder`,
      "",
    ]);
  });

  const site = (name: string, more = "", agent = 'instanceId: "registry", agentClass: "RegistryAgent"') =>
    `export default { name: "${name}", images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:v1" }, ${more} hosts: [{ hostname: "lab-docker", agents: [{ ${agent} }] }] };\n`;

  test("reads the folders that images are built from", () => {
    const own = 'instanceId: "own", agentClass: "OwnAgent", script: { path: "own.py" }, image: { build:';
    const files = {
      "environments/observatory/dome.ts": site("dome", "", `${own} "no/such/folder" }`),
      "environments/observatory/lab.ts": site("lab", "", `${own} "agents/own" }`),
      "agents/own/Dockerfile": "FROM simonsobs/ocs\nCMD ocs-agent-cli\n",
    };
    const { status, stderr } = check(files);
    const place = "environments/observatory/lab.ts: hosts[0].agents[0].image.build agents/own/Dockerfile";
    expect({ status, lines: stderr.split("\n").filter((line) => !line.startsWith("warning: ")) }).toEqual({
      status: 1,
      lines: [
        said("environments/observatory/dome.ts: hosts[0].agents[0].image.build", "folder", '"no/such/folder"'),
        said(`${place}:1: FROM`, "latest", '"simonsobs/ocs"'),
        `${place}:2: CMD must be a list of words, got "ocs-agent-cli"; write CMD ["…", "…"]`,
        "",
      ],
    });
  });

  test("looks for the files that are put into containers", () => {
    const uploads = 'uploads: [{ path: "/etc/lab/a", source: "keys/a" }, { path: "/etc/lab/b", source: "keys/b" }]';
    const agent = `instanceId: "registry", agentClass: "RegistryAgent", ${uploads}`;
    const files = { "environments/observatory/lab.ts": site("lab", "", agent), "keys/a": "a" };
    const [{ problems }] = JSON.parse(check(files, "--json").stdout) as [{ problems: object[] }];
    expect(problems).toEqual([
      expect.objectContaining({
        path: "hosts[0].agents[0].uploads[1].source",
        rule: "must be a file",
        value: "keys/b",
      }),
    ]);
  });

  test("tells of a folder that cannot be read beside what is wrong elsewhere", () => {
    const own = 'instanceId: "own", agentClass: "OwnAgent", script: { path: "own.py" }, image: { build:';
    const files = {
      "environments/observatory/lab.ts": site("lab", "", `${own} "agents/own" }`),
      "agents/own/.dockerignore": "[\n",
      [model("quetzal-oslo")]: modelFile("quetzal-oslo", "tag: {},"),
    };
    const rows = JSON.parse(check(files, "--json").stdout) as { problems: object[] }[];
    expect(rows.flatMap(({ problems }) => problems)).toEqual([
      { file: model("quetzal-oslo"), path: "tag", rule: "is not a known setting", hint: 'did you mean "tags"?' },
      {
        file: "environments/observatory/lab.ts",
        path: "hosts[0].agents[0].image.build",
        rule: "must have patterns in .dockerignore",
        value: '"[" in line 1',
        hint: "correct it there",
      },
    ]);
  });

  test("warns of two sites with one port on one engine, of which one can be there at a time", () => {
    const files = {
      "environments/observatory/dome.ts": site("dome"),
      "environments/observatory/lab.ts": site("lab"),
      "environments/observatory/tower.ts": site("tower", "crossbar: { port: 8002 },"),
    };
    const { status, stderr } = check(files);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        `${said("warning: environments/observatory/dome.ts: crossbar.port 8001", "engineShared", '"lab"')}\n` +
        `${said("warning: environments/observatory/lab.ts: crossbar.port 8001", "engineShared", '"dome"')}\n`,
    });
    const [dome] = JSON.parse(check(files, "--json", "dome").stdout) as { warnings: string[] }[];
    expect(dome?.warnings.map((each) => `warning: environments/observatory/dome.ts: ${each}`)).toEqual([
      stderr.split("\n")[0],
    ]);
  });

  test("warns of two sites that name containers alike on one engine", () => {
    const files = {
      "environments/observatory/dome.ts": site("dome", "", 'instanceId: "t-x", agentClass: "FakeDataAgent"'),
      "environments/observatory/dome-t.ts": site(
        "dome-t",
        "crossbar: { port: 8002 },",
        'instanceId: "x", agentClass: "FakeDataAgent"',
      ),
    };
    const { status, stderr } = check(files);
    const says = (file: string, other: string) =>
      `${said(`warning: environments/observatory/${file}.ts: hosts[0].agents[0].instanceId makes the container "dome-t-x", which`, "engineShared", `"${other}"`)}\n`;
    expect({ status, stderr }).toEqual({ status: 0, stderr: says("dome-t", "dome") + says("dome", "dome-t") });
  });

  test("--json says the same for programs", () => {
    const files = {
      [model("quetzal-oslo")]: modelFile("quetzal-oslo", "tag: {},"),
      [model("quetzal-bergen")]: modelFile("quetzal-bergen"),
    };
    const { status, stdout, stderr } = check(files, "--json");
    const file = model("quetzal-oslo");
    const problem = { file, path: "tag", rule: "is not a known setting", hint: 'did you mean "tags"?' };
    expect({ status, stderr, said: JSON.parse(stdout) }).toEqual({
      status: 1,
      stderr: "",
      said: [
        { workspace: "quetzal-bergen", file: model("quetzal-bergen"), problems: [], warnings: [] },
        { workspace: "quetzal-oslo", file: model("quetzal-oslo"), problems: [problem], warnings: [] },
      ],
    });
  });
});
