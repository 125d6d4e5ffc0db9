import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { said as saidOfModel } from "../../environments/sentences";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "../sentences";

function slipway(cwd: string, ...args: string[]) {
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...env } = process.env;
  return slipwayIn({ cwd, env }, ...args);
}

describe("slipway new model", () => {
  let project: TestProject;
  beforeEach(() => {
    const text = modelFile("quetzal-oslo").replace("ca-central-1", "eu-north-1");
    project = new TestProject({ "environments/model/quetzal-oslo.ts": text });
  });
  afterEach(() => project.remove());
  const newModel = (...args: string[]) => slipway(project.folder, "new", "model", ...args);
  const file = "environments/model/quetzal-bergen.ts";

  test("writes a file with which nothing is wrong, in the region of the others", () => {
    const stdout = `${said(file, "written", "quetzal-bergen", "quetzal-bergen")}\n`;
    expect(newModel("quetzal-bergen")).toEqual({ status: 0, stdout, stderr: "" });
    expect(project.read(file)).toBe(`import type { ModelEnvironment } from "cdktf-slipway/model";

export default {
  // Also the bucket's name, which must be unique in AWS.
  name: "quetzal-bergen",
  profile: "parity",
  // The sandbox's account: other credentials are refused. To deploy to AWS, write your own account.
  accountId: "123456789012",
  region: "eu-north-1",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
`);
    expect(slipway(project.folder, "check", "quetzal-bergen").status).toBe(0);
  });

  test("takes the region that is given", () => {
    expect(newModel("quetzal-bergen", "--region", "eu-west-1").status).toBe(0);
    expect(project.read(file)).toContain('region: "eu-west-1"');
  });

  test("takes the account that is given, which the next one has too", () => {
    expect(newModel("quetzal-bergen", "--account", "111122223333").status).toBe(0);
    const lines = `  profile: "parity",\n  accountId: "111122223333",\n  region: "eu-north-1",\n`;
    expect(project.read(file)).toContain(lines);
    expect(slipway(project.folder, "new", "plugins", "lab").status).toBe(0);
    expect(project.read("environments/plugins/lab.ts")).toContain(`  accountId: "111122223333",\n`);
    expect(slipway(project.folder, "check").status).toBe(0);
  });

  test("refuses an account that is none", () => {
    const stderr = `${saidOfModel("account", "accountId", '"1111"')}\n`;
    expect(newModel("quetzal-bergen", "--account", "1111")).toEqual({ status: 1, stdout: "", stderr });
    expect(existsSync(join(project.folder, file))).toBe(false);
  });

  test.each([
    [["../quetzal"], `${saidOfModel("name", "modelName", '"../quetzal"')}\n`],
    [["quetzal-oslo"], `${said("name", "nameTaken", '"quetzal-oslo"', "environments/model/quetzal-oslo.ts")}\n`],
    [
      ["quetzal-oslo-2"],
      `${saidOfModel("environments/model/quetzal-oslo.ts: name", "contained", '"quetzal-oslo"', '"quetzal-oslo-2"', '"quetzal-oslo-2"')}\n${said("environments/model/quetzal-oslo-2.ts", "notWritten")}\n`,
    ],
  ])("refuses %j, and leaves nothing", (args, stderr) => {
    expect(newModel(...args)).toEqual({ status: 1, stdout: "", stderr });
    expect(slipway(project.folder, "check")).toMatchObject({ stdout: `${said("", "nothingWrong", "quetzal-oslo")}\n` });
  });

  test("refuses a region that is none", () => {
    const { status, stderr } = newModel("quetzal-bergen", "--region", "Canada");
    expect({ status, stderr }).toEqual({ status: 1, stderr: `${saidOfModel("region", "region", '"Canada"')}\n` });
    expect(existsSync(join(project.folder, file))).toBe(false);
  });
});

describe("slipway new observatory", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({});
  });
  afterEach(() => project.remove());
  const newSite = (...args: string[]) => slipway(project.folder, "new", "observatory", ...args);

  test("writes a site with which nothing is wrong, each with a port of its own", () => {
    const stdout = `${said("environments/observatory/dome.ts", "written", "dome", "dome")}\n`;
    expect(newSite("dome")).toEqual({ status: 0, stdout, stderr: "" });
    expect(newSite("tower").status).toBe(0);
    expect(project.read("environments/observatory/dome.ts")).toContain("crossbar: { port: 8001 },");
    expect(project.read("environments/observatory/tower.ts")).toContain("crossbar: { port: 8002 },");
    const nothing = { status: 0, stdout: `${said("", "nothingWrong", "dome, tower")}\n`, stderr: "" };
    expect(slipway(project.folder, "check")).toEqual(nothing);
  });

  test.each([
    ["Dome", said("name", "ownName", '"Dome"')],
    ["../dome", said("name", "ownName", '"../dome"')],
  ])("refuses %s, and leaves nothing", (name, problem) => {
    expect(newSite(name)).toEqual({ status: 1, stdout: "", stderr: `${problem}\n` });
    expect(existsSync(join(project.folder, "environments/observatory"))).toBe(false);
  });

  test("refuses a name that is taken", () => {
    newSite("dome");
    const stderr = `${said("name", "nameTaken", '"dome"', "environments/observatory/dome.ts")}\n`;
    expect(newSite("dome")).toEqual({ status: 1, stdout: "", stderr });
  });
});

describe("slipway new services", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({});
  });
  afterEach(() => project.remove());
  const newPlatform = (...args: string[]) => slipway(project.folder, "new", "services", ...args);

  test("writes a platform with which nothing is wrong, each with a port of its own", () => {
    const stdout = `${said("environments/services/lab.ts", "written", "lab", "lab")}\n`;
    expect(newPlatform("lab")).toEqual({ status: 0, stdout, stderr: "" });
    expect(newPlatform("pier").status).toBe(0);
    expect(project.read("environments/services/lab.ts")).toContain("httpPort: 8080,");
    expect(project.read("environments/services/pier.ts")).toContain("httpPort: 8081,");
    const nothing = { status: 0, stdout: `${said("", "nothingWrong", "lab, pier")}\n`, stderr: "" };
    expect(slipway(project.folder, "check")).toEqual(nothing);
  });

  test("refuses a name that is none, or taken, and leaves nothing", () => {
    const stderr = `${said("name", "ownName", '"Lab"')}\n`;
    expect(newPlatform("Lab")).toEqual({ status: 1, stdout: "", stderr });
    expect(existsSync(join(project.folder, "environments/services"))).toBe(false);
    newPlatform("lab");
    expect(newPlatform("lab").stderr).toBe(`${said("name", "nameTaken", '"lab"', "environments/services/lab.ts")}\n`);
  });
});

describe("slipway new pipelines", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "texts/a.txt": "one two\n", "texts/b.txt": "three\n" });
  });
  afterEach(() => project.remove());

  test("writes a workflow that runs here", () => {
    const { status, stdout, stderr } = slipway(project.folder, "new", "pipelines", "words");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^environments\/pipelines\/words\.ts written; next: npx slipway pipelines graph words, then /,
    );
    const nothing = { status: 0, stdout: `${said("", "nothingWrong", "words")}\n`, stderr: "" };
    expect(slipway(project.folder, "check")).toEqual(nothing);
    const run = ["pipelines", "run", "words", "--local", "--with", "bash", "--input", "texts=texts"];
    expect(slipway(project.folder, ...run).status).toBe(0);
    expect(project.read(".slipway/pfs/words/words-sum/words")).toBe("3\n");
  });

  test("refuses a name that is none", () => {
    const stderr = `${said("name", "nameOfPipelines", '"Words"')}\n`;
    expect(slipway(project.folder, "new", "pipelines", "Words")).toEqual({ status: 1, stdout: "", stderr });
  });
});

describe("slipway new plugins", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "task-plugins/dioptra_custom/own.py": "OWN = 1\n" });
  });
  afterEach(() => project.remove());
  const newPlugins = (...args: string[]) => slipway(project.folder, "new", "plugins", ...args);

  test("writes a file with which nothing is wrong, and the folder that is missing", () => {
    const stdout = `${said("environments/plugins/lab.ts", "written", "lab", "lab")}\n`;
    expect(newPlugins("lab", "--region", "eu-north-1")).toEqual({ status: 0, stdout, stderr: "" });
    expect(project.read("environments/plugins/lab.ts")).toContain('region: "eu-north-1"');
    expect(project.read("task-plugins/dioptra_builtins/__init__.py")).toBe("");
    expect(existsSync(join(project.folder, "task-plugins/dioptra_custom/__init__.py"))).toBe(false);
    const nothing = { status: 0, stdout: `${said("", "nothingWrong", "lab")}\n`, stderr: "" };
    expect(slipway(project.folder, "check")).toEqual(nothing);
  });

  test("refuses a second one that would keep the same prefixes of one bucket", () => {
    newPlugins("lab");
    project.write(
      "environments/plugins/lab.ts",
      project.read("environments/plugins/lab.ts").replace("lab-plugins", "lab2-plugins"),
    );
    const { status, stderr } = newPlugins("lab2");
    expect({ status, end: stderr.split("\n").at(-2) }).toEqual({
      status: 1,
      end: said("environments/plugins/lab2.ts", "notWritten"),
    });
    expect(existsSync(join(project.folder, "environments/plugins/lab2.ts"))).toBe(false);
  });

  test.each([
    [["Lab"], said("name", "nameOfPlugins", '"Lab"')],
    [["lab", "--region", "moon-1"], saidOfModel("region", "region", '"moon-1"')],
  ])("refuses %j, and leaves nothing", (args, problem) => {
    expect(newPlugins(...args)).toEqual({ status: 1, stdout: "", stderr: `${problem}\n` });
    expect(existsSync(join(project.folder, "environments/plugins"))).toBe(false);
  });
});

const initSays = (file: string, packages: string, before: string, name: string) =>
  `${said("", "initialized", file)}\n${said("", "packagesMissing", packages)}\n${said("", "afterInit", before, name, name)}\n`;

describe("slipway init", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-init-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = (path: string) => readFileSync(join(folder, path), "utf8");

  test("makes a project, and says which packages are missing", () => {
    const { status, stdout, stderr } = slipway(folder, "init", "quetzal-bergen", "--region", "eu-north-1");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      initSays(
        "environments/model/quetzal-bergen.ts",
        "cdktf@0.21 constructs@10.7.2 cdktf-cli@0.21 tsx@4 @cdktf/provider-aws@21",
        'npx slipway sandbox up and eval "$(npx slipway sandbox env)", or write your AWS account into the file; then ',
        "quetzal-bergen",
      ),
    );
    expect(JSON.parse(read("cdktf.json"))).toMatchObject({ app: "node --import tsx main.ts", language: "typescript" });
    expect(read(".gitignore")).toBe(
      "node_modules/\ncdktf.out/\n.sandbox/\n.slipway/\nterraform.tfstate.d/\nsecrets/\n*.plan\n",
    );
    expect(slipway(folder, "check")).toMatchObject({ stdout: `${said("", "nothingWrong", "quetzal-bergen")}\n` });
  });

  test("asks for the command of the fork, where that is installed", () => {
    for (const [name, version] of Object.entries({
      cdktn: "0.24.0",
      cdktf: "0.21.0",
      constructs: "10.7.2",
      tsx: "4.0.0",
    })) {
      mkdirSync(join(folder, "node_modules", name), { recursive: true });
      writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, version }));
    }
    const { stdout } = slipway(folder, "init", "--domain", "observatory");
    expect(stdout).toBe(
      initSays("environments/observatory/my-site.ts", "@cdktf/provider-docker@12 cdktn-cli@0.24", "", "my-site"),
    );
  });

  test("makes a project of a site of OCS", () => {
    const { status, stdout, stderr } = slipway(folder, "init", "--domain", "observatory");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      initSays(
        "environments/observatory/my-site.ts",
        "cdktf@0.21 constructs@10.7.2 cdktf-cli@0.21 tsx@4 @cdktf/provider-docker@12",
        "",
        "my-site",
      ),
    );
    expect(slipway(folder, "check")).toMatchObject({ stdout: `${said("", "nothingWrong", "my-site")}\n` });
  });

  test("makes a project of services", () => {
    const { status, stdout, stderr } = slipway(folder, "init", "--domain", "services");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      initSays(
        "environments/services/my-platform.ts",
        "cdktf@0.21 constructs@10.7.2 cdktf-cli@0.21 tsx@4 @cdktf/provider-docker@12",
        "",
        "my-platform",
      ),
    );
    expect(slipway(folder, "check")).toMatchObject({ stdout: `${said("", "nothingWrong", "my-platform")}\n` });
  });

  test("makes a project of a workflow", () => {
    const { status, stdout, stderr } = slipway(folder, "init", "--domain", "pipelines");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      initSays(
        "environments/pipelines/my-workflow.ts",
        "cdktf@0.21 constructs@10.7.2 cdktf-cli@0.21 tsx@4 @cdktf/provider-kubernetes@12",
        "set the cluster's context in the file, or use npx slipway pipelines run --local without a cluster; then ",
        "my-workflow",
      ),
    );
    expect(slipway(folder, "check")).toMatchObject({ stdout: `${said("", "nothingWrong", "my-workflow")}\n` });
  });

  test.each([
    ["observatory", "a site of OCS"],
    ["pipelines", "a workflow on Kubernetes"],
    ["services", "a platform on Docker"],
  ])("refuses a region of what has none: %s", (domain, what) => {
    expect(slipway(folder, "init", "--domain", domain, "--region", "eu-north-1")).toEqual({
      status: 1,
      stdout: "",
      stderr: `--region must be left out, got "eu-north-1": ${what} has none\n`,
    });
    expect(existsSync(join(folder, "cdktf.json"))).toBe(false);
  });

  test("takes the account that is given, and refuses it where there is none", () => {
    const other = slipway(folder, "init", "--domain", "services", "--account", "111122223333");
    const stderr = '--account must be left out, got "111122223333": a platform on Docker has none\n';
    expect(other).toEqual({ status: 1, stdout: "", stderr });
    expect(slipway(folder, "init", "--account", "111122223333").status).toBe(0);
    expect(read("environments/model/my-model.ts")).toContain(`  accountId: "111122223333",\n`);
  });

  test("adds to a .gitignore", () => {
    writeFileSync(join(folder, ".gitignore"), "node_modules\n*.log");
    expect(slipway(folder, "init").status).toBe(0);
    expect(read(".gitignore")).toBe(
      "node_modules\n*.log\ncdktf.out/\n.sandbox/\n.slipway/\nterraform.tfstate.d/\nsecrets/\n*.plan\n",
    );
    expect(read("environments/model/my-model.ts")).toContain('region: "ca-central-1"');
  });

  test("leaves a project as it is", () => {
    writeFileSync(join(folder, "main.ts"), "// mine\n");
    expect(slipway(folder, "init")).toEqual({
      status: 1,
      stdout: "",
      stderr: "the folder must have no project yet, got main.ts; slipway new model <name> adds a workspace to it\n",
    });
    expect(read("main.ts")).toBe("// mine\n");
    expect(existsSync(join(folder, "environments"))).toBe(false);
  });
});
