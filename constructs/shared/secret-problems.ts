import { isList, isRecord, isText, type Problem } from "./rules";
import { secretIn, secretInScript, secretInVariable, secretsInWords } from "./secret-detector";

/** Secrets in a setting and all that is below it: variables and labels by their names, words of commands, texts. */
export function secretsBelow(path: string, value: unknown, advice: string): Problem[] {
  if (isText(value)) return secretProblem(path, secretIn(value), advice);
  if (isList(value)) {
    // A word that only Terraform knows is none.
    if (value.every((word) => word === undefined || isText(word))) {
      return secretsInWords(value.map((word) => word ?? "")).flatMap(({ index, what }) =>
        secretProblem(`${path}[${index}]`, what, advice),
      );
    }
    return value.flatMap((part, index) => secretsBelow(`${path}[${index}]`, part, advice));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    isText(part)
      ? secretProblem(`${path}.${key}`, secretInVariable(key, part), advice)
      : secretsBelow(`${path}.${key}`, part, advice),
  );
}

/** Secrets in the lines of a program's text. */
export function secretsInLines(path: string, lines: unknown, advice: string): Problem[] {
  return (isList(lines) ? lines : []).flatMap((line, index) =>
    isText(line) ? secretProblem(`${path}[${index}]`, secretInScript(line), advice) : [],
  );
}

/** What is said of a secret that was found, or nothing. */
export function secretProblem(path: string, got: string | undefined, advice: string): Problem[] {
  return got === undefined ? [] : [{ path, message: secretMessage(got, advice) }];
}

export function secretMessage(got: string, advice: string): string {
  return `must hold no secret, got ${got}; ${advice}`;
}
