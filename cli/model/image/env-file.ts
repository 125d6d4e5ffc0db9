import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { secretInVariable } from "../../../constructs/shared/secret-detector";
import { shown } from "../../../constructs/shared/shown";
import { readText, writeText } from "../../out";
import type { DeployedModel } from "../deployed-model";
import type { BuildContext } from "./build-context";

/** The names of the older scripts: all of them are the model's. */
const NAMES = ["AWS_ECR_REPO_NAME", "AWS_LAMBDA_FUNCTION_NAME", "AWS_BUCKET_NAME"] as const;

/** Where the older scripts had credentials for a local run. */
const KEYS = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

/** A variable, whose value may have several lines between quotes, or another line. */
const ENTRY = /^[ \t]*(?:export[ \t]+)?\w+[ \t]*=[ \t]*(["'`])[\s\S]*?\1.*$|^.*$/gm;

type Place = Pick<BuildContext, "model" | "modelFolder">;

/** What a model's `.env` says that its environment file does not. A model needs no `.env`. */
export function envProblems({ model, modelFolder }: Place, { name, file }: DeployedModel): string[] {
  const path = join(modelFolder, ".env");
  if (!existsSync(path)) return [];
  const values = parseEnv(readText(".env", path)) as Readonly<Record<string, string | undefined>>;
  const wanted = { ...Object.fromEntries(NAMES.map((each) => [each, name])), QUETZAL_MODEL_NAME: model };
  return Object.entries(wanted).flatMap(([variable, value]) => {
    const got = values[variable];
    if (got === undefined || got === value) return [];
    const source = variable === "QUETZAL_MODEL_NAME" ? "as the folder is called" : `as ${file} says`;
    return [
      `${model}/.env: ${variable} must be "${value}", ${source}, got ${shown(got)}; correct it, or add --write-env`,
    ];
  });
}

/** Warns of a `.env` that holds keys, even if no image gets it. */
export function envWarnings({ model, modelFolder }: Place): string[] {
  const path = join(modelFolder, ".env");
  if (!existsSync(path)) return [];
  const held = Object.entries(parseEnv(readText(".env", path))).filter(([name, value]) => isSecret(name, value ?? ""));
  if (held.length === 0) return [];
  const names = held.map(([name]) => name).join(", ");
  return [`${model}/.env holds ${names}; keep keys in a profile of AWS, and let --write-env remove them here`];
}

/** Writes a model's `.env`: the model's names, and what it had besides, without keys. @returns what was done, for people */
export function writeEnv({ model, modelFolder }: Place, { name }: DeployedModel): string {
  const path = join(modelFolder, ".env");
  const before = existsSync(path) ? readText(".env", path) : "";
  const removed: string[] = [];
  const others = (before.replaceAll("\r\n", "\n").match(ENTRY) ?? []).filter((entry) => {
    const [, variable] = /^\s*(?:export\s+)?(\w+)\s*=/.exec(entry) ?? [];
    if (variable === undefined) return true;
    if ((NAMES as readonly string[]).includes(variable) || variable === "QUETZAL_MODEL_NAME") return false;
    if (!isSecret(variable, parseEnv(entry)[variable] ?? "") && !KEYS.test(variable)) return true;
    removed.push(variable);
    return false;
  });
  const names = [`QUETZAL_MODEL_NAME=${model}`, ...NAMES.map((each) => `${each}=${name}`)];
  writeText(".env", path, `${[...names, ...others].join("\n").trimEnd()}\n`);
  return `${model}/.env has the model's names${removed.length === 0 ? "" : `, and no longer ${removed.join(", ")}`}`;
}

function isSecret(name: string, value: string): boolean {
  return value !== "" && (KEYS.test(name) || secretInVariable(name, value) !== undefined);
}
