import type { WorkflowContext } from "../../../constructs/pipelines/workflow/problems";
import type { PipelineSettings, WorkflowSettings } from "../../../constructs/pipelines/workflow/settings";

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
    "no settings at all",
    { name: undefined, repositories: undefined, pipelines: undefined, results: undefined },
    [
      "name is required; the names of its pipelines begin with it",
      "repositories is required; write it in [ ]",
      "pipelines is required; write it in { }",
    ],
  ],
  ["a setting that is none", { pipeline: {} }, ['pipeline is not a known setting; did you mean "pipelines"?']],
  [
    "a name that begins with a digit",
    { name: "7LogD" },
    [
      'name must be 1 to 31 letters, digits, _ and -, the first a letter, got "7LogD"; the names of its pipelines begin with it',
    ],
  ],
  [
    "a prefix with a dot",
    { prefix: "LogD." },
    [
      'prefix must be up to 40 letters, digits, _ and -, the first no -, got "LogD."; leave it out for the workflow\'s name and a dash',
    ],
  ],
  [
    "repositories that are no list",
    { repositories: "config" },
    ['repositories must be a list of repositories, got "config"; write it in [ ]'],
  ],
  [
    "a repository with a slash",
    { repositories: ["config", "a/b"] },
    [
      'repositories[1] must be a repository\'s name: 1 to 63 letters, digits, _ and -, the first no -, got "a/b"; for example "config"',
    ],
  ],
  [
    "a repository twice",
    { repositories: ["config", "config"] },
    ['repositories must name each of its repositories once, got "config" twice; take one out'],
  ],
  [
    "no pipeline",
    { pipelines: {}, results: undefined },
    ["pipelines must be an object of one pipeline or more, by their names, got {}; write it in { }"],
  ],
  [
    "pipelines that are a list",
    { pipelines: [], results: undefined },
    ["pipelines must be an object of one pipeline or more, by their names, got []; write it in { }"],
  ],
  [
    "a pipeline's name with a dot",
    more({ "a.b": { ...TRAINING } }),
    [
      'pipelines.a.b must be a pipeline\'s name: 1 to 51 letters, digits, _ and -, the first no -, got "a.b"; Pachyderm takes no other',
    ],
  ],
  [
    "an empty pipeline",
    training({ input: undefined, image: undefined, script: undefined, parallelism: undefined, secrets: undefined }),
    [
      'pipelines.training.input is required; write { repo: "…", glob: "/" }',
      'pipelines.training.image is required; for example "mysql:8.4.7"',
    ],
  ],
  [
    "a pipeline's setting that is none",
    training({ imagePullSecret: ["a"] }),
    ['pipelines.training.imagePullSecret is not a known setting; did you mean "imagePullSecrets"?'],
  ],
  [
    "a pipeline that is a text",
    more({ upload: "upload.json" }),
    ['pipelines.upload must be an object, got "upload.json"; write it in { }'],
  ],
  [
    "an image without a tag's text",
    training({ image: "example/model:" }),
    [
      'pipelines.training.image must be an image with a tag that is not latest, or with its digest, got "example/model:"; for example "mysql:8.4.7"',
    ],
  ],
  [
    "a script that is a text",
    training({ script: "true" }),
    ['pipelines.training.script must be a list of lines, got "true"; write it in [ ]'],
  ],
  [
    "a line of Windows",
    training({ script: ["a\r"] }),
    [
      'pipelines.training.script[0] must be a line without a carriage return, got "a\\r"; bash would take it for a part of the line',
    ],
  ],
  [
    "neither command nor script",
    training({ script: undefined, secrets: undefined }),
    ["pipelines.training.script is required without a command; write the lines that the step runs"],
  ],
  [
    "strict without a script",
    training({ script: undefined, secrets: undefined, command: ["/run"], strict: true }),
    ["pipelines.training.strict is for a script, got true without one; take it out"],
  ],
  [
    "a strict script for another program than bash",
    training({ command: ["python3"] }),
    [
      'pipelines.training.command must begin with bash for a script that is strict, got ["python3"]; leave it out for /bin/bash, or set strict to false',
    ],
  ],
  [
    "a strict script for sh",
    training({ command: ["/bin/sh", "-x"] }),
    [
      'pipelines.training.command must begin with bash for a script that is strict, got ["/bin/sh","-x"]; leave it out for /bin/bash, or set strict to false',
    ],
  ],
  [
    "an input that is none",
    input("ingestion"),
    [
      'pipelines.training.input must be one kind of input, got "ingestion"; write { repo: "…", glob: "/" }, { cross: [ … ] }, or union, join, group, cron or spout',
    ],
  ],
  [
    "an input of two kinds",
    input({ repo: "ingestion", glob: "/", cron: { name: "tick", spec: "@daily" } }),
    [
      'pipelines.training.input must be one kind of input, got {"repo":"ingestion","glob":"/","cron":{"name":"tick","spec":"@daily"}}; write { repo: "…", glob: "/" }, { cross: [ … ] }, or union, join, group, cron or spout',
    ],
  ],
  [
    "an input in Pachyderm's words",
    input({ pfs: { repo: "ingestion", glob: "/" } }),
    [
      'pipelines.training.input must be one kind of input, got {"pfs":{"repo":"ingestion","glob":"/"}}; write its repo and glob here; each version of Pachyderm gets its own word',
    ],
  ],
  [
    "an input without a repository",
    input({ glob: "/" }),
    ['pipelines.training.input.repo is required; for example "config"'],
  ],
  [
    "a glob without a slash",
    input({ repo: "ingestion", glob: "training/*" }),
    [
      'pipelines.training.input.glob must be a pattern that begins with /, got "training/*"; / is the whole repository, /* each entry of its first folder',
    ],
  ],
  [
    "a key of an input that is none",
    input({ repo: "ingestion", glob: "/", name: "data" }),
    ["pipelines.training.input.name is not a known setting; remove it or correct its spelling"],
  ],
  [
    "a folder that is out",
    input({ repo: "ingestion", glob: "/", as: "out" }),
    ['pipelines.training.input.as must be a folder\'s name, and not out, got "out"; the script finds it below /pfs'],
  ],
  [
    "a cross that is no list",
    input({ cross: { repo: "ingestion", glob: "/" } }),
    [
      'pipelines.training.input.cross must be a list of two inputs or more, got {"repo":"ingestion","glob":"/"}; write it in [ ], or name the only input',
    ],
  ],
  [
    "a cross of one",
    input({ cross: [{ repo: "ingestion", glob: "/" }] }),
    [
      'pipelines.training.input.cross must be a list of two inputs or more, got [{"repo":"ingestion","glob":"/"}]; write it in [ ], or name the only input',
    ],
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
      'pipelines.training.input.cross[1].union[0].glob must be a pattern that begins with /, got ""; / is the whole repository, /* each entry of its first folder',
      'pipelines.training.input.cross[1].union[1].lazy must be true or false, got "yes"; write one',
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
    ["pipelines.training.input.glob is not a known setting; take it out"],
  ],
  [
    "two inputs in one folder",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        { repo: "ingestion", glob: "/training/*" },
      ],
    }),
    [
      'pipelines.training.input.cross[1].as must be a folder of its own, got "ingestion" as another input has; name it with as',
    ],
  ],
  [
    "a cron that is none",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "tick", spec: "daily" } }] }),
    [
      'pipelines.training.input.cross[1].cron.spec must be a time of cron, got "daily"; for example "0 3 * * 0" or "@daily"',
    ],
  ],
  [
    "a cron of no minute and no hour",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "tick", spec: "99 99 * * *" } }] }),
    [
      'pipelines.training.input.cross[1].cron.spec must have minutes of 0 to 59 and hours of 0 to 23, got "99 99 * * *"; for example "0 3 * * 0" or "@daily"',
    ],
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
      'pipelines.training.input.cross[0].glob must be a pattern that Pachyderm can read, got "/["; it has no ]; \\[ is the sign itself',
      'pipelines.training.input.cross[1].glob must be a pattern that Pachyderm can read, got "/{a,b"; it has no }; \\[ is the sign itself',
    ],
  ],
  [
    "a cron in the folder of a repository",
    input({ cross: [{ repo: "ingestion", glob: "/" }, { cron: { name: "ingestion", spec: "@daily" } }] }),
    [
      'pipelines.training.input.cross[1].cron.name must be a folder of its own, got "ingestion" as another input has; name it with name',
    ],
  ],
  [
    "a spout beside something",
    more({ feed: { input: { cross: [{ repo: "config", glob: "/" }, { spout: {} }] }, image, script: ["run"] } }),
    [
      "pipelines.feed.input.cross[1] must be the only input, got a spout in cross; it reads nothing",
      'pipelines.feed must be read by another pipeline or stand in results, got no reader; add "feed" to results if its output is wanted',
    ],
  ],
  [
    "a spout that goes when it is idle",
    {
      ...more({ feed: { input: { spout: {} }, image, script: ["run"], idle: "scale-to-zero" } }),
      results: ["training", "feed"],
    },
    ['pipelines.feed.idle must be "keep" for a spout, got "scale-to-zero"; it would never start again'],
  ],
  [
    "a join without what is joined",
    input({
      join: [
        { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
        { repo: "config", glob: "/(*)" },
      ],
    }),
    ['pipelines.training.input.join[1].joinOn is required in a join; write "$1", and brackets in the glob'],
  ],
  [
    "a join without brackets",
    input({
      join: [
        { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
        { repo: "config", glob: "/*", joinOn: "$1" },
      ],
    }),
    [
      'pipelines.training.input.join[1].joinOn must name brackets that the glob has, got "$1" and the glob "/*"; write the glob as "/(*).txt"',
    ],
  ],
  [
    "a group without what is grouped",
    input({
      group: [
        { repo: "ingestion", glob: "/(*)" },
        { repo: "config", glob: "/(*)", groupBy: "$1" },
      ],
    }),
    ['pipelines.training.input.group[0].groupBy is required in a group; write "$1", and brackets in the glob'],
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
      'pipelines.training.input.cross[0].joinOn is for an input of a join, got "$1"; take it out',
      "pipelines.training.input.cross[1].outerJoin is for an input of a join, got true; take it out",
      'pipelines.training.input.cross[1].groupBy is for an input of a group, got "$1"; take it out',
    ],
  ],
  [
    "more workers than the one datum",
    training({ input: { repo: "ingestion", glob: "/" } }),
    [
      "pipelines.training.parallelism must be at most 1, got 5; the input has no more datums, and more workers would have nothing to do: choose a glob such as /*, or take parallelism out",
    ],
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
    [
      "pipelines.training.parallelism must be at most 2, got 5; the input has no more datums, and more workers would have nothing to do: choose a glob such as /*, or take parallelism out",
    ],
  ],
  [
    "workers that are none",
    training({ parallelism: 0 }),
    ["pipelines.training.parallelism must be a whole number from 1 to 10000, got 0; it is a number of workers"],
  ],
  [
    "an unknown repository that is like one",
    input({ repo: "ingest", glob: "/" }),
    [
      'pipelines.training.input.repo must be a repository or a pipeline of the workflow, got "ingest"; did you mean "ingestion"?',
    ],
  ],
  [
    "a pipeline by its name in the cluster",
    input({ repo: "LogD-ingestion", glob: "/" }),
    [
      'pipelines.training.input.repo must be a repository or a pipeline of the workflow, got "LogD-ingestion"; did you mean "ingestion"?',
    ],
  ],
  [
    "an unknown repository that is like none",
    input({ repo: "measurements", glob: "/" }),
    [
      'pipelines.training.input.repo must be a repository or a pipeline of the workflow, got "measurements"; there are ingestion, training, config: add it to repositories, or to externalRepositories if others make it',
    ],
  ],
  [
    "a circle of two",
    {
      pipelines: {
        ingestion: { ...INGESTION, input: { cross: [INGESTION.input, { repo: "training", glob: "/" }] } },
        training: TRAINING,
      },
    },
    [
      'pipelines must not read each other in a circle, got "ingestion" reads "training" reads "ingestion"; take one of these inputs out',
    ],
  ],
  [
    "a pipeline that reads itself",
    input({
      cross: [
        { repo: "ingestion", glob: "/" },
        { repo: "training", glob: "/" },
      ],
    }),
    ['pipelines must not read each other in a circle, got "training" reads "training"; take one of these inputs out'],
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
    [
      'pipelines must not read each other in a circle, got "a" reads "c" reads "b" reads "a"; take one of these inputs out',
    ],
  ],
  [
    "an output that nobody reads",
    { results: undefined },
    [
      'pipelines.training must be read by another pipeline or stand in results, got no reader; add "training" to results if its output is wanted',
    ],
  ],
  [
    "a result that is no pipeline",
    { results: ["training", "trainings"] },
    ['results[1] must be a pipeline of the workflow, got "trainings"; did you mean "training"?'],
  ],
  [
    "a repository that nobody reads",
    { repositories: ["config", "measurements"] },
    ['repositories[1] must be read by a pipeline, got "measurements" without a reader; take it out'],
  ],
  [
    "a pipeline with the name of a repository",
    { repositories: ["config", "training"] },
    [
      'pipelines.training must be another name than that of a repository, got "training" for both; an input could mean either',
      'repositories[1] must be read by a pipeline, got "training" without a reader; take it out',
    ],
  ],
  [
    "a repository with the name of a pipeline in the cluster",
    {
      ...more({ scores: { ...INGESTION, input: { repo: "LogD-training", glob: "/" } } }),
      repositories: ["config", "LogD-training"],
      results: ["training", "scores"],
    },
    [
      'pipelines.training must have a name of its own in the cluster, got "LogD-training" as repositories[1] has; rename one of them',
    ],
  ],
  [
    "two names that Kubernetes does not tell apart",
    { ...more({ Training: TRAINING }), results: ["training", "Training"] },
    [
      'pipelines.Training must have a name of its own in the cluster, got "LogD-Training" and "LogD-training" as pipelines.training has; rename one of them',
    ],
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
      'pipelines.training.input.cross[1].cron.name must have a name of its own in the cluster, got "LogD-training_tick" as pipelines.training_tick has; rename one of them',
    ],
  ],
  [
    "a name that is too long with the workflow's",
    {
      ...more({ "a-pipeline-with-quite-a-long-name-that-goes-on-x": TRAINING }),
      results: ["training", "a-pipeline-with-quite-a-long-name-that-goes-on-x"],
    },
    [
      "pipelines.a-pipeline-with-quite-a-long-name-that-goes-on-x must be at most 51 characters with the workflow's name, got 53; it is called LogD-a-pipeline-with-quite-a-long-name-that-goes-on-x",
    ],
  ],
  [
    "an amount of memory with a blank",
    training({ limits: { memory: "24 GB" } }),
    [
      'pipelines.training.limits.memory must be an amount of bytes as Kubernetes writes it, got "24 GB"; for example "24G" or "512Mi"',
    ],
  ],
  [
    "no processor",
    training({ limits: { cpu: 0, memory: "24G" } }),
    ['pipelines.training.limits.cpu must be a number of processors above 0, got 0; for example 0.5, which is "500m"'],
  ],
  [
    "limits below what is requested",
    training({ limits: { cpu: "500m", memory: "20Gi", disk: "1G" }, requests: { cpu: 1, memory: "22G", disk: "1Gi" } }),
    [
      'pipelines.training.limits.cpu must be at least what is requested, 1, got "500m"; raise it, or lower requests.cpu',
      'pipelines.training.limits.memory must be at least what is requested, "22G", got "20Gi"; raise it, or lower requests.memory',
      'pipelines.training.limits.disk must be at least what is requested, "1Gi", got "1G"; raise it, or lower requests.disk',
    ],
  ],
  [
    "fewer graphics processors than are requested",
    training({
      limits: { gpu: { type: "nvidia.com/gpu", number: 1 } },
      requests: { gpu: { type: "nvidia.com/gpu", number: 2 } },
    }),
    ["pipelines.training.limits.gpu.number must be at least what is requested, 2, got 1; raise it"],
  ],
  [
    "a heap that does not fit",
    training({ limits: { memory: "20G" }, requests: undefined }),
    [
      'pipelines.training.limits.memory must hold the heap of Java in the script, -Xmx20G, got "20G"; Kubernetes would end it: raise the limit, or write -Xmx{heap} and heapFraction',
    ],
  ],
  [
    "a heap without its share",
    training({ script: ["java -Xmx{heap} -jar a.jar"] }),
    ["pipelines.training.heapFraction is required; the script has {heap}: 0.8 is a good share of the memory"],
  ],
  [
    "a share without a heap",
    training({ heapFraction: 0.8 }),
    ["pipelines.training.heapFraction is for a script with {heap}, got 0.8; write java -Xmx{heap}, or take it out"],
  ],
  [
    "a share of nothing",
    training({ script: ["java -Xmx{heap} -jar a.jar"], heapFraction: 0.8, limits: undefined }),
    ["pipelines.training.limits.memory is required beside heapFraction; the heap is a share of it"],
  ],
  [
    "a share that is too large",
    training({ script: ["java -Xmx{heap} -jar a.jar"], heapFraction: 1 }),
    ["pipelines.training.heapFraction must be a number from 0.1 to 0.9, got 1; Java needs memory beside its heap"],
  ],
  [
    "a secret in capitals",
    mounted({ name: "License", mountPath: "/mnt/lic" }),
    [
      'pipelines.training.secrets[0].name must be a secret\'s name: small letters, digits, . and -, got "License"; it is its name in the cluster',
    ],
  ],
  [
    "a secret that is nowhere",
    mounted({ name: "model-license" }),
    [
      "pipelines.training.secrets[0].mountPath is required; say where the script finds model-license, or name an environmentVariable",
    ],
  ],
  [
    "a secret in /pfs",
    mounted({ name: "model-license", mountPath: "/pfs/license" }),
    ['pipelines.training.secrets[0].mountPath must not lie in /pfs, got "/pfs/license"; data is there'],
  ],
  [
    "a variable of two keys",
    mounted({ name: "database", environmentVariable: "PASSWORD", keys: ["user", "password"] }),
    [
      'pipelines.training.secrets[0].keys must be one key beside environmentVariable, got ["user","password"]; a variable has one value',
    ],
  ],
  [
    "a variable of no key",
    mounted({ name: "database", environmentVariable: "PASSWORD" }),
    [
      "pipelines.training.secrets[0].keys must be one key beside environmentVariable, got none; a variable has one value",
    ],
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
    ['pipelines.training.secrets[1].mountPath must be a folder of its own, got "/mnt/" as secrets[0] too; change one'],
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
    [
      'pipelines.training.secrets[1].environmentVariable must be a variable of its own, got "A" as secrets[0] too; change one',
    ],
  ],
  [
    "a secret that is not declared",
    mounted({ name: "model-licence", mountPath: "/mnt/lic" }),
    [
      'pipelines.training.secrets[0].name must be a secret that is declared, got "model-licence"; did you mean "model-license"?',
    ],
  ],
  [
    "a secret that is like none",
    mounted({ name: "credentials", mountPath: "/mnt/lic" }),
    [
      'pipelines.training.secrets[0].name must be a secret that is declared, got "credentials"; declared are model-license, database',
    ],
  ],
  [
    "a key that is not declared",
    mounted({ name: "database", mountPath: "/etc/db", keys: ["user", "pasword"] }),
    [
      'pipelines.training.secrets[0].keys must have the key that the script reads, got "database" without "pasword"; did you mean "password"?',
    ],
  ],
  [
    "a key in the script that is not declared",
    training({ script: ["cat /mnt/lic/licence /mnt/lic/license"] }),
    [
      'pipelines.training.secrets[0].name must have the key that the script reads, got "model-license" without "licence"; did you mean "license"?',
    ],
  ],
  [
    "timeouts that are none",
    training({ datumTimeoutSeconds: 0, jobTimeoutSeconds: 1.5, datumTries: 0 }),
    [
      "pipelines.training.datumTimeoutSeconds must be a whole number from 1 to 31536000, got 0; leave it out for no limit",
      "pipelines.training.jobTimeoutSeconds must be a whole number from 1 to 31536000, got 1.5; leave it out for no limit",
      "pipelines.training.datumTries must be a whole number from 1 to 100, got 0; 1 is no second try",
    ],
  ],
  [
    "words that are none",
    training({ idle: "standby", reprocess: "none", outputBranch: "a b", acceptReturnCodes: [0] }),
    [
      "pipelines.training.acceptReturnCodes[0] must be a whole number from 1 to 255, got 0; 0 is accepted always",
      'pipelines.training.idle must be "scale-to-zero" or "keep", got "standby"; scale-to-zero has no workers while there is nothing to do',
      'pipelines.training.reprocess must be "every-job" or "until-success", got "none"; every-job runs what did not change too',
      'pipelines.training.outputBranch must be a branch\'s name, got "a b"; for example "master"',
    ],
  ],
  [
    "texts that are none",
    training({
      description: "",
      user: "a b",
      workingDirectory: "home",
      environment: { "A-B": "1" },
      nodeSelector: { "": "x" },
      imagePullSecrets: ["a", "a"],
    }),
    [
      'pipelines.training.description must be a text of up to 2000 characters, got ""; cut it',
      'pipelines.training.environment.A-B must be a variable\'s name, got "A-B"; correct the name',
      'pipelines.training.user must be a user, or a user and a group, got "a b"; for example "9000:9000"',
      'pipelines.training.workingDirectory must be an absolute path in the container, without a colon, got "home"; begin it with /',
      'pipelines.training.imagePullSecrets must name each of its secrets once, got "a" twice; take one out',
      'pipelines.training.nodeSelector[""] must be a label\'s key, got ""; correct it',
    ],
  ],
];
