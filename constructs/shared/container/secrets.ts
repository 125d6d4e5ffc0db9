import { isRecord, isText, type Problem } from "../rules";
import { unseen } from "../shown";

/** Names of variables that hold secrets; one that ends in _FILE names a file, and is none. */
const SECRET_NAME =
  /(PASS(WORD|WD|PHRASE)?|SECRET|TOKEN|CREDENTIALS?|(API|SECRET|PRIVATE|ACCESS|ENCRYPTION|SIGNING)_?KEY)$/i;

/** Values that say how a secret is treated, and are none. */
const SETTING = /^(|true|false|yes|no|on|off|0|1)$/i;

/** Texts that are a secret wherever they stand. A password that is itself a variable is none. */
const SECRET_TEXTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an address with a password", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?![$<{%])[^\s/@]+@/i],
  ["an access key of AWS", /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a token of GitHub", /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})/],
  ["a token of GitLab", /\bglpat-[\w-]{20,}/],
];

/** Secrets that stand in a container's settings, as far as they can be recognised. No message shows one. */
export function secretProblems(settings: Readonly<Record<string, unknown>>): Problem[] {
  const { environment, ...others } = settings;
  return [
    ...(isRecord(environment) ? Object.entries(environment).flatMap(([name, value]) => inVariable(name, value)) : []),
    ...["command", "entrypoint", "labels", "log", "uploads", "healthCheck"].flatMap((name) =>
      textsBelow(name, others[name]).flatMap(([path, text]) => inText(path, text)),
    ),
  ];
}

function inVariable(name: string, value: unknown): Problem[] {
  if (!isText(value)) return [];
  const found = inText(`environment.${name}`, value);
  if (found.length > 0 || !SECRET_NAME.test(name) || SETTING.test(value)) return found;
  return [problem(`environment.${name}`, unseen(value))];
}

function inText(path: string, text: string): Problem[] {
  const found = secretIn(text);
  return found === undefined ? [] : [problem(path, found)];
}

/** What kind of secret stands in a text, as far as it can be recognised. */
export function secretIn(text: string): string | undefined {
  return SECRET_TEXTS.find(([, pattern]) => pattern.test(text))?.[0];
}

function textsBelow(path: string, value: unknown): [path: string, text: string][] {
  if (isText(value)) return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((part, index) => textsBelow(`${path}[${index}]`, part));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => textsBelow(`${path}.${key}`, part));
}

function problem(path: string, got: string): Problem {
  const advice =
    "put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment";
  return { path, message: `must hold no secret, got ${got}; ${advice}` };
}
