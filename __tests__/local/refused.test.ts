import { mkdirSync, symlinkSync } from "node:fs";
import { type RunOptions, runLocally } from "../../local/run-locally";
import type { WorkflowSettings } from "../../local/workflow";
import { LocalProject, workflowOf } from "./local-project";
import { said } from "./sentences";

const READS = { repo: "data", glob: "/" };
const SCRIPT = ["true"];

describe("a local run is refused before anything runs", () => {
  const project = new LocalProject();
  const { folder } = project;
  beforeAll(() => {
    project.commit("data/a", "a");
    project.write("license/other", "");
    mkdirSync(`${folder}/empty`);
    symlinkSync("circle", `${folder}/circle`);
    symlinkSync("nowhere", `${folder}/astray`);
  });
  afterAll(() => project.remove());

  const one = (input: object, more: object = {}) =>
    workflowOf({ step: { input, script: SCRIPT, ...more } as never }, { repositories: ["data", "config"] });
  const withSecret = one(READS, { secrets: [{ name: "license", keys: ["license"], mountPath: "/mnt/lic" }] });

  const REFUSED: readonly [what: string, workflow: WorkflowSettings, options: Partial<RunOptions>, message: string][] =
    [
      [
        "an unknown repository",
        one({ repo: "dada", glob: "/" }),
        {},
        said('pipeline "step"', "repositoryMeant", '"dada"', '"data"'),
      ],
      [
        "a repository like no other",
        one({ repo: "measurements", glob: "/" }),
        {},
        said('pipeline "step"', "repositoryUnknown", '"measurements"', "data, config, step"),
      ],
      [
        "nothing committed",
        one({ repo: "config", glob: "/" }),
        {},
        said('repository "config"', "nothingCommitted", `${folder}/run/config`, "config"),
      ],
      [
        "an input that is not there",
        one(READS),
        { inputs: { data: "/no/such/folder" } },
        said('input "data"', "input", "/no/such/folder"),
      ],
      [
        "an input below a file",
        one(READS),
        { inputs: { data: `${folder}/run/data/a/b` } },
        said('input "data"', "input", `${folder}/run/data/a/b`),
      ],
      [
        "an input that is a circle of links",
        one(READS),
        { inputs: { data: `${folder}/circle` } },
        said('input "data"', "input", `${folder}/circle: a circle of links`),
      ],
      [
        "an input that is a device",
        one(READS),
        { folder: `${folder}/new`, inputs: { data: "/dev/null" } },
        said('input "data"', "input", "/dev/null: a pipe or a device"),
      ],
      [
        "a run folder that is a file",
        one(READS),
        { folder: `${folder}/run/data/a`, inputs: { data: `${folder}/license` } },
        said("the run folder", "runFolder", `${folder}/run/data/a: a file`),
      ],
      [
        "a run folder below a file",
        one(READS),
        { folder: `${folder}/run/data/a/b/c`, inputs: { data: `${folder}/license` } },
        said("the run folder", "runFolder", `${folder}/run/data/a: a file`),
      ],
      [
        "a run folder that is a circle of links",
        one(READS),
        { folder: `${folder}/circle`, inputs: { data: `${folder}/license` } },
        said("the run folder", "runFolder", `${folder}/circle: a circle of links`),
      ],
      [
        "a run folder that is a link to nowhere",
        one(READS),
        { folder: `${folder}/astray/run`, inputs: { data: `${folder}/license` } },
        said("the run folder", "runFolder", `${folder}/astray: a link that leads nowhere`),
      ],
      [
        "an empty folder for a secret of which nobody names a key",
        one(READS, { secrets: [{ name: "license", mountPath: "/mnt/lic" }] }),
        { secrets: { license: `${folder}/empty` } },
        said('secret "license"', "secretFolder", `${folder}/empty, in which nothing is`),
      ],
      [
        "a secret that is a circle of links",
        withSecret,
        { secrets: { license: `${folder}/circle` } },
        said('secret "license"', "secretFolder", `${folder}/circle: a circle of links`),
      ],
      [
        "a folder of others in the place of a repository",
        one(READS),
        { inputs: { data: folder } },
        said(`${folder}/run/data`, "folderOfOthers"),
      ],
      [
        "an input of no repository",
        one(READS),
        { inputs: { date: folder } },
        said("input", "inputMeant", '"date"', '"data"'),
      ],
      ["a glob", one({ repo: "data", glob: "/(a" }), {}, said('pipeline "step": glob', "glob", "no )", '"/(a"')],
      ["a spout", one({ spout: {} }), {}, said('pipeline "step"', "spout")],
      [
        "a service",
        one(READS, { service: { internalPort: 80, externalPort: 80 } }),
        {},
        said('pipeline "step"', "noFiles", "a service, which never ends"),
      ],
      ["output by S3", one(READS, { s3Out: true }), {}, said('pipeline "step"', "noFiles", "S3 in place of /pfs")],
      [
        "nothing in a repository of others",
        workflowOf(
          { step: { input: { repo: "theirs", glob: "/" }, script: SCRIPT } },
          { externalRepositories: ["theirs"] },
        ),
        {},
        said('repository "theirs"', "nothingCommitted", `${folder}/run/theirs`, "theirs"),
      ],
      [
        "a key that the script alone names",
        one(READS, { secrets: [{ name: "license", mountPath: "/mnt/lic" }], script: ["cat /mnt/lic/license"] }),
        { secrets: { license: `${folder}/license` } },
        said('secret "license"', "secretKey", '"license"', 'pipeline "step"', `${folder}/license/license`),
      ],
      ["a secret that is not given", withSecret, {}, said('pipeline "step"', "secretNeeded", '"license"', "license")],
      [
        "a secret that is no folder",
        withSecret,
        { secrets: { license: `${folder}/run/data/a` } },
        said('secret "license"', "secretFolder", `${folder}/run/data/a`),
      ],
      [
        "a secret without a key",
        withSecret,
        { secrets: { license: `${folder}/license` } },
        said('secret "license"', "secretKey", '"license"', 'pipeline "step"', `${folder}/license/license`),
      ],
      [
        "a circle",
        workflowOf({
          one: { input: { cross: [READS, { repo: "two", glob: "/" }] }, script: SCRIPT },
          two: { input: { repo: "three", glob: "/" }, script: SCRIPT },
          three: { input: { repo: "one", glob: "/" }, script: SCRIPT },
        }),
        {},
        said("pipelines", "circle", '"one" reads "two" reads "three" reads "one"'),
      ],
      [
        "a folder of the image",
        one(READS, { workingDirectory: "/no/such/app" }),
        {},
        said('pipeline "step"', "workingDirectory", "/no/such/app"),
      ],
      ["the image's own program", workflowOf({ step: { input: READS } }), {}, said('pipeline "step"', "programNeeded")],
      [
        "a folder with a blank where there is no namespace",
        one(READS),
        { folder: `${folder}/a run`, inputs: { data: `${folder}/run/data` }, namespaces: false },
        said("the run folder", "runFolderPath", `${folder}/a run`),
      ],
    ];

  const AT_ONCE = [
    said('pipeline "first"', "repositoryMeant", '"dada"', '"data"'),
    said('pipeline "first": glob', "glob", "no ]", '"/["'),
    said("input", "inputUnknown", '"x"', "data"),
    said('pipeline "first"', "secretNeeded", '"license"', "license"),
  ];

  test.each(REFUSED)("%s", async (_, workflow, options, message) => {
    const run = runLocally(workflow, { folder: project.runFolder, with: "bash", ...options });
    await expect(run).rejects.toThrow(new Error(message));
  });

  test("all of it at once", async () => {
    const workflow = workflowOf({
      first: { input: { repo: "dada", glob: "/[" }, script: SCRIPT, secrets: [{ name: "license" }] },
    });
    await expect(project.run(workflow, { inputs: { x: folder } })).rejects.toThrow(new Error(AT_ONCE.join("\n")));
  });
});
