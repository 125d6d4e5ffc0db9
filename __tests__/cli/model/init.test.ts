import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "../sentences";

const FILES =
  "Dockerfile, Dockerfile.dockerignore, main.py, notebooks/model.ipynb, requirements.txt, step-functions.json";
const INPUTS = ["scenarios/base/inputs/od/", "scenarios/base/inputs/pt/", "scenarios/base/inputs/road/"];

describe("slipway model init", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-init-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const init = (name: string) => slipwayIn({ cwd: folder }, "model", "init", name);
  const read = (path: string) => readFileSync(join(folder, path), "utf8");

  test("writes a model with the name of its folder, and says what is next", () => {
    expect(init("oslo")).toEqual({
      status: 0,
      stdout:
        `${FILES}, ${INPUTS.join(", ")} written into oslo\n` +
        "next: npx slipway model scenario push <workspace> base --folder oslo, once scenarios/base has inputs\n" +
        "next: npx slipway model local <workspace> --folder oslo --notebook notebooks/model.ipynb --scenario base\n" +
        "next: npx slipway model image push <workspace> --folder oslo\n" +
        "next: npx slipway model workflow push <workspace> --folder oslo\n",
      stderr: "",
    });
    expect(read("oslo/Dockerfile")).toContain("\nARG QUETZAL_MODEL_NAME=oslo\n");
    expect(read("oslo/Dockerfile.dockerignore")).toContain("\n!oslo\n");
    expect(read("oslo/Dockerfile.dockerignore")).toContain("\noslo/scenarios\n");
    for (const name of [...FILES.split(", "), ...INPUTS]) expect(existsSync(join(folder, "oslo", name))).toBe(true);
    expect(FILES.split(", ").filter((name) => read(`oslo/${name}`).includes("my-model"))).toEqual([]);
  });

  test("writes into a folder that has other files", () => {
    mkdirSync(join(folder, "oslo/notebooks"), { recursive: true });
    writeFileSync(join(folder, "oslo/notebooks/own.ipynb"), "own");
    expect(init("oslo").status).toBe(0);
    expect(read("oslo/notebooks/own.ipynb")).toBe("own");
  });

  test("overwrites nothing, and then writes nothing", () => {
    mkdirSync(join(folder, "oslo/notebooks"), { recursive: true });
    writeFileSync(join(folder, "oslo/notebooks/model.ipynb"), "own");
    symlinkSync("nowhere", join(folder, "oslo/Dockerfile"));
    expect(init("oslo")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        'folder must have no file of a new model, got Dockerfile, notebooks/model.ipynb in "oslo"; nothing was written: move them away, or choose another folder\n',
    });
    expect(read("oslo/notebooks/model.ipynb")).toBe("own");
    expect(existsSync(join(folder, "oslo/main.py"))).toBe(false);
  });

  test.each(["my model", "-oslo", "øslo", "a$b"])("refuses the folder %j", (name) => {
    const { status, stderr } = slipwayIn({ cwd: folder }, "model", "init", "--", name);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `folder must be named with A-Z, a-z, 0-9, ".", "_" and "-", the first a letter or a digit, got ${JSON.stringify(name)}; its name is part of the Dockerfile\n`,
    });
    expect(existsSync(join(folder, name))).toBe(false);
  });

  test("refuses a file where a folder should be", () => {
    writeFileSync(join(folder, "oslo"), "");
    const { status, stderr } = init("oslo");
    const message = said("folder", "folderToWrite", `"${join(realpathSync(folder), "oslo")}": a file`);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `${message}\n` });
  });
});

test("the workflow of a new model passes the check", () => {
  const workflow = 'workflow: { definition: { file: "oslo/step-functions.json" } },';
  const project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo", workflow) });
  try {
    expect(slipwayIn({ cwd: project.folder }, "model", "init", "oslo").status).toBe(0);
    expect(slipwayIn({ cwd: project.folder }, "check", "quetzal-oslo")).toMatchObject({ status: 0, stderr: "" });
  } finally {
    project.remove();
  }
});
