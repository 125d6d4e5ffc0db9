import * as container from "../../shared/container/schema";
import { pick } from "../../shared/pick";
import {
  asWhole,
  complaint,
  isList,
  isRecord,
  listOf,
  oneOf,
  type Problem,
  partsOf,
  problemsOf,
  type Rule,
  textMatching,
  wholeNumber,
} from "../../shared/rules";
import * as z from "../../shared/zod";
import * as cluster from "../cluster/schema";
import { parsedGlob } from "./render/glob";
import { COMBINATIONS } from "./render/inputs";
import { resources } from "./resource-schema";
import type {
  CronInput,
  CronSettings,
  Input,
  MountedSecret,
  PipelineSettings,
  RepositoryInput,
  SpoutInput,
  WorkflowSettings,
} from "./settings";
import { trigger, workerRules } from "./worker-schema";

function pipelinesComplaint({ input }: Issue): string {
  return complaint("must be an object of one pipeline or more, by their names", input, "write it in { }");
}

/** The rules of a workflow's settings: for the constructor, and for the schema of an environment file. */

type Issue = { readonly input?: unknown };

const text = (what: string, advice = "write a text") => textMatching(/^[^\p{Cc}]+$/u, `must be ${what}`, advice);
export const flag = z.literal([true, false], {
  error: (issue) => complaint("must be true or false", issue.input, "write one"),
});
const lines = z.array(
  textMatching(/^[^\0\r]*$/, "must be a line without a carriage return", "bash would take it for a part of the line"),
  {
    error: ({ input }: Issue) => complaint("must be a list of lines", input, "write it in [ ]"),
  },
);
const folder = textMatching(
  /^(?!out$)[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}$/,
  "must be a folder's name, and not out",
  "the script finds it below /pfs",
);

/** @see https://github.com/pachyderm/pachyderm/blob/2.11.x/src/internal/ancestry/ancestry.go */
const REPOSITORY = /^(?!-|out$)[A-Za-z0-9_-]{1,63}$/;
export const repository = textMatching(
  REPOSITORY,
  "must be a repository's name: 1 to 63 letters, digits, _ and -, the first no -",
  'for example "config"',
);
/** Pipelines that are taken away. */
export const deletes = listOf(repository, "pipelines");
export const pipelineKey = textMatching(
  /^(?!-|constructor$|__proto__$|out$)[A-Za-z0-9_-]{1,51}$/,
  "must be a pipeline's name: 1 to 51 letters, digits, _ and -, the first no -",
  "Pachyderm takes no other",
);
export const workflowName = textMatching(
  /^(?!constructor$)[A-Za-z][A-Za-z0-9_-]{0,30}$/,
  "must be 1 to 31 letters, digits, _ and -, the first a letter",
  "the names of its pipelines begin with it",
);

const isPattern = (value: unknown): value is string => typeof value === "string" && /^\/[^\0]*$/.test(value);
/** Pachyderm cleans a glob as a path: such a part leads to another folder, or out of the repository. */
const hasDots = (value: string) => /(^|\/)\.\.?(\/|$)/.test(value);
const globComplaint = ({ input }: Issue) => {
  if (isPattern(input) && hasDots(input)) {
    return complaint("must stay in its repository, without . and ..", input, "write the folder as it is");
  }
  const parsed = isPattern(input) ? parsedGlob(input) : { parts: [] };
  return "reason" in parsed
    ? complaint("must be a pattern that Pachyderm can read", input, `it ${parsed.reason}; \\[ is the sign itself`)
    : complaint(
        "must be a pattern that begins with /",
        input,
        "/ is the whole repository, /* each entry of its first folder",
      );
};
const glob = z
  .string({ error: globComplaint })
  .refine((value) => isPattern(value) && !hasDots(value) && "parts" in parsedGlob(value), { error: globComplaint });
const branch = textMatching(/^[\w.-]+$/, "must be a branch's name", 'for example "master"');
const replacement = text("what is compared", 'for example "$1", the first brackets of the glob');
const repositoryInput = z.rulesOf<RepositoryInput>()({
  repo: repository,
  glob,
  branch: branch.exactOptional(),
  as: folder.exactOptional(),
  lazy: flag.exactOptional(),
  groupBy: replacement.exactOptional(),
  joinOn: replacement.exactOptional(),
  outerJoin: flag.exactOptional(),
  emptyFiles: flag.exactOptional(),
  s3: flag.exactOptional(),
  trigger: trigger.exactOptional(),
});
const cronInput = z.rulesOf<CronInput>()({
  cron: z.rulesOf<CronSettings>()({
    name: folder,
    spec: cluster.cronTime("must be a time of cron", 'for example "0 3 * * 0" or "@daily"', ["@never"]),
    overwrite: flag.exactOptional(),
  }),
});
const spoutInput = z.rulesOf<SpoutInput>()({ spout: z.rulesOf<SpoutInput["spout"]>()({}) });
const KINDS: Readonly<Record<string, Rule>> = { repo: repositoryInput, cron: cronInput, spout: spoutInput };

/** What is wrong with what a pipeline reads: which rules hold is told by its keys. */
function inputProblems(value: unknown, path = "input"): Problem[] {
  const names = [...Object.keys(KINDS), ...COMBINATIONS];
  const kinds = isRecord(value) ? names.filter((kind) => kind in value) : [];
  const [kind] = kinds;
  if (kind === undefined && isRecord(value) && "glob" in value) return below(path, problemsOf(repositoryInput, value));
  if (kind === undefined || kinds.length > 1) {
    const advice =
      isRecord(value) && ("pfs" in value || "atom" in value)
        ? "write its repo and glob here; each version of Pachyderm gets its own word"
        : 'write { repo: "…", glob: "/" }, { cross: [ … ] }, or union, join, group, cron or spout';
    return [{ path, message: complaint("must be one kind of input", value, advice) }];
  }
  const rule = KINDS[kind];
  if (rule !== undefined) return below(path, problemsOf(rule, value));
  const more = Object.keys(partsOf(value)).filter((key) => key !== kind);
  const parts = partsOf(value)[kind];
  const strangers = more.map((key) => ({ path: `${path}.${key}`, message: "is not a known setting; take it out" }));
  if (!isList(parts) || parts.length < 2) {
    const message = complaint("must be a list of two inputs or more", parts, "write it in [ ], or name the only input");
    return [...strangers, { path: `${path}.${kind}`, message }];
  }
  return [...strangers, ...parts.flatMap((part, index) => inputProblems(part, `${path}.${kind}[${index}]`))];
}

/** Problems with a path before theirs. */
export function below(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const separator = problem.path === "" || problem.path.startsWith("[") || path === "" ? "" : ".";
    return { ...problem, path: `${path}${separator}${problem.path}` };
  });
}

export const secretName = textMatching(
  /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
  "must be a secret's name: small letters, digits, . and -",
  "it is its name in the cluster",
);
const secret = z.rulesOf<MountedSecret>()({
  name: secretName,
  keys: listOf(
    textMatching(/^[\w.-]+$/, "must be a key: letters, digits, _, . and -", "correct it"),
    "keys",
  ).exactOptional(),
  mountPath: textMatching(
    /^\/[^\0:]*$/,
    "must be an absolute path in the container, without a colon",
    "begin it with /",
  ).exactOptional(),
  environmentVariable: textMatching(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "must be a variable's name",
    "correct the name",
  ).exactOptional(),
});
const seconds = wholeNumber(1, 31_536_000, "leave it out for no limit");
const labels = z.record(
  textMatching(cluster.LABEL_KEY, "must be a label's key", "correct it"),
  textMatching(cluster.LABEL_VALUE, "must be a label's value", "correct it"),
  { error: ({ input }: Issue) => complaint("must be an object of labels", input, "write it in { }") },
);
const heapComplaint = ({ input }: Issue) =>
  complaint("must be a number from 0.1 to 0.9", input, "Java needs memory beside its heap");

/** The rules of a pipeline's settings; what it reads is checked against {@link inputProblems}. */
export const pipeline = z.rulesOf<PipelineSettings>()({
  description: textMatching(/^[^\0]{1,2000}$/s, "must be a text of up to 2000 characters", "cut it").exactOptional(),
  input: z.custom<Input>((value) => value !== undefined, {
    error: () => 'is required; write { repo: "…", glob: "/" }',
  }),
  image: cluster.image,
  ...pick(container.settings.shape, "command"),
  script: lines.exactOptional(),
  strict: flag.exactOptional(),
  ...pick(container.settings.shape, "environment"),
  secrets: z
    .array(secret, {
      error: ({ input }: Issue) => complaint("must be a list of secrets", input, "write it in [ ]"),
    })
    .exactOptional(),
  ...pick(container.settings.shape, "user", "workingDirectory"),
  imagePullSecrets: listOf(secretName, "secrets").exactOptional(),
  acceptReturnCodes: listOf(wholeNumber(1, 255, "0 is accepted always"), "codes").exactOptional(),
  parallelism: wholeNumber(1, 10_000, "it is a number of workers").exactOptional(),
  requests: resources.exactOptional(),
  limits: resources.exactOptional(),
  heapFraction: z
    .number({ error: heapComplaint })
    .refine((value) => value >= 0.1 && value <= 0.9, { error: heapComplaint })
    .exactOptional(),
  idle: oneOf(["scale-to-zero", "keep"], "scale-to-zero has no workers while there is nothing to do").exactOptional(),
  datumTimeoutSeconds: seconds.exactOptional(),
  jobTimeoutSeconds: seconds.exactOptional(),
  datumTries: wholeNumber(1, 100, "1 is no second try").exactOptional(),
  reprocessOnUpdate: flag.exactOptional(),
  reprocess: oneOf(["every-job", "until-success"], "every-job runs what did not change too").exactOptional(),
  outputBranch: branch.exactOptional(),
  nodeSelector: labels.exactOptional(),
  ...workerRules,
});

/** The rules of a workflow's settings; its pipelines are checked against {@link pipelineProblems}. */
export const workflowSettings = z.rulesOf<WorkflowSettings>()({
  name: workflowName,
  prefix: textMatching(
    /^(?!-)[A-Za-z0-9_-]{0,40}$/,
    "must be up to 40 letters, digits, _ and -, the first no -",
    "leave it out for the workflow's name and a dash",
  ).exactOptional(),
  repositories: listOf(repository, "repositories"),
  externalRepositories: listOf(repository, "repositories").exactOptional(),
  pipelines: asWhole(
    z.record(
      pipelineKey,
      z.custom<PipelineSettings>(() => true),
      { error: pipelinesComplaint },
    ),
    isRecord,
    (value) => Object.keys(value).length > 0,
    { error: pipelinesComplaint },
  ),
  results: listOf(pipelineKey, "pipelines").exactOptional(),
});

/** The version of Pachyderm that a cluster has. */
export const pachydermVersion = oneOf(["1.7", "1.13", "2"], "1.13 is all of 1.8 to 1.13");

const KNOWN = new WeakMap<object, readonly Problem[]>();

/** What is wrong with a pipeline by itself: found once, however many rules between pipelines ask for it. */
export function pipelineProblems(value: unknown): readonly Problem[] {
  const known = isRecord(value) ? KNOWN.get(value) : undefined;
  if (known !== undefined) return known;
  const { input } = partsOf(value);
  const problems = [...problemsOf(pipeline, value), ...(input === undefined ? [] : inputProblems(input))];
  if (isRecord(value)) KNOWN.set(value, problems);
  return problems;
}
