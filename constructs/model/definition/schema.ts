import { LARGEST_DEFINITION } from "../../shared/render/sizes";
import { pathText } from "../../shared/rules";
import { secretIn } from "../../shared/secret-detector";
import { secretMessage } from "../../shared/secret-problems";
import { definitionText } from "../read/definition";
import { deployedText, PLACEHOLDER } from "../render/definition";
import { type DefinitionPath, type DefinitionSource, definitionSource } from "../render/definition-source";
import { isParts, machinesIn } from "../render/definition-walk";
import { stepsDefinition } from "../render/steps";
import type { WorkflowDefinition } from "../workflow-schema";
import { type CallFacts, callsIn } from "./calls";
import type { Finding } from "./finding";
import { isSame, isWithin, languageFindings } from "./language";
import { shapeFindings } from "./shape";
import { transitionFindings } from "./transitions";
import { valueFindings } from "./values";
import { viewerFindings } from "./viewer";

/** A definition that is there, in a file or as steps. */
export type OwnDefinition = Exclude<WorkflowDefinition, "external">;

/** What a definition is checked with, and made ready for. */
export interface DefinitionOptions extends CallFacts {
  /** What `${FunctionArn}` stands for, and the partition in it. */
  readonly functionArn: string;
  /** What `${Partition}` stands for in steps. @default "aws" */
  readonly partition?: string;
}

/** A state machine's definition, ready for Terraform, or what is wrong with it. */
export interface Definition {
  readonly text: string;
  /** What is in the text, before values are put in. */
  readonly value: unknown;
  /** Names or ARNs of functions that it calls beside the model's and the authorizer. */
  readonly functions: readonly string[];
  /** Each in one line, which begins with the setting or with file, line and column. */
  readonly problems: readonly string[];
  /** What AWS runs and users will not see, in the same form. */
  readonly notes: readonly string[];
}

/** A function's limit where nobody knows it: the most that Lambda has. */
const LONGEST_SECONDS = 900;

/** The definition of a model's workflow, checked. A file's path begins at `project`. */
export function definitionOf(definition: OwnDefinition, options: DefinitionOptions, project = "."): Definition {
  if ("file" in definition) return fileDefinition(definition.file, definitionText(definition.file, project), options);
  const { functionTimeoutSeconds: timeoutSeconds = LONGEST_SECONDS, authorizerArn, partition = "aws" } = options;
  const value = stepsDefinition(definition.steps, { hasAuthorizer: authorizerArn !== undefined, timeoutSeconds });
  return sized("definition.steps", value, { ...substitutionsOf(options), Partition: partition });
}

/** The definition in a file, of which the content is handed in; nothing where it cannot be read. */
export function fileDefinition(file: string, content: string | undefined, options: DefinitionOptions): Definition {
  if (content === undefined) {
    const message = `definition.file must be a file that can be read, got "${file}"; its path begins at the project's folder`;
    return failed([message]);
  }
  const source = definitionSource(file, content);
  const { value } = source;
  const secret = secretIn(content);
  const secrets =
    secret === undefined ? [] : [`${file} ${secretMessage(secret, "let the function that needs it ask for it")}`];
  if (value === undefined) return failed([...source.problems, ...secrets]);
  if (!isParts(value) || !("StartAt" in value || "States" in value)) {
    return failed([
      `${file}: a definition must be an object with StartAt and States; see states-language.net`,
      ...secrets,
    ]);
  }
  const substitutions = substitutionsOf(options);
  const { findings, functions } = looked(value, options, Object.keys(substitutions));
  const problems = [...source.problems, ...located(source, findings), ...secrets];
  if (problems.length > 0) return failed(problems);
  const notes = located(source, machinesIn(value).slice(0, 1).flatMap(viewerFindings));
  return { ...sized(file, value, substitutions), functions, notes };
}

function failed(problems: readonly string[]): Definition {
  return { text: "", value: undefined, functions: [], problems, notes: [] };
}

/** What `${Name}` stands for in a definition. */
export function substitutionsOf({
  functionArn,
  name,
  authorizerArn,
}: Pick<DefinitionOptions, "authorizerArn" | "functionArn" | "name">): Record<string, string> {
  return {
    FunctionArn: functionArn,
    ModelName: name,
    ...(authorizerArn === undefined ? {} : { AuthorizerArn: authorizerArn }),
  };
}

function sized(where: string, value: unknown, substitutions: Readonly<Record<string, string>>): Definition {
  const text = deployedText(value, substitutions);
  const bytes = Buffer.byteLength(text);
  if (bytes <= LARGEST_DEFINITION) return { text, value, functions: [], problems: [], notes: [] };
  return failed([`${where} must have at most 1 MiB without spaces, got ${bytes} bytes; put data into S3`]);
}

const SOME_ARN = "arn:aws:lambda:us-east-1:123456789012:function:some";

function looked(value: object, facts: CallFacts, known: readonly string[]) {
  const machines = machinesIn(value);
  const shape = machines.flatMap(shapeFindings);
  const values = machines
    .flatMap(valueFindings)
    .filter(({ path, isAbsence = false }) => !isAbsence || !shape.some((other) => isField(other.path, path)));
  // Paths and expressions are read with what stands where the placeholders are.
  const filled = JSON.parse(JSON.stringify(value).replace(PLACEHOLDER, SOME_ARN)) as object;
  const calls = callsIn(machines, facts);
  const findings = [
    ...shape,
    ...values,
    ...languageFindings(machinesIn(filled), [...shape, ...values]),
    ...transitionFindings(machines),
    ...calls.findings,
    ...placeholderFindings(value, known),
  ];
  const first = findings.filter(
    ({ path, message, isBeside = false }, index) =>
      !findings
        .slice(0, index)
        .some((other) => isSame(other.path, path) && (other.message === message || !(isBeside || other.isBeside))),
  );
  const certain = first.filter(({ isFollowing = false }) => !isFollowing);
  return { findings: certain.length > 0 ? certain : first, functions: calls.functions };
}

/** In the order of the text. */
function located({ place, offset }: DefinitionSource, findings: readonly Finding[]): string[] {
  return findings
    .map(({ path, message }) => ({
      at: offset(path),
      text: `${place(path)}: ${path.length === 0 ? "the definition" : pathText(path)} ${message}`,
    }))
    .sort((one, other) => one.at - other.at)
    .map(({ text }) => text);
}

function placeholderFindings(value: unknown, known: readonly string[], path: DefinitionPath = []): Finding[] {
  if (typeof value === "string") {
    const names = Array.from(value.matchAll(PLACEHOLDER), ([, name = ""]) => name);
    const strangers = [...new Set(names)].filter((name) => !known.includes(name));
    return strangers.map((name) => {
      const meant = `\${${name}} must be one of ${known.map((each) => `\${${each}}`).join(", ")}; correct its spelling`;
      return { path, message: `has a placeholder that stands for nothing: ${meant}` };
    });
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    placeholderFindings(each, known, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function isField(path: DefinitionPath, holder: DefinitionPath): boolean {
  return path.length === holder.length + 1 && isWithin(path, holder);
}
