import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const task = (more: object) => ({ Type: "Task", Resource: "${FunctionArn}", ...more });
const SOUND = { StartAt: "Run", States: { Run: task({ Next: "Tell" }), Tell: { Type: "Pass", End: true } } };
const MAP = {
  StartAt: "Each",
  States: {
    Each: { Type: "Map", ItemProcessor: { StartAt: "Run", States: { Run: task({ End: true }) } }, End: true },
  },
};
const model = (name: string, definition: string) => modelFile(name, `workflow: { definition: ${definition} },`);

describe("slipway model workflow", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-bergen.ts": model("quetzal-bergen", '{ file: "bergen.json" }'),
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "environments/model/quetzal-vardo.ts": model(
        "quetzal-vardo",
        '{ steps: [{ name: "Run", notebook: "notebooks/run.ipynb" }] }',
      ),
      "bergen.json": JSON.stringify(SOUND),
      "each/step-functions.json": JSON.stringify(MAP),
      "sound/step-functions.json": JSON.stringify(SOUND),
      "wrong/step-functions.json": JSON.stringify({ ...SOUND, StartAt: "Rn" }),
    });
  });
  afterAll(() => project.remove());

  const workflow = (...args: readonly string[]) => {
    const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "model", "workflow", ...args);
    return { status, stdout, stderr };
  };

  test.each([
    [["quetzal-bergen"], "bergen.json: no problems found in 2 states\n"],
    [["quetzal-oslo", "--folder", "sound"], "sound/step-functions.json: no problems found in 2 states\n"],
    [["quetzal-vardo"], "the steps of quetzal-vardo: no problems found in 2 states\n"],
  ])("check %j looks at the definition, wherever it is", (args, stdout) => {
    expect(workflow("check", ...args)).toEqual({ status: 0, stdout, stderr: "" });
  });

  test("check says what is wrong, and what users will not see", () => {
    expect(workflow("check", "quetzal-oslo", "--folder", "wrong")).toEqual({
      status: 1,
      stdout: "",
      stderr: 'wrong/step-functions.json:1:2: StartAt must be a state beside it, got "Rn"; did you mean "Run"?\n',
    });
    expect(workflow("check", "quetzal-oslo", "--folder", "each")).toEqual({
      status: 0,
      stdout: "each/step-functions.json: no problems found in 2 states\n",
      stderr:
        "warning: each/step-functions.json:1:50: States.Each.ItemProcessor is not read by Quetzal's front end, which then lists no steps; name it Iterator\n",
    });
  });

  test("show draws in the terminal, or into a file that is new", () => {
    expect(workflow("show", "quetzal-bergen").stdout).toBe("Run (the model's function)\nTell (pass)\n");
    expect(workflow("show", "quetzal-bergen", "--svg", "bergen.svg").stdout).toBe("bergen.svg written\n");
    expect(project.read("bergen.svg")).toMatch(/^<svg .*Run leads to Tell.*<\/svg>\n$/s);
    expect(workflow("show", "quetzal-bergen", "--svg", "bergen.svg")).toEqual({
      status: 1,
      stdout: "",
      stderr: '--svg must be a new file, got "bergen.svg"; name another, or add --force\n',
    });
    expect(workflow("show", "quetzal-bergen", "--svg", "bergen.svg", "--force").status).toBe(0);
  });

  test.each([
    [
      ["quetzal-oslo"],
      '--folder must be a folder with step-functions.json, got "."; name the model\'s folder by --folder',
    ],
    [
      ["quetzal-oslo", "--folder", "nowhere"],
      '--folder must be a folder with step-functions.json, got "nowhere"; slipway model workflow pull writes it',
    ],
    [
      ["quetzal-bergen", "--folder", "sound"],
      '--folder must be left out, got "sound"; workflow.definition of quetzal-bergen has "bergen.json"',
    ],
    [
      ["quetzal-vardo", "--folder", "sound"],
      '--folder must be left out, got "sound"; workflow.definition of quetzal-vardo has steps',
    ],
  ])("check %j is refused", (args, message) => {
    expect(workflow("check", ...args)).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });
});
