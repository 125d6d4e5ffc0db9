import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readCollection } from "../../../constructs/plugins/read/collection";
import { contentHash } from "../../../constructs/plugins/render/collection";
import { said } from "./sentences";

let home = "/nowhere";
jest.mock("node:os", () => ({ ...jest.requireActual<typeof import("node:os")>("node:os"), homedir: () => home }));

describe("a folder of task plugins", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "plugins-"));
    write("plugins/a.py", "A = 1\n");
  });
  afterEach(() => rmSync(project, { recursive: true }));

  function write(path: string, content = ""): void {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const read = (folder = "plugins", more: { exclude?: string[]; prefix?: string } = {}) =>
    readCollection({ prefix: "dioptra_builtins", folder, ...more }, project);

  test("is read with the MD5 of each file, in the order of their paths", () => {
    write("plugins/sub/b.py");
    write("plugins/Z.py");
    expect(read()).toEqual({
      files: {
        "Z.py": "d41d8cd98f00b204e9800998ecf8427e",
        "a.py": "f177efe7d7ebb2dcf9c50bd7e9342231",
        "sub/b.py": "d41d8cd98f00b204e9800998ecf8427e",
      },
      problems: [],
    });
  });

  test("may be in the home folder", () => {
    home = project;
    expect(readCollection({ prefix: "dioptra_builtins", folder: "~/plugins" }, "/nowhere")).toEqual(read());
    expect(read().problems).toEqual([]);
  });

  test("(D2) leaves behind what Python, editors and git write, and what is excluded", () => {
    for (const path of [
      "__pycache__/a.pyc",
      "b.pyc",
      "sub/.DS_Store",
      ".git/config",
      "a.py~",
      ".a.py.swp",
      "notes.md",
    ]) {
      write(`plugins/${path}`);
    }
    write("plugins/sub/keep.md");
    expect(Object.keys(read().files)).toEqual(["a.py", "notes.md", "sub/keep.md"]);
    expect(Object.keys(read("plugins", { exclude: ["*.md", "!keep.md"] }).files)).toEqual(["a.py", "sub/keep.md"]);
  });

  test("(D2) excludes as git does, which knows case", () => {
    for (const path of ["README.md", "readme.py", "DATA.PY"]) write(`plugins/${path}`);
    expect(Object.keys(read("plugins", { exclude: ["README*", "data.py"] }).files)).toEqual([
      "DATA.PY",
      "a.py",
      "readme.py",
    ]);
  });

  test("has another hash with another content, and with another name", () => {
    const first = contentHash(read());
    write("plugins/a.py", "A = 2\n");
    const second = contentHash(read());
    rmSync(join(project, "plugins/a.py"));
    write("plugins/b.py", "A = 2\n");
    expect(new Set([first, second, contentHash(read())]).size).toBe(3);
  });

  test("takes a link to a file for the file", () => {
    symlinkSync("a.py", join(project, "plugins/b.py"));
    const { files } = read();
    expect(files["b.py"]).toBe(files["a.py"]);
  });

  test.each<[string, () => void, string, string]>([
    ["that is not there", () => {}, "none", said("", "folder", '"none", which is not there')],
    ["that is a file", () => {}, "plugins/a.py", said("", "folder", '"plugins/a.py", which is a file')],
    [
      "that is empty",
      () => write("empty/__pycache__/a.pyc"),
      "empty",
      'must hold files, got "empty" without any; the bucket\'s would all be removed',
    ],
    [
      "one level off",
      () => write("task-plugins/dioptra_builtins/a.py"),
      "task-plugins/",
      'must be the collection itself, got "task-plugins/"; name task-plugins/dioptra_builtins',
    ],
    [
      "with two files that differ in case",
      () => write("plugins/A.py"),
      "plugins",
      'must have names that differ in more than case, got "A.py" and "a.py"; rename one',
    ],
    [
      "with two folders that differ in case",
      () => {
        write("plugins/sub/b.py");
        write("plugins/Sub/b.py");
      },
      "plugins",
      'must have names that differ in more than case, got "Sub/b.py" and "sub/b.py"; rename one',
    ],
    [
      "with a name that S3 cannot hold",
      () => write("plugins/a\n.py"),
      "plugins",
      'must have names that S3 can hold, got "a\\n.py"; rename it',
    ],
    [
      "with a name that JavaScript keeps to itself",
      () => write("plugins/__proto__"),
      "plugins",
      'must have names that S3 can hold, got "__proto__"; rename it',
    ],
    [
      "with a path that is too long",
      () => write(`plugins/${Array(6).fill("x".repeat(200)).join("/")}`),
      "plugins",
      `must have paths that fit into 1024 bytes, got "${Array(6).fill("x".repeat(200)).join("/")}"; shorten it`,
    ],
    [
      "with a link that leads nowhere",
      () => symlinkSync("none", join(project, "plugins/link.py")),
      "plugins",
      'must hold what can be read, got a link, or something else that is no file for "link.py"; change its rights, or exclude it',
    ],
    [
      "with a link to what the system shows as a file",
      () => symlinkSync("/proc/self/environ", join(project, "plugins/environ.py")),
      "plugins",
      'must hold what can be read, got a link, or something else that is no file for "environ.py"; change its rights, or exclude it',
    ],
    [
      "in a circle",
      () => symlinkSync("circle", join(project, "circle")),
      "circle",
      said("", "folder", '"circle", which is not there'),
    ],
    ["of the system", () => {}, "/proc", said("", "folder", '"/proc", which is not there')],
    [
      "with a link to a folder",
      () => symlinkSync("..", join(project, "plugins/up")),
      "plugins",
      'must hold what can be read, got a link, or something else that is no file for "up"; change its rights, or exclude it',
    ],
  ])("%s is refused", (_what, make, folder, problem) => {
    make();
    expect(read(folder).problems).toEqual([problem]);
  });
});
