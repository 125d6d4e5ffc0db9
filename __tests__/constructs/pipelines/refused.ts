import type { WorkflowContext } from "../../../constructs/pipelines/workflow/problems";
import type { PipelineSettings, WorkflowSettings } from "../../../constructs/pipelines/workflow/settings";
import { missing, said } from "./sentences";

/** What is wrong, a workflow with it, and all that is said of it. */
export type Refused = readonly [what: string, changes: Readonly<Record<string, unknown>>, says: readonly string[]];

const image = "example/model:1";
export const INGESTION: PipelineSettings = {
  input: { repo: "config", glob: "/" },
  image,
  script: ["python3 ingest.py"],
};
export const TRAINING: PipelineSettings = {
  input: { repo: "ingestion", glob: "/training/*" },
  image,
  script: ["java -Xmx20G -jar model.jar --license /mnt/lic/license"],
  parallelism: 5,
  requests: { cpu: 1, memory: "12G" },
  limits: { cpu: 2, memory: "24G" },
  secrets: [{ name: "model-license", mountPath: "/mnt/lic/" }],
};
/** A right workflow, of which each case changes something. */
export const LOGD: WorkflowSettings = {
  name: "LogD",
  repositories: ["config"],
  pipelines: { ingestion: INGESTION, training: TRAINING },
  results: ["training"],
};
export const CONTEXT: WorkflowContext = { secrets: { "model-license": ["license"], database: ["user", "password"] } };

const training = (more: object) => ({ pipelines: { ingestion: INGESTION, training: { ...TRAINING, ...more } } });
const input = (value: unknown) => training({ input: value, parallelism: undefined });
const more = (pipelines: object) => ({ pipelines: { ingestion: INGESTION, training: TRAINING, ...pipelines } });
const mounted = (secret: object) => training({ script: ["true"], secrets: [secret] });

export const REFUSED: readonly Refused[] = [
  [
    "secrets in what a pipeline shows",
    training({
      description: "asks https://ada:hunter2@lab.example",
      environment: { API_TOKEN: "hunter2", TOKEN_URL: "https://lab.example/token" },
      script: ["true", "curl -u ada:hunter2 https://lab.example", 'PASSWORD="$(cat /mnt/lic/license)"'],
      secrets: [{ name: "model-license", mountPath: "/mnt/lic/" }],
    }),
    [
      said("pipelines.training.description", "secretOfPipeline", "an address with a password"),
      said("pipelines.training.environment.API_TOKEN", "secretOfPipeline", "a text of 7 characters"),
      said("pipelines.training.script[1]", "secretOfPipeline", "a login"),
    ],
  ],
  [
    "a secret in a command",
    training({ script: undefined, strict: undefined, command: ["train", "--password=hunter2"], secrets: undefined }),
    [said("pipelines.training.command[1]", "secretOfPipeline", "an option with one")],
  ],
  [
    "no settings at all",
    { name: undefined, repositories: undefined, pipelines: undefined, results: undefined },
    [missing("name", "workflowName"), said("repositories", "listNeeded"), said("pipelines", "objectNeeded")],
  ],
  ["a setting that is none", { pipeline: {} }, [said("pipeline", "settingMeant", '"pipelines"')]],
  ["a name that begins with a digit", { name: "7LogD" }, [said("name", "workflowName", '"7LogD"')]],
  ["a prefix with a dot", { prefix: "LogD." }, [said("prefix", "prefix", '"LogD."')]],
  ["repositories that are no list", { repositories: "config" }, [said("repositories", "repositoriesList", '"config"')]],
  [
    "a repository with a slash",
    { repositories: ["config", "a/b"] },
    [said("repositories[1]", "repositoryName", '"a/b"')],
  ],
  [
    "a repository twice",
    { repositories: ["config", "config"] },
    [said("repositories", "repositoriesTwice", '"config"')],
  ],
  ["no pipeline", { pipelines: {}, results: undefined }, [said("pipelines", "pipelinesObject", "{}")]],
  ["pipelines that are a list", { pipelines: [], results: undefined }, [said("pipelines", "pipelinesObject", "[]")]],
  ["a pipeline's name with a dot", more({ "a.b": { ...TRAINING } }), [said("pipelines.a.b", "pipelineName", '"a.b"')]],
  [
    "an empty pipeline",
    training({ input: undefined, image: undefined, script: undefined, parallelism: undefined, secrets: undefined }),
    [said("pipelines.training.input", "inputNeeded"), missing("pipelines.training.image", "image")],
  ],
  [
    "a pipeline's setting that is none",
    training({ imagePullSecret: ["a"] }),
    [said("pipelines.training.imagePullSecret", "settingMeant", '"imagePullSecrets"')],
  ],
  ["a pipeline that is a text", more({ upload: "upload.json" }), [said("pipelines.upload", "object", '"upload.json"')]],
  [
    "an image without a tag's text",
    training({ image: "example/model:" }),
    [said("pipelines.training.image", "image", '"example/model:"')],
  ],
  ["a script that is a text", training({ script: "true" }), [said("pipelines.training.script", "lines", '"true"')]],
  ["a line of Windows", training({ script: ["a\r"] }), [said("pipelines.training.script[0]", "script", '"a\\r"')]],
  [
    "neither command nor script",
    training({ script: undefined, secrets: undefined }),
    [said("pipelines.training.script", "scriptNeeded")],
  ],
  [
    "strict without a script",
    training({ script: undefined, secrets: undefined, command: ["/run"], strict: true }),
    [said("pipelines.training.strict", "strictMisplaced", "true")],
  ],
  [
    "a strict script for another program than bash",
    training({ command: ["python3"] }),
    [said("pipelines.training.command", "command", '["python3"]')],
  ],
  [
    "a strict script for sh",
    training({ command: ["/bin/sh", "-x"] }),
    [said("pipelines.training.command", "command", '["/bin/sh","-x"]')],
  ],
  ["an input that is none", input("ingestion"), [said("pipelines.training.input", "inputKind", '"ingestion"')]],
  [
    "an input of two kinds",
    input({ repo: "ingestion", glob: "/", cron: { name: "tick", spec: "@daily" } }),
    [
      said(
        "pipelines.training.input",
        "inputKind",
        '{"repo":"ingestion","glob":"/","cron":{"name":"tick","spec":"@daily"}}',
      ),
    ],
  ],
  [
    "an input in Pachyderm's words",
    input({ pfs: { repo: "ingestion", glob: "/" } }),
    [said("pipelines.training.input", "inputOfVersion", '{"pfs":{"repo":"ingestion","glob":"/"}}')],
  ],
  ["an input without a repository", input({ glob: "/" }), [missing("pipelines.training.input.repo", "repositoryName")]],
  [
    "an error's script without its program",
    training({ errorScript: ["true"] }),
    [said("pipelines.training.errorCommand", "errorCommandNeeded")],
  ],
  [
    "a service with workers",
    training({ service: { internalPort: 80, externalPort: 30_080 } }),
    [said("pipelines.training.parallelism", "parallelismOfService", "5")],
  ],
  [
    "sets of datums of two kinds",
    training({ datumSet: { number: 1, perWorker: 2 } }),
    [said("pipelines.training.datumSet", "datumSet", '{"number":1,"perWorker":2}')],
  ],
  [
    "a trigger that moves the branch it moves from",
    input({ repo: "ingestion", glob: "/", trigger: { branch: "master", commits: 1 } }),
    [said("pipelines.training.input.trigger.branch", "triggerBranch", '"master"')],
  ],
  [
    "a trigger at no time",
    input({ repo: "ingestion", glob: "/", trigger: { branch: "staging" } }),
    [said("pipelines.training.input.trigger", "triggerTime")],
  ],
  [
    "settings of workers that are none",
    training({
      egress: { url: "bucket" },
      podPatch: "{}",
      priorityClassName: "Batch",
      service: { internalPort: 0, externalPort: 80 },
      tolerations: [{ operator: "Exists" }],
      errorScript: "true",
      s3Out: 1,
    }),
    [
      said("pipelines.training.errorScript", "lines", '"true"'),
      said("pipelines.training.egress.url", "egressUrl", '"bucket"'),
      said("pipelines.training.s3Out", "flag", "1"),
      said("pipelines.training.service.internalPort", "port", "0"),
      said("pipelines.training.tolerations[0].operator", "tolerationOperator", '"Exists"'),
      said("pipelines.training.priorityClassName", "priorityClass", '"Batch"'),
      said("pipelines.training.podPatch", "podPatch", '"{}"'),
    ],
  ],
  [
    "a password in an address of egress",
    training({ egress: { url: "s3://ada:hunter2@bucket/x" } }),
    [said("pipelines.training.egress.url", "secretOfPipeline", "an address with a password")],
  ],
  [
    "a memory in thousandths of a byte",
    training({ limits: { memory: "100m" }, requests: undefined }),
    [said("pipelines.training.limits.memory", "bytesFew", '"100m"')],
  ],
  [
    "a memory and a disk without a unit",
    training({ script: ["true"], secrets: undefined, limits: { memory: "512", disk: "1k" }, requests: undefined }),
    [
      said("pipelines.training.limits.memory", "bytesFew", '"512"'),
      said("pipelines.training.limits.disk", "bytesFew", '"1k"'),
    ],
  ],
  [
    "more processors than a node has",
    training({ limits: { cpu: 64_000 }, requests: { cpu: "2000000m" } }),
    [
      said("pipelines.training.requests.cpu", "processorsMany", '"2000000m"'),
      said("pipelines.training.limits.cpu", "processorsMany", "64000"),
    ],
  ],
  [
    "variables that Pachyderm sets",
    training({
      input: { repo: "ingestion", glob: "/training/*", as: "data" },
      environment: { PACH_DATUM_ID: "1", data: "/x", data_COMMIT: "y", PACHY: "fine" },
      secrets: [{ name: "database", environmentVariable: "PPS_TOKEN", keys: ["password"] }],
      script: ["true"],
    }),
    [
      said("pipelines.training.environment.PACH_DATUM_ID", "variableReserved", '"PACH_DATUM_ID"'),
      said("pipelines.training.environment.data", "variableOfInput", '"data"'),
      said("pipelines.training.environment.data_COMMIT", "variableOfInput", '"data_COMMIT"'),
      said("pipelines.training.secrets[0].environmentVariable", "variableReserved", '"PPS_TOKEN"'),
    ],
  ],
  [
    "one variable in environment and of a secret",
    training({
      environment: { DATABASE_USER: "me" },
      secrets: [{ name: "database", environmentVariable: "DATABASE_USER", keys: ["user"] }],
      script: ["true"],
    }),
    [said("pipelines.training.secrets[0].environmentVariable", "variableOfBoth", '"DATABASE_USER"')],
  ],
  [
    "a datum that may take longer than its job",
    training({ datumTimeoutSeconds: 7200, jobTimeoutSeconds: 3600 }),
    [said("pipelines.training.datumTimeoutSeconds", "datumOverJob", "3600", "7200")],
  ],
  ...["/../x", "/a/../b", "/./a", "/a/.."].map(
    (glob): Refused => [
      `the glob ${glob}`,
      input({ repo: "ingestion", glob }),
      [said("pipelines.training.input.glob", "globOutside", JSON.stringify(glob))],
    ],
  ),
  [
    "a glob without a slash",
    input({ repo: "ingestion", glob: "training/*" }),
    [said("pipelines.training.input.glob", "globStart", '"training/*"')],
  ],
  [
    "a key of an input that is none",
    input({ repo: "ingestion", glob: "/", name: "data" }),
    [said("pipelines.training.input.name", "settingUnknown")],
  ],
  [
    "a folder that is out",
    input({ repo: "ingestion", glob: "/", as: "out" }),
    [said("pipelines.training.input.as", "as", '"out"')],
  ],
  [
    "a cross that is no list",
    input({ cross: { repo: "ingestion", glob: "/" } }),
    [said("pipelines.training.input.cross", "inputsList", '{"repo":"ingestion","glob":"/"}')],
  ],
  [
    "a cross of one",
    input({ cross: [{ repo: "ingestion", glob: "/" }] }),
    [said("pipelines.training.input.cross", "inputsList", '[{"repo":"ingestion","glob":"/"}]')],
  ],
  [
    "a mistake deep in an input",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        {
          union: [
            { repo: "config", glob: "" },
            { repo: "config", glob: "/", lazy: "yes" },
          ],
        },
      ],
    }),
    [
      said("pipelines.training.input.cross[1].union[0].glob", "globStart", '""'),
      said("pipelines.training.input.cross[1].union[1].lazy", "flag", '"yes"'),
    ],
  ],
  [
    "a key beside cross",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        { repo: "config", glob: "/" },
      ],
      glob: "/",
    }),
    [said("pipelines.training.input.glob", "settingBesideInputs")],
  ],
  [
    "two inputs in one folder",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        { repo: "ingestion", glob: "/training/*" },
      ],
    }),
    [said("pipelines.training.input.cross[1].as", "inputNameTaken", '"ingestion"')],
  ],
  [
    "a cron that is none",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "tick", spec: "daily" } }] }),
    [said("pipelines.training.input.cross[1].cron.spec", "cronTime", '"daily"')],
  ],
  [
    "a cron of no minute and no hour",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "tick", spec: "99 99 * * *" } }] }),
    [said("pipelines.training.input.cross[1].cron.spec", "cronRange", '"99 99 * * *"')],
  ],
  [
    "globs without an end",
    input({
      cross: [
        { repo: "ingestion", glob: "/[" },
        { repo: "config", glob: "/{a,b" },
      ],
    }),
    [
      said("pipelines.training.input.cross[0].glob", "globUnreadable", '"/["', "]"),
      said("pipelines.training.input.cross[1].glob", "globUnreadable", '"/{a,b"', "}"),
    ],
  ],
  [
    "a cron in the folder of a repository",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "ingestion", spec: "@daily" } }] }),
    [said("pipelines.training.input.cross[1].cron.name", "cronNameTaken", '"ingestion"')],
  ],
  [
    "a spout beside something",
    more({ feed: { input: { cross: [{ repo: "config", glob: "/" }, { spout: {} }] }, image, script: ["run"] } }),
    [said("pipelines.feed.input.cross[1]", "spoutAmongInputs"), said("pipelines.feed", "pipelineUnread", '"feed"')],
  ],
  [
    "a spout that goes when it is idle",
    {
      ...more({ feed: { input: { spout: {} }, image, script: ["run"], idle: "scale-to-zero" } }),
      results: ["training", "feed"],
    },
    [said("pipelines.feed.idle", "idleSpout", '"scale-to-zero"')],
  ],
  [
    "a join without what is joined",
    input({
      join: [
        { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
        { repo: "config", glob: "/(*)" },
      ],
    }),
    [said("pipelines.training.input.join[1].joinOn", "joinOnNeeded", "join")],
  ],
  [
    "a join without brackets",
    input({
      join: [
        { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
        { repo: "config", glob: "/*", joinOn: "$1" },
      ],
    }),
    [said("pipelines.training.input.join[1].joinOn", "joinOn", '"$1"', '"/*"')],
  ],
  [
    "a group without what is grouped",
    input({
      group: [
        { repo: "ingestion", glob: "/(*)" },
        { repo: "config", glob: "/(*)", groupBy: "$1" },
      ],
    }),
    [said("pipelines.training.input.group[0].groupBy", "joinOnNeeded", "group")],
  ],
  [
    "settings of a join in a cross",
    input({
      cross: [
        { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
        { repo: "config", glob: "/(*)", groupBy: "$1", outerJoin: true },
      ],
    }),
    [
      said("pipelines.training.input.cross[0].joinOn", "joinOnMisplaced", "join", '"$1"'),
      said("pipelines.training.input.cross[1].outerJoin", "joinOnMisplaced", "join", "true"),
      said("pipelines.training.input.cross[1].groupBy", "joinOnMisplaced", "group", '"$1"'),
    ],
  ],
  [
    "more workers than the one datum",
    training({ input: { repo: "ingestion", glob: "/" } }),
    [said("pipelines.training.parallelism", "parallelismIdle", "1", "5")],
  ],
  [
    "more workers than datums",
    training({
      input: {
        union: [
          { repo: "ingestion", glob: "/training" },
          { repo: "config", glob: "/" },
        ],
      },
    }),
    [said("pipelines.training.parallelism", "parallelismIdle", "2", "5")],
  ],
  ["workers that are none", training({ parallelism: 0 }), [said("pipelines.training.parallelism", "parallelism", "0")]],
  [
    "an unknown repository that is like one",
    input({ repo: "ingest", glob: "/" }),
    [said("pipelines.training.input.repo", "repoMeant", '"ingest"', '"ingestion"')],
  ],
  [
    "a pipeline by its name in the cluster",
    input({ repo: "LogD-ingestion", glob: "/" }),
    [said("pipelines.training.input.repo", "repoMeant", '"LogD-ingestion"', '"ingestion"')],
  ],
  [
    "an unknown repository that is like none",
    input({ repo: "measurements", glob: "/" }),
    [said("pipelines.training.input.repo", "repo", '"measurements"', "ingestion, training, config")],
  ],
  [
    "a circle of two",
    {
      pipelines: {
        ingestion: { ...INGESTION, input: { cross: [INGESTION.input, { repo: "training", glob: "/" }] } },
        training: TRAINING,
      },
    },
    [said("pipelines", "circle", '"ingestion"', ' reads "training" reads "ingestion"')],
  ],
  [
    "a pipeline that reads itself",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        { repo: "training", glob: "/" },
      ],
    }),
    [said("pipelines", "circle", '"training"', ' reads "training"')],
  ],
  [
    "a circle of three",
    {
      ...more({
        a: { ...INGESTION, input: { repo: "c", glob: "/" } },
        b: { ...INGESTION, input: { repo: "a", glob: "/" } },
        c: { ...INGESTION, input: { repo: "b", glob: "/" } },
      }),
    },
    [said("pipelines", "circle", '"a"', ' reads "c" reads "b" reads "a"')],
  ],
  ["an output that nobody reads", { results: undefined }, [said("pipelines.training", "pipelineUnread", '"training"')]],
  [
    "a result that is no pipeline",
    { results: ["training", "trainings"] },
    [said("results[1]", "resultsMeant", '"trainings"', '"training"')],
  ],
  [
    "a repository that nobody reads",
    { repositories: ["config", "measurements"] },
    [said("repositories[1]", "repositoryUnread", '"measurements"')],
  ],
  [
    "a pipeline with the name of a repository",
    { repositories: ["config", "training"] },
    [
      said("pipelines.training", "nameMeansTwo", '"training"'),
      said("repositories[1]", "repositoryUnread", '"training"'),
    ],
  ],
  [
    "a repository with the name of a pipeline in the cluster",
    {
      ...more({ scores: { ...INGESTION, input: { repo: "LogD-training", glob: "/" } } }),
      repositories: ["config", "LogD-training"],
      results: ["training", "scores"],
    },
    [said("pipelines.training", "nameTaken", '"LogD-training"', "repositories[1]")],
  ],
  [
    "two names that Kubernetes does not tell apart",
    { ...more({ Training: TRAINING }), results: ["training", "Training"] },
    [said("pipelines.Training", "nameTakenAlike", '"LogD-Training"', '"LogD-training"', "pipelines.training")],
  ],
  [
    "a pipeline with the name of a cron's repository",
    {
      ...more({
        training_tick: TRAINING,
        training: { ...TRAINING, input: { cross: [TRAINING.input, { cron: { name: "tick", spec: "@daily" } }] } },
      }),
      results: ["training", "training_tick"],
    },
    [
      said(
        "pipelines.training.input.cross[1].cron.name",
        "nameTaken",
        '"LogD-training_tick"',
        "pipelines.training_tick",
      ),
    ],
  ],
  [
    "a name that is too long with the workflow's",
    {
      ...more({ "a-pipeline-with-quite-a-long-name-that-goes-on-x": TRAINING }),
      results: ["training", "a-pipeline-with-quite-a-long-name-that-goes-on-x"],
    },
    [
      said(
        "pipelines.a-pipeline-with-quite-a-long-name-that-goes-on-x",
        "pipelineNameLong",
        "53",
        "LogD-a-pipeline-with-quite-a-long-name-that-goes-on-x",
      ),
    ],
  ],
  [
    "an amount of memory with a blank",
    training({ limits: { memory: "24 GB" } }),
    [said("pipelines.training.limits.memory", "pipelineMemory", '"24 GB"')],
  ],
  [
    "no processor",
    training({ limits: { cpu: 0, memory: "24G" } }),
    [said("pipelines.training.limits.cpu", "pipelineCpu", "0")],
  ],
  [
    "limits below what is requested",
    training({ limits: { cpu: "500m", memory: "20Gi", disk: "1G" }, requests: { cpu: 1, memory: "22G", disk: "1Gi" } }),
    [
      said("pipelines.training.limits.cpu", "limitBelowRequest", "1", '"500m"', "cpu"),
      said("pipelines.training.limits.memory", "limitBelowRequest", '"22G"', '"20Gi"', "memory"),
      said("pipelines.training.limits.disk", "diskBelowRequest", '"1Gi"', '"1G"'),
    ],
  ],
  [
    "fewer graphics processors than are requested",
    training({
      limits: { gpu: { type: "nvidia.com/gpu", number: 1 } },
      requests: { gpu: { type: "nvidia.com/gpu", number: 2 } },
    }),
    [said("pipelines.training.limits.gpu.number", "gpuBelowRequest", "2", "1")],
  ],
  [
    "a heap that does not fit",
    training({ limits: { memory: "20G" }, requests: undefined }),
    [said("pipelines.training.limits.memory", "heapOverMemory", "20G", '"20G"')],
  ],
  [
    "a heap without its share",
    training({ script: ["java -Xmx{heap} -jar a.jar"] }),
    [said("pipelines.training.heapFraction", "heapFractionNeeded")],
  ],
  [
    "a share without a heap",
    training({ heapFraction: 0.8 }),
    [said("pipelines.training.heapFraction", "heapFractionMisplaced", "0.8")],
  ],
  [
    "a share of nothing",
    training({ script: ["java -Xmx{heap} -jar a.jar"], heapFraction: 0.8, limits: undefined }),
    [said("pipelines.training.limits.memory", "memoryNeeded")],
  ],
  [
    "a share that is too large",
    training({ script: ["java -Xmx{heap} -jar a.jar"], heapFraction: 1 }),
    [said("pipelines.training.heapFraction", "heapFraction", "1")],
  ],
  [
    "a secret in capitals",
    mounted({ name: "License", mountPath: "/mnt/lic" }),
    [said("pipelines.training.secrets[0].name", "secretName", '"License"')],
  ],
  [
    "a secret that is nowhere",
    mounted({ name: "model-license" }),
    [said("pipelines.training.secrets[0].mountPath", "mountPathNeeded")],
  ],
  [
    "a secret in /pfs",
    mounted({ name: "model-license", mountPath: "/pfs/license" }),
    [said("pipelines.training.secrets[0].mountPath", "mountPathForbidden", '"/pfs/license"')],
  ],
  [
    "a variable of two keys",
    mounted({ name: "database", environmentVariable: "PASSWORD", keys: ["user", "password"] }),
    [said("pipelines.training.secrets[0].keys", "keys", '["user","password"]')],
  ],
  [
    "a variable of no key",
    mounted({ name: "database", environmentVariable: "PASSWORD" }),
    [said("pipelines.training.secrets[0].keys", "keys", "none")],
  ],
  [
    "two secrets in one folder",
    training({
      secrets: [
        { name: "model-license", mountPath: "/mnt" },
        { name: "database", mountPath: "/mnt/" },
      ],
      script: ["true"],
    }),
    [said("pipelines.training.secrets[1].mountPath", "mountPathTaken", '"/mnt/"', "secrets[0]")],
  ],
  [
    "two secrets in one variable",
    training({
      secrets: [
        { name: "database", environmentVariable: "A", keys: ["user"] },
        { name: "database", environmentVariable: "A", keys: ["password"] },
      ],
      script: ["true"],
    }),
    [said("pipelines.training.secrets[1].environmentVariable", "environmentVariableTaken", '"A"', "secrets[0]")],
  ],
  [
    "a secret that is not declared",
    mounted({ name: "model-licence", mountPath: "/mnt/lic" }),
    [said("pipelines.training.secrets[0].name", "secretMeant", '"model-licence"', '"model-license"')],
  ],
  [
    "a secret that is like none",
    mounted({ name: "credentials", mountPath: "/mnt/lic" }),
    [said("pipelines.training.secrets[0].name", "secretUndeclared", '"credentials"', "model-license, database")],
  ],
  [
    "a key that is not declared",
    mounted({ name: "database", mountPath: "/etc/db", keys: ["user", "pasword"] }),
    [said("pipelines.training.secrets[0].keys", "keyMeant", '"database"', '"pasword"', '"password"')],
  ],
  [
    "a key in the script that is not declared",
    training({ script: ["cat /mnt/lic/licence /mnt/lic/license"] }),
    [said("pipelines.training.secrets[0].name", "keyMeant", '"model-license"', '"licence"', '"license"')],
  ],
  [
    "timeouts that are none",
    training({ datumTimeoutSeconds: 0, jobTimeoutSeconds: 1.5, datumTries: 0 }),
    [
      said("pipelines.training.datumTimeoutSeconds", "datumTimeoutSeconds", "0"),
      said("pipelines.training.jobTimeoutSeconds", "datumTimeoutSeconds", "1.5"),
      said("pipelines.training.datumTries", "datumTries", "0"),
    ],
  ],
  [
    "words that are none",
    training({ idle: "standby", reprocess: "none", outputBranch: "a b", acceptReturnCodes: [0] }),
    [
      said("pipelines.training.acceptReturnCodes[0]", "acceptReturnCodes", "0"),
      said("pipelines.training.idle", "idle", '"standby"'),
      said("pipelines.training.reprocess", "reprocess", '"none"'),
      said("pipelines.training.outputBranch", "outputBranch", '"a b"'),
    ],
  ],
  [
    "texts that are none",
    training({
      description: "",
      user: "a b",
      workingDirectory: "home",
      environment: { "A-B": "1" },
      nodeSelector: { "": "x", ["l".repeat(64)]: "x" },
      imagePullSecrets: ["a", "a"],
    }),
    [
      said("pipelines.training.description", "description", '""'),
      said("pipelines.training.environment.A-B", "variableName", '"A-B"'),
      said("pipelines.training.user", "userOrGroup", '"a b"'),
      said("pipelines.training.workingDirectory", "pathInContainer", '"home"'),
      said("pipelines.training.imagePullSecrets", "imagePullSecretsTwice", '"a"'),
      said('pipelines.training.nodeSelector[""]', "nodeSelector", '""'),
      said(`pipelines.training.nodeSelector["${"l".repeat(64)}"]`, "nodeSelector", `"${"l".repeat(64)}"`),
    ],
  ],
];
