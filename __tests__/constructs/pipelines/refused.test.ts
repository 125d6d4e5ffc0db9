import { problemsAmongWorkflows, problemsWithinWorkflow } from "../../../constructs/pipelines/workflow/problems";
import { workflowSettings } from "../../../constructs/pipelines/workflow/schema";
import { warningsOfWorkflow } from "../../../constructs/pipelines/workflow/warnings";
import { problemsOf } from "../../../constructs/shared/rules";
import { CONTEXT, INGESTION, LOGD, REFUSED, TRAINING } from "./refused";
import { said, texts } from "./said";

describe("a workflow", () => {
  test("that is right is not complained of", () => expect(said({})).toEqual([]));

  test.each(REFUSED)("is refused with %s", (_what, changes, says) => expect(said(changes)).toEqual(says));

  const changed = (more: object) => ({ pipelines: { ingestion: INGESTION, training: { ...TRAINING, ...more } } });

  test.each([
    ["a prefix of its own", { prefix: "" }],
    ["a repository that others make", { repositories: [], externalRepositories: ["config"] }],
    ["results that are read as well", { results: ["ingestion", "training"] }],
    ["a command alone", changed({ command: ["/run"], script: undefined })],
    ["a script for a program that is not strict", changed({ command: ["python3", "-"], strict: false })],
    ["quantities in all spellings", changed({ limits: { cpu: "2", memory: "24Gi" }, requests: { cpu: "500m" } })],
    ["a heap as a share", changed({ script: ["java -Xmx{heap}"], heapFraction: 0.8 })],
    [
      "a join with brackets",
      changed({
        input: {
          join: [
            { repo: "ingestion", glob: "/(*).a", joinOn: "$1" },
            { repo: "config", glob: "/(*).b", joinOn: "$1", outerJoin: true },
          ],
        },
      }),
    ],
    [
      "one repository twice in a union",
      changed({
        input: {
          union: [
            { repo: "ingestion", glob: "/a/*" },
            { repo: "ingestion", glob: "/b/*" },
          ],
        },
      }),
    ],
    ["a cron", changed({ input: { cross: [TRAINING.input, { cron: { name: "tick", spec: "@every 1h30m" } }] } })],
    ["globs of all kinds", changed({ input: { repo: "ingestion", glob: "/{a,b}/@(x|y)[!a-c][[:alpha:]]\\[!(z)**" } })],
    [
      "a spout",
      {
        pipelines: { ...LOGD.pipelines, feed: { input: { spout: {} }, image: "a:1", script: ["run"] } },
        results: ["training", "feed"],
      },
    ],
    [
      "a secret's key as a variable",
      changed({
        secrets: [
          ...(TRAINING.secrets ?? []),
          { name: "database", environmentVariable: "PASSWORD", keys: ["password"] },
        ],
      }),
    ],
    ["what is named like a mount, but lies elsewhere", changed({ script: ["cat /other/mnt/lic/a /mnt/licences/b"] })],
  ])("may have %s", (_what, changes) => expect(said(changes)).toEqual([]));

  test.each([
    undefined,
    null,
    "LogD",
    [],
    {},
    { ...LOGD, pipelines: { a: null, b: 1, c: [], d: { input: [] } } },
    { ...LOGD, repositories: {}, results: 7, externalRepositories: [[]] },
    { ...LOGD, pipelines: { a: { input: { cross: [null, { union: {} }, { join: [1, []] }] } } } },
    { ...LOGD, pipelines: { a: { ...TRAINING, limits: 1, secrets: {}, script: [1] } }, name: [] },
  ])("of any shape is complained of, and breaks nothing: %j", (value) => {
    const found = [...problemsOf(workflowSettings, value), ...problemsWithinWorkflow(value, CONTEXT)];
    expect(found.length).toBeGreaterThan(0);
  });

  test("mounts what it wants where secrets are not declared", () => {
    expect(problemsWithinWorkflow(LOGD)).toEqual([]);
  });
});

describe("a version of Pachyderm", () => {
  const part = (key: string) => [
    { repo: "ingestion", glob: "/(*)", [key]: "$1" },
    { repo: "config", glob: "/(*)", [key]: "$1", emptyFiles: true },
  ];
  const [inner, outer] = part("joinOn");
  const join = { ...TRAINING, input: { join: [inner, { ...outer, outerJoin: true }] } };
  const group = { ...TRAINING, input: { union: [{ group: part("groupBy") }, { repo: "config", glob: "/" }] } };
  const cron = { ...TRAINING, parallelism: 1, input: { cron: { name: "tick", spec: "@daily", overwrite: true } } };
  const never = { ...TRAINING, parallelism: 1, input: { cron: { name: "tick", spec: "@never" } } };
  const gpu = { ...TRAINING, limits: { memory: "24G", gpu: { type: "nvidia.com/gpu", number: 1 } } };
  const spout = { ...TRAINING, parallelism: 1, input: { spout: {} } };
  const WORKERS = {
    ...TRAINING,
    errorCommand: ["/bin/sh"],
    errorScript: ["true"],
    priorityClassName: "batch",
    podPatch: "[]",
    datumSet: { number: 1 },
    tolerations: [{ operator: "EXISTS" }],
  };
  const says = (training: object, version: string) =>
    said({ pipelines: { ingestion: INGESTION, training }, results: ["ingestion", "training"] }, { version });

  test.each([
    [
      "1.7",
      { ...TRAINING, reprocess: "every-job" },
      ['pipelines.training.reprocess needs Pachyderm 2, got "every-job" for 1.7; take it out'],
    ],
    [
      "1.13",
      { ...TRAINING, reprocess: "every-job" },
      ['pipelines.training.reprocess needs Pachyderm 2, got "every-job" for 1.13; take it out'],
    ],
    ["2", { ...TRAINING, reprocess: "every-job" }, []],
    [
      "1.7",
      { ...WORKERS, input: { ...WORKERS.input, s3: true, trigger: { branch: "staging", commits: 1 } } },
      [
        "pipelines.training.input.s3 needs Pachyderm 1.8 or later, got it for 1.7; take it out",
        "pipelines.training.input.trigger needs Pachyderm 1.8 or later, got it for 1.7; take it out",
        ...["errorCommand", "errorScript", "priorityClassName", "podPatch", "datumSet"].map(
          (key) => `pipelines.training.${key} needs Pachyderm 1.8 or later, got it for 1.7; take it out`,
        ),
        "pipelines.training.tolerations needs Pachyderm 2 or later, got it for 1.7; take it out",
      ],
    ],
    [
      "1.13",
      { ...WORKERS, datumSet: { perWorker: 1 } },
      [
        "pipelines.training.tolerations needs Pachyderm 2 or later, got it for 1.13; take it out",
        "pipelines.training.datumSet.perWorker needs Pachyderm 2 or later, got it for 1.13; take it out",
      ],
    ],
    ["2", WORKERS, []],
    [
      "1.7",
      join,
      [
        "pipelines.training.input needs Pachyderm 1.9 or later, got join for 1.7; use cross or union",
        "pipelines.training.input.join[0].joinOn needs Pachyderm 1.9 or later, got it for 1.7; take it out",
        "pipelines.training.input.join[1].joinOn needs Pachyderm 1.9 or later, got it for 1.7; take it out",
        "pipelines.training.input.join[1].outerJoin needs Pachyderm 1.12 or later, got it for 1.7; take it out",
        "pipelines.training.input.join[1].emptyFiles needs Pachyderm 1.8 or later, got it for 1.7; take it out",
      ],
    ],
    [
      "1.7",
      group,
      [
        "pipelines.training.input.union[0] needs Pachyderm 1.12 or later, got group for 1.7; use cross or union",
        "pipelines.training.input.union[0].group[0].groupBy needs Pachyderm 1.12 or later, got it for 1.7; take it out",
        "pipelines.training.input.union[0].group[1].groupBy needs Pachyderm 1.12 or later, got it for 1.7; take it out",
        "pipelines.training.input.union[0].group[1].emptyFiles needs Pachyderm 1.8 or later, got it for 1.7; take it out",
      ],
    ],
    [
      "1.7",
      cron,
      ["pipelines.training.input.cron.overwrite needs Pachyderm 1.8 or later, got it for 1.7; take it out"],
    ],
    ["1.7", never, ['pipelines.training.input.cron.spec needs Pachyderm 2, got "@never" for 1.7; write a time']],
    ["1.13", never, ['pipelines.training.input.cron.spec needs Pachyderm 2, got "@never" for 1.13; write a time']],
    ["2", never, []],
    ["1.7", gpu, ["pipelines.training.limits.gpu needs Pachyderm 1.8 or later, got it for 1.7; take it out"]],
    [
      "1.7",
      spout,
      ["pipelines.training.input needs Pachyderm 1.8 or later, got spout for 1.7; read at times, with cron"],
    ],
    ...[join, group, cron, gpu, spout].flatMap((each): [string, object, string[]][] => [
      ["1.13", each, []],
      ["2", each, []],
    ]),
  ])("%s has what is asked for, or says so", (version, training, expected) => {
    expect(says(training, version)).toEqual(expected);
  });
});

describe("two workflows of one cluster", () => {
  const among = (...all: object[]) =>
    texts(problemsAmongWorkflows(all.map((value, index) => ({ path: `workflows[${index}]`, value }))));

  test("share a repository, and nothing else", () => {
    expect(among(LOGD, { ...LOGD, name: "hERG" })).toEqual([]);
  });

  test("make no name twice", () => {
    expect(among(LOGD, { ...LOGD, name: "logd", pipelines: { training: TRAINING } })).toEqual([
      'workflows[1].pipelines.training must have a name of its own in the cluster, got "logd-training" and "LogD-training" as workflows[0].pipelines.training has; rename one of them',
    ]);
    expect(among(LOGD, { ...LOGD, name: "hERG", repositories: ["LogD-training"] })).toEqual([
      'workflows[1].repositories[0] must have a name of its own in the cluster, got "LogD-training" as workflows[0].pipelines.training has; rename one of them',
    ]);
  });

  test("may read each other", () => {
    const reader = { ...LOGD, name: "hERG", externalRepositories: ["LogD-training"] };
    expect(among(LOGD, reader)).toEqual([]);
  });
});

describe("warnings of a workflow", () => {
  const warned = (more: object) =>
    warningsOfWorkflow({ ...LOGD, pipelines: { ingestion: INGESTION, training: { ...TRAINING, ...more } as never } });

  test("are none of a usual one", () => expect(warned({})).toEqual([]));

  test("name a heap that leaves little room", () => {
    expect(warned({ limits: { memory: "22G" } })).toEqual([
      "pipelines.training: the heap of Java, -Xmx20G, is 97 % of limits.memory, 22G; above 90 % Kubernetes may end it",
    ]);
  });

  test("name a script that is root in the database", () => {
    const secrets = [{ name: "chembl-mysql", mountPath: "/etc/creds" }];
    expect(warned({ secrets, script: ["cat /etc/creds/mysql-root-password"] })).toEqual([
      "pipelines.training: reads mysql-root-password of chembl-mysql, so it may do everything in the database; a user that may SELECT alone is enough",
    ]);
  });

  test("name a script that goes on after a failure", () => {
    expect(warned({ strict: false })).toEqual([
      "pipelines.training: strict is false, so the step succeeds if its last line does, whatever failed before",
    ]);
  });

  const at = "pipelines.training: names";
  test.each([
    [
      "a pipeline by its own name",
      ["cat /pfs/ingestion/a"],
      `${at} /pfs/ingestion, and no input is there; it finds /pfs/LogD-ingestion: correct it, or name an input so with as`,
    ],
    [
      "a misspelled folder",
      ['for file in "/pfs/LogD-ingestoin/"*; do cat $file; done'],
      `${at} /pfs/LogD-ingestoin, and no input is there; did you mean "LogD-ingestion"?`,
    ],
    [
      "a repository that it does not read",
      ["run @/pfs/config/params.txt --to=/pfs/out/x"],
      `${at} /pfs/config, and no input is there; it finds /pfs/LogD-ingestion: correct it, or name an input so with as`,
    ],
  ])("name a script with %s", (_what, script, says) => expect(warned({ script })).toEqual([says]));

  test("name a folder in arguments and variables", () => {
    const more = {
      command: ["run", "/pfs/a"],
      environment: { DATA: "/pfs/b" },
      input: { cron: { name: "c", spec: "@daily" } },
    };
    const says = (folder: string) => `${at} /pfs/${folder}, and no input is there; did you mean "c"?`;
    expect(warned({ ...more, script: undefined })).toEqual([says("a"), says("b")]);
    expect(warned({ input: { spout: {} }, script: ["cat /pfs/x > /pfs/out"] })).toEqual([
      `${at} /pfs/x, and no input is there; it reads nothing`,
    ]);
  });

  test.each([
    "ls /pfs /pfs/ /pfs/* /pfs/out/logs //pfs/LogD-ingestion",
    "cat /pfs/LogD-ingestion/training/* > /pfs/out/all",
    'cat /pfs/$repo/a /pfs/${repo}/a "/pfs/"$repo /pfs/LogD-$step/a /pfs/LogD"$step" /pfs/part.$x /pfs/`ls`',
    "cat /pfs/LogD*/a /pfs/{LogD,hERG}-a/b /pfs/LogD-[a-z]/b /pfs/Log?/c",
    "cat /mnt/pfs/x $ROOT/pfs/x ${ROOT}/pfs/x ../pfs/x ~/pfs/x s3://bucket/pfs/x",
    "  # once it was /pfs/x",
    "mkdir -p /pfs/scratch && run --scratch /pfs/scratch",
    "echo of /pfs/LogD-ingestion.",
  ])("are none of %s", (line) => expect(warned({ script: [line] })).toEqual([]));

  test("know the names that inputs have", () => {
    const input = {
      cross: [{ repo: "config", glob: "/", as: "settings" }, { cron: { name: "tick", spec: "@daily" } }],
    };
    expect(warned({ input, script: ["cat /pfs/settings/a; ls /pfs/tick"] })).toEqual([]);
  });
});
