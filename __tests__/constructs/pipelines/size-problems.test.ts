import { sizeProblems } from "../../../constructs/pipelines/render/size-problems";
import type { PipelinesSettings, WorkflowSettings } from "../../../constructs/pipelines/schema";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const IMAGE = "debian:12-slim";
const MIB = 1024 ** 2;

/** A workflow of pipelines with scripts of so many bytes. */
function workflow(sizes: Readonly<Record<string, number>>): Omit<WorkflowSettings, "name"> {
  const pipelines = Object.entries(sizes).map(([name, size]) => [
    name,
    { input: { repo: "texts", glob: "/" }, image: IMAGE, script: [`: ${"x".repeat(size)}`] },
  ]);
  return { repositories: ["texts"], pipelines: Object.fromEntries(pipelines), results: Object.keys(sizes) };
}

const settings = (more: Partial<PipelinesSettings>): PipelinesSettings => ({
  ...{ name: "words", namespace: "default", pachyderm: { version: "2" }, workflows: {} },
  ...more,
});

/** What is said, but for how many bytes it is. */
const toldOf = (more: Partial<PipelinesSettings>) =>
  sizeProblems(settings(more)).map(({ path, message }) => `${path} ${message.replace(/\d+ bytes/, "so many bytes")}`);
const RULE = "must fit into a config map of 1 MiB, got so many bytes;";
const MANAGER = { image: "pharmbio/manager-pod:pctl-2.11.6" };

describe("what is made of a file", () => {
  test("may take all the room of a config map", () => {
    expect(toldOf({ manager: MANAGER, workflows: { words: workflow({ count: MIB - 3000 }) } })).toEqual([]);
  });

  test("must fit into one: each pipeline's specification", () => {
    const workflows = { words: workflow({ count: 2 * MIB, sum: 10 }), others: workflow({ list: MIB }) };
    const advice = "put long scripts and data into its image, or into a repository";
    expect(toldOf({ manager: MANAGER, workflows })).toEqual([
      `workflows.words.pipelines.count ${RULE} ${advice}`,
      `workflows.others.pipelines.list ${RULE} ${advice}`,
    ]);
  });

  test("must fit into one: the specifications that the manager has", () => {
    const workflows = { words: workflow({ count: MIB / 2, sum: MIB / 2 }) };
    expect(toldOf({ workflows })).toEqual([]);
    expect(toldOf({ manager: MANAGER, workflows })).toEqual([
      `manager ${RULE} it holds the specifications of all pipelines: shorten their scripts`,
    ]);
  });

  test("must fit into one: the scripts of a database", () => {
    const initScripts = { "a.sql": "x".repeat(MIB / 2), "b.sql": "x".repeat(MIB / 2) };
    expect(toldOf({ database: { name: "db", databases: ["words"], initScripts } })).toEqual([
      `database.initScripts ${RULE} load large files with loads`,
    ]);
  });

  test("is told by slipway check", () => {
    const project = new TestProject({});
    try {
      const file = "environments/pipelines/words.ts";
      const environment = {
        ...settings({ workflows: { words: workflow({ count: 2 * MIB }) } }),
        cluster: { context: "t" },
      };
      project.write(file, `export default ${JSON.stringify(environment)};`);
      const { status, stderr } = slipwayIn({ cwd: project.folder, env: process.env }, "check");
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^environments\/pipelines\/words\.ts: workflows\.words\.pipelines\.count must fit into a config map of 1 MiB, got 2\d{6} bytes; /,
      );
    } finally {
      project.remove();
    }
  });
});
