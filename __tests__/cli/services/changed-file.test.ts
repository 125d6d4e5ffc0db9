import { rmSync } from "node:fs";
import { join } from "node:path";
import { ChangedFile } from "../../../cli/services/changed-file";
import { Project } from "../../../engine/project";
import { TestProject } from "../../support/project";

const FILE = "environments/services/lab.ts";
const LAB = `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "none" },
  services: { docs: { image: "docs:1", port: 80, hosts: ["docs.example.org"] } },
};
`;

describe("a file that a command changes", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ [FILE]: LAB });
  });
  afterEach(() => project.remove());

  const changed = (expect = () => {}) =>
    ChangedFile.by(Project.at(project.folder), {
      ...{ workspace: "lab", expect },
      edit: (text) => text.replace("docs:1", "docs:2"),
      undo: (text) => {
        if (!text.includes("docs:2")) throw new Error("the file must have the image, got none");
        return text.replace("docs:2", "docs:1");
      },
    });
  const takenBack = (file: ChangedFile) => file.takenBack(new Error("nobody approves")).message.split("\n");

  test("is what it was when it is taken back", () => {
    const file = changed();
    expect(project.read(FILE)).toContain("docs:2");
    expect(takenBack(file)).toEqual(["nobody approves", `${FILE} is as it was`]);
    expect(project.read(FILE)).toBe(LAB);
  });

  test("stays as somebody else has made it meanwhile", () => {
    const file = changed();
    project.write(FILE, "// mine\n");
    expect(takenBack(file)[1]).toBe(
      `${FILE} was changed by somebody else meanwhile, and stays so: take this change back by hand`,
    );
    expect(project.read(FILE)).toBe("// mine\n");
  });

  test("keeps what somebody else has changed meanwhile, without the change", () => {
    const file = changed();
    project.write(FILE, `// mine\n${project.read(FILE)}`);
    expect(takenBack(file)[1]).toBe(`${FILE} was changed by somebody else meanwhile; only this change was taken back`);
    expect(project.read(FILE)).toBe(`// mine\n${LAB}`);
  });

  test("is not deployed where somebody has deleted it meanwhile", () => {
    const file = changed();
    expect(() => file.refuseDeleted()).not.toThrow();
    rmSync(join(project.folder, FILE));
    expect(() => file.refuseDeleted()).toThrow("the plans must be of a file, got none; nothing was changed");
  });

  test("is not written again where somebody has deleted it meanwhile", () => {
    const file = changed();
    rmSync(join(project.folder, FILE));
    expect(takenBack(file)[1]).toBe(`${FILE} was deleted meanwhile, and is not written again`);
    expect(() => project.read(FILE)).toThrow("ENOENT");
  });

  test("is what it was where it does not say what was meant", () => {
    expect(() =>
      changed(() => {
        throw new Error("something else decides");
      }),
    ).toThrow("something else decides");
    expect(project.read(FILE)).toBe(LAB);
  });
});
