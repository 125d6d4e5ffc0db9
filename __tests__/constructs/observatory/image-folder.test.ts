import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readImageFolder } from "../../../constructs/observatory/read/image-folder";

describe("a folder that an image is built from", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "image-folder-"));
    write("agent/a.py", "");
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const folder = (path: string) => void mkdirSync(join(project, path), { recursive: true });
  const link = (to: string, path: string) => {
    folder(dirname(path));
    symlinkSync(to, join(project, path));
  };
  const pipe = (path: string) => void spawnSync("mkfifo", [join(project, path)]);
  const read = () =>
    readImageFolder({ folder: "agent", base: "simonsobs/ocs:v0.12.1", script: { path: "a.py" } }, project);
  const said = () => read().problems.map(({ of, message }) => `${of} ${message}`);

  test("has the files of a folder that a link leads to", () => {
    write("common/lib/b.py", "");
    link("../common", "agent/one");
    link("../common", "agent/two");
    expect(read()).toMatchObject({ files: ["a.py", "one/lib/b.py", "two/lib/b.py"], problems: [] });
  });

  test("has no links and pipes that .dockerignore names", () => {
    write("agent/.dockerignore", "loop\nsub\npipe\n");
    link(".", "agent/loop");
    link("..", "agent/sub/up");
    pipe("agent/pipe");
    expect(read()).toMatchObject({ files: [".dockerignore", "a.py"], problems: [] });
  });

  const endless = (path: string) =>
    `folder must hold no link to a folder that holds it, got "${path}"; take it away, or name it in .dockerignore`;
  test.each<[what: string, make: () => void, says: readonly string[]]>([
    [
      "links to itself and upwards",
      () => {
        link(".", "agent/loop");
        link("..", "agent/sub/up");
        link("/", "agent/sub/root");
      },
      [endless("loop"), endless("sub/root"), endless("sub/up")],
    ],
    [
      "links in a circle",
      () => {
        link("../two", "one/two");
        link("../one", "two/one");
        link("../one", "agent/one");
      },
      [endless("one/two/one")],
    ],
    [
      "a Dockerfile that is a folder",
      () => folder("agent/Dockerfile"),
      ['folder must hold files that can be read, got the folder "Dockerfile"; take it away, or create it again'],
    ],
    [
      "a .dockerignore that is a folder",
      () => folder("agent/.dockerignore"),
      ['folder must hold files that can be read, got the folder ".dockerignore"; take it away, or create it again'],
    ],
    [
      "a .dockerignore that is a pipe",
      () => pipe("agent/.dockerignore"),
      [
        'folder must hold files that can be read, got the pipe or device ".dockerignore"; take it away, or create it again',
      ],
    ],
    [
      "lines of .dockerignore that are no patterns",
      () => write("agent/.dockerignore", "*.log\n[\n\n# [\n[b-a]\n"),
      [
        'folder must have patterns in .dockerignore, got "[" in line 2; correct it there',
        'folder must have patterns in .dockerignore, got "[b-a]" in line 5; correct it there',
      ],
    ],
    [
      "a pipe and a link that leads nowhere",
      () => {
        pipe("agent/pipe");
        link("nowhere", "agent/dangling");
      },
      [
        'folder must hold files that can be read, got "dangling"; take it away, or name it in .dockerignore',
        'folder must hold files that can be read, got the pipe or device "pipe"; take it away, or name it in .dockerignore',
      ],
    ],
  ])("is refused with %s", (_, make, says) => {
    make();
    expect(said().sort()).toEqual([...says].sort());
  });

  const of = (path: string) => readImageFolder({ folder: path }, project).problems.map(({ message }) => message);

  test.each(["/", "..", "../", "agent/../..", "up", tmpdir()])(
    "is refused at once where it holds the project: %s",
    (path) => {
      link("..", "up");
      const start = performance.now();
      expect(of(path)).toEqual([
        `must be a folder that does not hold the project, got "${path}"; all of it would go to the engine: give the image a folder of its own`,
      ]);
      expect(performance.now() - start).toBeLessThan(200);
    },
  );

  test("may lie beside the project", () => {
    const beside = mkdtempSync(join(tmpdir(), "image-folder-"));
    try {
      writeFileSync(join(beside, "Dockerfile"), "FROM simonsobs/ocs:v0.12.1\n");
      expect(of(beside)).toEqual([]);
    } finally {
      rmSync(beside, { recursive: true });
    }
  });

  test("is refused with more files than are sent to an engine", () => {
    folder("many");
    for (let file = 0; file <= 10_000; file += 1) writeFileSync(join(project, "many", `${file}`), "");
    expect(of("many")).toEqual([
      "must hold at most 10000 files, got more; give the image a folder of its own, or name what it does not need in .dockerignore",
    ]);
    write("many/.dockerignore", "1*\n");
    write("many/Dockerfile", "FROM simonsobs/ocs:v0.12.1\n");
    expect(of("many")).toEqual([]);
  });
});
