import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { LARGEST_DEFINITION } from "../../shared/render/sizes";

/** A state machine's definition, ready for Terraform, or what is wrong with it. */
export interface Definition {
  readonly text: string;
  readonly problems: readonly string[];
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const SOME_ARN = "arn:aws:lambda:us-east-1:123456789012:function:some";

/** What a state machine does before anybody has uploaded the model's own steps. */
export const FIRST_DEFINITION = JSON.stringify({
  Comment: "A first definition, until the model's own is uploaded",
  StartAt: "HelloWorld",
  States: { HelloWorld: { Type: "Pass", End: true } },
});

/**
 * Checks a definition in Amazon States Language, and puts values in for `${Name}`.
 *
 * @param file its path, for what is said of it
 * @param content what is in the file; nothing where it cannot be read
 * @param substitutions what `${Name}` stands for; every other `${…}` is a problem
 * @see https://states-language.net
 */
export function definitionOf(
  file: string,
  content: string | undefined,
  substitutions: Readonly<Record<string, string>>,
): Definition {
  if (content === undefined) {
    return failed([
      `definition.file must be a file that can be read, got "${file}"; its path begins at the project's folder`,
    ]);
  }
  const source = content.replace(/^\uFEFF/, "");
  // What a reader puts in the place of bytes that are no UTF-8.
  if (source.includes("\uFFFD")) {
    return failed([`${file} must be UTF-8, got another encoding; save it as UTF-8`]);
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(source, errors, { disallowComments: true });
  if (errors.length > 0) return failed(errors.map((error) => syntaxProblem(file, source, error)));
  // The language wants ARNs where the placeholders stand.
  const filled: unknown = JSON.parse(JSON.stringify(value).replace(PLACEHOLDER, SOME_ARN));
  const problems = [...languageProblems(filled), ...placeholderProblems(source, substitutions)];
  if (problems.length > 0) return failed(problems.map((problem) => `${file}: ${problem}`));
  const text = substitute(JSON.stringify(value), substitutions);
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_DEFINITION) {
    return failed([`${file} must have at most 1 MiB without spaces, got ${bytes} bytes; put data into S3`]);
  }
  return { text, problems: [] };
}

function failed(problems: readonly string[]): Definition {
  return { text: "", problems };
}

function syntaxProblem(file: string, source: string, { error, offset }: ParseError): string {
  const before = source.slice(0, offset).split(/\r\n|\r|\n/);
  const place = `${file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
  // Nothing of the text: the path may be that of another file, with secrets in it.
  return `${place} must be JSON without comments, got ${printParseErrorCode(error)}; correct it there`;
}

/** What is used of asl-validator, which brings no types. */
type Validate = (
  definition: object,
  options: { readonly checkArn: boolean },
) => { readonly errors: readonly { readonly "Error code": string; readonly Message: string }[] };

/** What was said of a definition: workspaces share files, and each look takes a tenth of a second. */
const known = new Map<string, readonly string[]>();

/** Missing targets, unreachable states and the like. */
function languageProblems(value: unknown): readonly string[] {
  const text = JSON.stringify(value);
  const problems = known.get(text) ?? newLanguageProblems(value);
  known.set(text, problems);
  return problems;
}

function newLanguageProblems(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return ["a definition must be an object with StartAt and States; see states-language.net"];
  }
  // Half a second to load: only who has a definition pays for it.
  const validate = require("asl-validator") as Validate;
  const { errors } = validate(value, { checkArn: false });
  return errors.map((error) => `${error.Message} (${error["Error code"]})`);
}

function placeholderProblems(source: string, substitutions: Readonly<Record<string, string>>): string[] {
  const known = Object.keys(substitutions);
  const used = new Set(Array.from(source.matchAll(PLACEHOLDER), ([, name = ""]) => name));
  return [...used]
    .filter((name) => !known.includes(name))
    .map((name) => `\${${name}} must be one of ${known.join(", ")}; correct its spelling`);
}

/** Terraform reads `%{` and `${` in a text as its own; whatever is left of them is escaped. */
function substitute(text: string, substitutions: Readonly<Record<string, string>>): string {
  return text.replaceAll("%{", "%%{").replace(PLACEHOLDER, (_, name: string) => substitutions[name] ?? "");
}
