import { resolve } from "node:path";

import { importSpecs, type SpecFile } from "../../constructs/pipelines/render/import";
import { configurationNotes } from "../../constructs/pipelines/render/import-configuration";
import { secretKeysOf } from "../../constructs/pipelines/render/secret-keys";
import {
  type CpsignConfiguration,
  configuration,
  type PachydermVersion,
  type PipelinesEnvironment,
  pipelines as rules,
  type WorkflowSettings,
} from "../../constructs/pipelines/schema";
import { problemsOf } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { typesFor, writeNew } from "../new-file";
import { readText } from "../out";
import { environmentFile } from "../typescript";

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
}

/** Makes an environment of the specifications of pipelines that run already; writes nothing. */
export function importPipelines({ project, files, name: given, context, out }: SpecImport): ImportedSpecs {
  const read = files.map((file): SpecFile => ({ file, value: parsed(file, resolve(project, file)) }));
  const configurations = read.filter(({ value }) => isConfiguration(value));
  const { workflow, notes } = importSpecs(read.filter((each) => !configurations.includes(each)));
  if (workflow === undefined) {
    throw new Error(`<spec> must be a pipeline's specification, got none in ${files.map(shown).join(", ")}`);
  }
  const name = given ?? workflow.name.toLowerCase().replaceAll("_", "-");
  const [problem] = problemsOf(rules.name, name);
  if (problem !== undefined) throw new Error(`--name ${problem.message}`);
  const more = configurations.flatMap(({ file, value }) => {
    const problems = problemsOf(configuration, value);
    if (problems.length === 0) return configurationNotes(file, value as CpsignConfiguration, workflow);
    return problems.map(({ path, message }) => ({ path: `${file}: ${path}`, message }));
  });
  const { name: own, ...rest } = workflow;
  const environment: PipelinesEnvironment = {
    name,
    cluster: { context },
    namespace: "default",
    pachyderm: { version: versionOf(read) },
    ...secretsOf(workflow),
    workflows: { [own]: rest },
  };
  const file = out ?? `environments/pipelines/${name}.ts`;
  const left = configurations.map(({ file: each }) => ({
    path: each,
    message: `is not in ${file}; slipway pipelines run ${name} --config ${each} commits it`,
  }));
  const messages = [...notes, ...more, ...left].map(({ path, message }) => visible(`${path} ${message}`));
  return {
    name,
    file,
    text: environmentFile(environment, "PipelinesEnvironment", typesFor(project, "pipelines", resolve(project, file))),
    messages,
  };
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
function secretsOf({ pipelines }: WorkflowSettings): Pick<PipelinesEnvironment, "secrets"> {
  const keys = new Map<string, Set<string>>();
  for (const pipeline of Object.values(pipelines)) {
    for (const secret of pipeline.secrets ?? []) {
      const known = keys.get(secret.name) ?? new Set();
      for (const key of secretKeysOf(pipeline, secret)) known.add(key);
      keys.set(secret.name, known);
    }
  }
  if (keys.size === 0) return {};
  return { secrets: Object.fromEntries([...keys].map(([name, known]) => [name, { keys: [...known] }])) };
}

/** Writes the new file; one that is there already stays. */
export function writeImported(project: string, { file, text }: Pick<ImportedSpecs, "file" | "text">): void {
  writeNew(file, resolve(project, file), text);
}

function parsed(file: string, path: string): unknown {
  const text = readText("<spec>", path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${visible(file)} must be JSON, got ${(error as Error).message}; mend it`);
  }
}

function isConfiguration(value: unknown): boolean {
  return typeof value === "object" && value !== null && "workflow_name" in value;
}
