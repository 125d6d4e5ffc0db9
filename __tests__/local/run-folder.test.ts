import { mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { RunFolder } from "../../local/run-folder";
import { LocalProject } from "./local-project";
import { said } from "./sentences";

describe("a run folder", () => {
  let project: LocalProject;
  let folder: RunFolder;
  beforeEach(async () => {
    project = new LocalProject();
    folder = new RunFolder(project.runFolder, "first");
    await folder.prepare();
  });
  afterEach(() => project.remove());

  /** A datum that was run to its end. */
  const keep = (hash: string, files: Readonly<Record<string, string>>) => {
    const scratch = folder.scratch();
    for (const [path, text] of Object.entries(files))
      project.write(join(scratch.slice(project.folder.length), "pfs/out", path), text);
    mkdirSync(join(scratch, "pfs", "out"), { recursive: true });
    folder.keep("flow-step", hash, scratch, new Map(Object.keys(files).map((path) => [`/${path}`, path])));
  };

  test("is closed to others where steps may write", () => {
    expect(statSync(join(project.runFolder, ".state")).mode & 0o777).toBe(0o700);
  });

  test("takes a folder or a file as the whole of a repository", async () => {
    project.write("new/deep/b", "b");
    await folder.commit("data", join(project.folder, "new"));
    expect(project.files("data")).toEqual(["deep/b"]);
    await folder.commit("data", project.write("configuration.json", "{}"));
    expect(project.files("data")).toEqual(["configuration.json"]);
  });

  test("leaves a repository alone that has the same already", async () => {
    project.write("new/a", "a");
    await folder.commit("data", join(project.folder, "new"));
    const before = statSync(join(project.runFolder, "data")).ino;
    await folder.commit("data", join(project.folder, "new"));
    expect(statSync(join(project.runFolder, "data")).ino).toBe(before);
  });

  test("gets back what was being replaced when a run was killed", async () => {
    project.commit(".state/replaced/data/a", "a");
    project.commit(".state/replaced/other/old", "old");
    project.commit("other/new", "new");
    const next = new RunFolder(project.runFolder, "second");
    expect(next.has("data")).toBe(true);
    await next.prepare();
    expect([project.files("data"), project.files("other"), project.files(".state")]).toEqual([["a"], ["new"], []]);
  });

  test("knows a datum once all of its output is there", () => {
    expect(folder.result("flow-step", "one")).toBeUndefined();
    project.commit(".state/datums/flow-step/one/out/half", "half");
    expect(folder.result("flow-step", "one")).toBeUndefined();
    keep("one", { "models/a": "a" });
    expect([...(folder.result("flow-step", "one") ?? [])]).toEqual([["/models/a", "models/a"]]);
    expect(project.read(".state/datums/flow-step/one/out/half")).toBeUndefined();
  });

  test("makes an output of datums, and knows it until somebody changes it", async () => {
    keep("one", { log: "1\n" });
    keep("two", { log: "2\n", "models/b": "b" });
    const made = ["one", "two"].map((hash) => ({ hash, id: hash }));
    const file = (hash: string, path: string) => folder.resultFile("flow-step", hash, path);
    const files = new Map([
      ["/log", [file("one", "/log"), file("two", "/log")]],
      ["/models/b", [file("two", "/models/b")]],
    ]);
    expect(await folder.manifest("flow-step")).toBeUndefined();
    await folder.publish("flow-step", made, files);
    expect([project.read("flow-step/log"), project.files("flow-step")]).toEqual(["1\n2\n", ["log", "models/b"]]);
    expect((await folder.manifest("flow-step"))?.datums).toEqual(made);
    project.commit("flow-step/log", "meddled");
    expect(await folder.manifest("flow-step")).toBeUndefined();
  });

  test("forgets datums that are no more, and what they printed", async () => {
    for (const hash of ["one", "two"]) {
      keep(hash, { a: hash });
      folder.newLog("flow-step", hash);
    }
    await folder.forget("flow-step", ["two"]);
    expect(folder.result("flow-step", "one")).toBeUndefined();
    expect(folder.result("flow-step", "two")).toBeDefined();
    expect(project.files(".state/logs")).toEqual(["flow-step/two.log"]);
  });

  test.each([
    ["half a file", '[["/a",'],
    ["no list", '{"/a":"1"}'],
    ["null", "null"],
    ["a path that leads out", '[["/../../secret","1"]]'],
    ["a file that is gone", '[["/a","a"],["/b","b"]]'],
  ])("knows no datum of which it has %s", (_what, text) => {
    keep("one", { a: "a" });
    project.commit(".state/datums/flow-step/one/files.json", text);
    expect(folder.result("flow-step", "one")).toBeUndefined();
    keep("one", { a: "a" });
    expect(folder.result("flow-step", "one")?.size).toBe(1);
  });

  test("knows no datum of which a file lost its content, as when the machine stopped", () => {
    keep("one", { a: "a" });
    project.commit(".state/datums/flow-step/one/out/a", "");
    expect(folder.result("flow-step", "one")).toBeUndefined();
  });

  test("names a folder in the place of its file", () => {
    project.commit(".state/datums/flow-step/one/files.json/a", "");
    expect(() => folder.result("flow-step", "one")).toThrow(
      `${project.runFolder}/.state/datums/flow-step/one/files.json must be a file that can be read, got a folder; take it away: the next run makes it again`,
    );
  });

  test.each(['{"datums":[', "null", '{"datums":[{}],"files":[]}', '{"files":[]}'])(
    "makes an output again when its record is %s",
    async (text) => {
      keep("one", { a: "a" });
      const made = [{ hash: "one", id: "one" }];
      const files = new Map([["/a", [folder.resultFile("flow-step", "one", "/a")]]]);
      await folder.publish("flow-step", made, files);
      project.commit(".state/outputs/flow-step.json", text);
      expect(await folder.manifest("flow-step")).toBeUndefined();
      await folder.publish("flow-step", made, files);
      expect((await folder.manifest("flow-step"))?.datums).toEqual(made);
    },
  );

  test.each(["null", '{"pid":1,"began":"x"}', '{"pid":"1"}', '{"pid":-1,"began":""}', "{"])(
    "ends no process for the record %s",
    async (text) => {
      project.commit(".state/scratch/old-1/process.json", text);
      await new RunFolder(project.runFolder, "second").prepare();
      expect(project.files(".state/scratch")).toEqual([]);
    },
  );

  test("names what lies in the place of its folders", () => {
    project.remove("run/.state");
    for (const name of ["datums", "logs"]) project.commit(`.state/${name}`, "");
    mkdirSync(join(project.runFolder, ".state/run.lock"));
    const place = (name: string) => join(project.runFolder, ".state", name);
    expect(folder.problems()).toEqual([
      said("what a run keeps", "stateFolder", `${place("datums")}: a file`),
      said("what a run keeps", "stateFolder", `${place("logs")}: a file`),
      `${place("run.lock")} must be a file, got something else; take it away while nothing runs here`,
    ]);
  });

  test("says what an input has that is neither file nor folder", async () => {
    const source = join(project.folder, "new");
    project.write("new/a", "a");
    symlinkSync("nowhere", join(source, "astray"));
    await expect(folder.commit("data", source)).rejects.toThrow(
      said(`${source}/astray`, "inputKind", "a link that leads nowhere"),
    );
    project.remove("new/astray");
    symlinkSync("..", join(source, "up"));
    await expect(folder.commit("data", project.folder)).rejects.toThrow(
      `input "data" must not hold the run folder, got ${project.folder}; name a folder of its own`,
    );
    mkdirSync(join(source, "below"));
    project.remove("new/up");
    symlinkSync("..", join(source, "below/up"));
    await expect(folder.commit("data", source)).rejects.toThrow(
      said(`${source}/below/up`, "inputKind", "a link to a folder that it is in"),
    );
    expect(project.files("data")).toEqual([]);
  });
});
