import { resolve } from "node:path";
import { configurationNotes } from "../../constructs/pipelines/cpsign/render/import-configuration";
import { type ImportNote, importSpecs, type SpecFile } from "../../constructs/pipelines/pachyderm/render/import";
import { sizeProblems } from "../../constructs/pipelines/render/size-problems";
import {
  type CpsignConfiguration,
  configuration,
  type PachydermVersion,
  type PipelinesEnvironment,
  pipelinesEnvironment,
  problemsWithinPipelines,
  pipelines as rules,
  type WorkflowSettings,
} from "../../constructs/pipelines/schema";
import { secretKeysOf } from "../../constructs/pipelines/workflow/render/secret-keys";
import { isRecord, partsOf, problemsOf } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { typesFor, writeNew } from "../new-file";
import { environmentFile } from "../typescript";
import { commentsOf, leftToDo, type Secrets } from "./import-advice";
import { readSpecFiles } from "./spec-files";

/** What is to be imported. */
export interface SpecImport {
  /** The project's folder, absolute. */
  readonly project: string;
  /** Specifications, and configurations of CPSign. */
  readonly files: readonly string[];
  readonly name?: string;
  readonly context: string;
  readonly out?: string;
}

/** Specifications that were imported. */
export interface ImportedSpecs {
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly text: string;
  /** What is to be known of the old files. */
  readonly messages: readonly string[];
  /** Whether `slipway check` takes it, with all pipelines that were given. */
  readonly isWhole: boolean;
}

/** Makes an environment of the specifications of pipelines that run already; writes nothing. */
export function importPipelines({ project, files, name: given, context, out }: SpecImport): ImportedSpecs {
  const read = readSpecFiles(project, files);
  const configurations = read.filter(({ value }) => isConfiguration(value));
  const { workflow, notes, leftOut } = importSpecs(read.filter((each) => !configurations.includes(each)));
  if (workflow === undefined) {
    const why = textsOf(notes).map((text) => `\n${text}`);
    throw new Error(
      `<spec> must be a pipeline's specification, got none in ${files.map(shown).join(", ")}${why.join("")}`,
    );
  }
  const name = given ?? workflow.name.toLowerCase().replaceAll("_", "-");
  const [problem] = problemsOf(rules.shape.name, name);
  if (problem !== undefined) throw new Error(`--name ${problem.message}`);
  const { name: own, ...rest } = workflow;
  const secrets = secretsOf(workflow);
  const environment: PipelinesEnvironment = {
    name,
    cluster: { context },
    namespace: NAMESPACE,
    pachyderm: { version: versionOf(read) },
    ...(Object.keys(secrets).length > 0 && { secrets }),
    workflows: { [own]: rest },
  };
  const file = out ?? `environments/pipelines/${name}.ts`;
  const about = { name, file, context, workflow, secrets, configurations: configurations.map((each) => each.file) };
  const problems = importProblems(file, environment, leftOut);
  const types = typesFor(project, "pipelines", resolve(project, file));
  return {
    name,
    file,
    text: environmentFile(environment, "PipelinesEnvironment", types, commentsOf(about)),
    messages: textsOf([
      ...notes,
      ...configurations.flatMap((each) => notesOfConfiguration(each, workflow)),
      ...leftToDo(about),
      ...problems,
    ]),
    isWhole: problems.length === 0,
  };
}

/** No specification says it. */
const NAMESPACE = "default";

/** A nested one is of another workflow: it has steps where that of `cpsign` has parameters. */
const STEPS = ["preprocessing", "crossvalidate", "train"];

function notesOfConfiguration({ file, value }: SpecFile, workflow: WorkflowSettings): ImportNote[] {
  const steps = STEPS.filter((step) => isRecord(partsOf(value)[step]));
  if (steps.length > 0) {
    const message = `has steps of its own, ${steps.join(", ")}, which cpsign does not make; its pipelines stay plain ones, as they are imported`;
    return [{ path: file, message }];
  }
  const problems = problemsOf(configuration, value);
  if (problems.length === 0) return configurationNotes(file, value as CpsignConfiguration, workflow);
  return problems.map(({ path, message }) => ({ path: `${file}: ${path}`, message }));
}

/** Why `slipway check` would refuse the new file, and what it does not have. */
function importProblems(file: string, environment: PipelinesEnvironment, leftOut: number): ImportNote[] {
  const own = [...problemsOf(pipelinesEnvironment, environment), ...problemsWithinPipelines(environment)];
  const problems = own.length > 0 ? own : sizeProblems(environment);
  return [
    ...(leftOut === 0
      ? []
      : [
          {
            path: file,
            message: `must have all pipelines of the specifications, got ${leftOut} fewer, which are named above; correct them, and import again`,
          },
        ]),
    ...problems.map(({ path, message }) => ({ path: `${file}: ${path}`, message })),
  ];
}

/** What is said of several files is said once, with their names. */
function textsOf(notes: readonly ImportNote[]): string[] {
  const parts = notes.map(({ path, message }) => {
    const [, file = "", rest = path] = /^(.*?): (.*)$/s.exec(path) ?? [];
    return { file, said: `${rest} ${message}` };
  });
  const first = parts.filter(({ said }, index) => parts.findIndex((each) => each.said === said) === index);
  return first.map(({ file, said }) => {
    const others = parts.filter((each) => each.said === said && each.file !== file).map((each) => each.file);
    const more = others.length === 0 ? "" : `; the same in ${[...new Set(others)].join(", ")}`;
    return visible(`${file === "" ? "" : `${file}: `}${said}${more}`);
  });
}

/** The version whose words the specifications have; those of the last version may also be of 1.13. */
function versionOf(files: readonly SpecFile[]): PachydermVersion {
  const words = new Set(files.flatMap(({ value }) => keysWithin(value)));
  if (words.has("atom")) return "1.7";
  return words.has("standby") || words.has("hashtree_spec") || words.has("enable_stats") ? "1.13" : "2";
}

function keysWithin(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(keysWithin)];
}

/** The secrets that are mounted, with the keys that scripts name: somebody else has made them. */
function secretsOf({ pipelines }: WorkflowSettings): Secrets {
  const keys = new Map<string, Set<string>>();
  for (const pipeline of Object.values(pipelines)) {
    for (const secret of pipeline.secrets ?? []) {
      const known = keys.get(secret.name) ?? new Set();
      for (const key of secretKeysOf(pipeline, secret)) known.add(key);
      keys.set(secret.name, known);
    }
  }
  return Object.fromEntries([...keys].map(([name, known]) => [name, { keys: [...known] }]));
}

/** Writes the new file; one that is there already stays. */
export function writeImported(project: string, { file, text }: Pick<ImportedSpecs, "file" | "text">): void {
  writeNew(file, resolve(project, file), text);
}

function isConfiguration(value: unknown): boolean {
  return typeof value === "object" && value !== null && "workflow_name" in value;
}
