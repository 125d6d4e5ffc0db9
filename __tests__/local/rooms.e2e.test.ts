import { readFileSync, readlinkSync } from "node:fs";
import { LocalProject, workflowOf } from "./local-project";

/** What a step leaves where the next one might find it: /pfs is to be its own, and the namespace as new. */
const LEFT = {
  "a file in the root": ["touch /left-behind"],
  "a mount": ["mount -t tmpfs tmpfs /mnt", "touch /mnt/left-behind"],
  "a process": [
    // It waits for the next step, and writes to its own /pfs.
    "setsid sh -c 'touch /pfs/up; sleep 0.5; for _ in 1 2 3 4 5 6; do touch /pfs/left-behind /pfs/out/left-behind; sleep 0.2; done' >/dev/null 2>&1 </dev/null &",
    // Until it has left its group.
    "until [ -e /pfs/up ]; do sleep 0.05; done",
  ],
  "a process in namespaces of its own": [
    "setsid unshare --mount sh -c 'touch /pfs/up; sleep 0.5; for _ in 1 2 3 4 5 6; do touch /pfs/left-behind /pfs/out/left-behind; sleep 0.2; done' >/dev/null 2>&1 </dev/null &",
    // Until it has them.
    "until [ -e /pfs/up ]; do sleep 0.05; done",
  ],
  "a closed /pfs": ["chmod 500 /pfs /pfs/data /pfs/out"],
};

describe("a mount namespace that a step gets after another", () => {
  let project: LocalProject;
  beforeEach(() => {
    project = new LocalProject();
  });
  afterEach(() => project.remove());

  const run = (names: readonly string[], script: readonly string[]) => {
    for (const name of names) project.commit(`data/${name}`, name);
    const step = { input: { repo: "data", glob: "/*" }, datumTries: 1, script };
    return project.run(workflowOf({ step }), { jobs: 1 });
  };
  const namespaces = () => project.files("flow-step").map((name) => project.read(`flow-step/${name}`));
  const TELL = "readlink /proc/self/ns/mnt > /pfs/out/$(ls /pfs/data)";

  test("is the same one where nothing is left in it, and each sees its own files alone", async () => {
    const { report, events } = await run(
      ["a", "b", "c"],
      [TELL, "[ $(ls /pfs/data | wc -l) = 1 ]", "[ $(ls /pfs | wc -l) = 2 ]", "[ $(ls /pfs/out | wc -l) = 1 ]"],
    );
    expect(events[0]).toMatchObject({ text: expect.stringContaining("in a mount namespace") });
    expect(report.pipelines[0]?.failures).toEqual([]);
    expect(new Set(namespaces()).size).toBe(1);
    expect(namespaces()[0]).not.toBe(`${readlinkSync("/proc/self/ns/mnt")}\n`);
  });

  test.each(Object.entries(LEFT))("is another where a step left %s", async (what, lines) => {
    const look = [
      "if [ -e /pfs/data/b ]; then sleep 1.2; ls -d /left-behind /mnt/left-behind /pfs/left-behind /pfs/out/left-behind > /tmp/$$ 2>/dev/null || true; cat /tmp/$$ > /pfs/out/seen; rm /tmp/$$; fi",
    ];
    const { report } = await run(
      ["a", "b"],
      [TELL, ...look, ...lines.map((line) => `if [ -e /pfs/data/a ]; then ${line.replace(/&$/, "& true")}; fi`)],
    );
    expect(report.pipelines[0]?.failures).toEqual([]);
    expect(project.read("flow-step/seen")).toBe("");
    // Another one may get the number of one that is gone, so what is not the same is seen by what is left.
    const [a, b] = ["a", "b"].map((name) => project.read(`flow-step/${name}`));
    if (what === "a closed /pfs") expect(b).toBe(a);
  });

  test("a program that cannot be found, and a folder of a step's own", async () => {
    project.commit("data/a", "a");
    const step = { input: { repo: "data", glob: "/a" }, datumTries: 1, workingDirectory: "/pfs/data" };
    const { report } = await project.run(workflowOf({ step: { ...step, script: ["cp a ../out/$(basename $PWD)"] } }));
    expect(report.isDone).toBe(true);
    expect(readFileSync(`${project.runFolder}/flow-step/data`, "utf8")).toBe("a");
    const { report: second } = await project.run(workflowOf({ step: { ...step, command: ["no-such-program"] } }));
    expect(second.pipelines[0]?.failures[0]?.reason).toMatch(/exit code 127$/);
  });
});
