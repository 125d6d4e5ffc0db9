import { mkdirSync, symlinkSync } from "node:fs";
import { type RunOptions, runLocally } from "../../local/run-locally";
import type { WorkflowSettings } from "../../local/workflow";
import { LocalProject, workflowOf } from "./local-project";

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
        'pipeline "step" must read what exists, got the repository "dada"; did you mean "data"?',
      ],
      [
        "a repository like no other",
        one({ repo: "measurements", glob: "/" }),
        {},
        'pipeline "step" must read what exists, got the repository "measurements"; there are data, config, step',
      ],
      [
        "nothing committed",
        one({ repo: "config", glob: "/" }),
        {},
        `repository "config" must have something committed, got no folder ${folder}/run/config; name a file or folder: --input config=PATH`,
      ],
      [
        "an input that is not there",
        one(READS),
        { inputs: { data: "/no/such/folder" } },
        'input "data" must be a file or a folder, got /no/such/folder; name one that exists',
      ],
      [
        "an input below a file",
        one(READS),
        { inputs: { data: `${folder}/run/data/a/b` } },
        `input "data" must be a file or a folder, got ${folder}/run/data/a/b; name one that exists`,
      ],
      [
        "an input that is a circle of links",
        one(READS),
        { inputs: { data: `${folder}/circle` } },
        `input "data" must be a file or a folder, got ${folder}/circle: a circle of links; name one that exists`,
      ],
      [
        "an input that is a device",
        one(READS),
        { folder: `${folder}/new`, inputs: { data: "/dev/null" } },
        'input "data" must be a file or a folder, got /dev/null: a pipe or a device; name one that exists',
      ],
      [
        "a run folder that is a file",
        one(READS),
        { folder: `${folder}/run/data/a`, inputs: { data: `${folder}/license` } },
        `the run folder must be a folder that can be written, got ${folder}/run/data/a: a file; name another with --dir`,
      ],
      [
        "a run folder below a file",
        one(READS),
        { folder: `${folder}/run/data/a/b/c`, inputs: { data: `${folder}/license` } },
        `the run folder must be a folder that can be written, got ${folder}/run/data/a: a file; name another with --dir`,
      ],
      [
        "a run folder that is a circle of links",
        one(READS),
        { folder: `${folder}/circle`, inputs: { data: `${folder}/license` } },
        `the run folder must be a folder that can be written, got ${folder}/circle: a circle of links; name another with --dir`,
      ],
      [
        "a run folder that is a link to nowhere",
        one(READS),
        { folder: `${folder}/astray/run`, inputs: { data: `${folder}/license` } },
        `the run folder must be a folder that can be written, got ${folder}/astray: a link that leads nowhere; name another with --dir`,
      ],
      [
        "an empty folder for a secret of which nobody names a key",
        one(READS, { secrets: [{ name: "license", mountPath: "/mnt/lic" }] }),
        { secrets: { license: `${folder}/empty` } },
        `secret "license" must be a folder with a file for each key, got ${folder}/empty, in which nothing is; make it, or name another`,
      ],
      [
        "a secret that is a circle of links",
        withSecret,
        { secrets: { license: `${folder}/circle` } },
        `secret "license" must be a folder with a file for each key, got ${folder}/circle: a circle of links; make it, or name another`,
      ],
      [
        "a folder of others in the place of a repository",
        one(READS),
        { inputs: { data: folder } },
        `${folder}/run/data would be replaced, and is of no earlier run; name another folder with --dir`,
      ],
      [
        "an input of no repository",
        one(READS),
        { inputs: { date: folder } },
        'input must be of a repository of the workflow, got "date"; did you mean "data"?',
      ],
      [
        "a glob",
        one({ repo: "data", glob: "/(a" }),
        {},
        'pipeline "step": glob has no ), got "/(a"; write it as in Pachyderm: /*, /training/*, /(*)-?.csv',
      ],
      [
        "a spout",
        one({ spout: {} }),
        {},
        'pipeline "step" must read something to run here, got a spout, which never ends; run the workflow without it',
      ],
      [
        "nothing in a repository of others",
        workflowOf(
          { step: { input: { repo: "theirs", glob: "/" }, script: SCRIPT } },
          { externalRepositories: ["theirs"] },
        ),
        {},
        `repository "theirs" must have something committed, got no folder ${folder}/run/theirs; name a file or folder: --input theirs=PATH`,
      ],
      [
        "a key that the script alone names",
        one(READS, { secrets: [{ name: "license", mountPath: "/mnt/lic" }], script: ["cat /mnt/lic/license"] }),
        { secrets: { license: `${folder}/license` } },
        `secret "license" must have the key "license" for pipeline "step", got no file ${folder}/license/license; write it`,
      ],
      [
        "a secret that is not given",
        withSecret,
        {},
        'pipeline "step" needs the secret "license", got none; name a folder with a file for each key: --secret license=FOLDER',
      ],
      [
        "a secret that is no folder",
        withSecret,
        { secrets: { license: `${folder}/run/data/a` } },
        `secret "license" must be a folder with a file for each key, got ${folder}/run/data/a; make it, or name another`,
      ],
      [
        "a secret without a key",
        withSecret,
        { secrets: { license: `${folder}/license` } },
        `secret "license" must have the key "license" for pipeline "step", got no file ${folder}/license/license; write it`,
      ],
      [
        "a circle",
        workflowOf({
          one: { input: { cross: [READS, { repo: "two", glob: "/" }] }, script: SCRIPT },
          two: { input: { repo: "three", glob: "/" }, script: SCRIPT },
          three: { input: { repo: "one", glob: "/" }, script: SCRIPT },
        }),
        {},
        'pipelines must not read each other in a circle, got "one" reads "two" reads "three" reads "one"; cut it at one',
      ],
      [
        "a folder of the image",
        one(READS, { workingDirectory: "/no/such/app" }),
        {},
        'pipeline "step" must have a workingDirectory of this machine to run with bash, got /no/such/app; run it with Docker',
      ],
      [
        "the image's own program",
        workflowOf({ step: { input: READS } }),
        {},
        'pipeline "step" must have a command or a script to run with bash, got none; run it with Docker',
      ],
      [
        "a folder with a blank where there is no namespace",
        one(READS),
        { folder: `${folder}/a run`, inputs: { data: `${folder}/run/data` }, namespaces: false },
        `the run folder must have a plain path where steps run with bash, got ${folder}/a run; name one without blanks: --dir`,
      ],
    ];

  test.each(REFUSED)("%s", async (_, workflow, options, message) => {
    const run = runLocally(workflow, { folder: project.runFolder, with: "bash", ...options });
    await expect(run).rejects.toThrow(new Error(message));
  });

  test("all of it at once", async () => {
    const workflow = workflowOf({
      first: { input: { repo: "dada", glob: "/[" }, script: SCRIPT, secrets: [{ name: "license" }] },
    });
    await expect(project.run(workflow, { inputs: { x: folder } })).rejects.toThrow(
      new Error(
        [
          'pipeline "first" must read what exists, got the repository "dada"; did you mean "data"?',
          'pipeline "first": glob has no ], got "/["; write it as in Pachyderm: /*, /training/*, /(*)-?.csv',
          'input must be of a repository of the workflow, got "x"; there are data',
          'pipeline "first" needs the secret "license", got none; name a folder with a file for each key: --secret license=FOLDER',
        ].join("\n"),
      ),
    );
  });
});
