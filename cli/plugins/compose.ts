import { dirname, resolve } from "node:path";
import { parseEnv } from "node:util";
import { parseDocument, stringify } from "yaml";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { TOO_DEEP, tooDeepAt } from "../../constructs/shared/render/nesting";
import { isList, isRecord, isText, type Parts, partsOf } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { isThere, readText } from "../out";

/** What a compose file is read for. */
export interface OverrideRequest {
  /** What every worker is to have. */
  readonly variables: Readonly<Record<string, string>>;
  /** Services that are workers beside those that are known by their image. */
  readonly services: readonly string[];
}

/** A worker of a compose file. */
export interface ComposeWorker {
  readonly service: string;
  /** What it did not have. */
  readonly lacking: readonly string[];
  /** What it had with another value. */
  readonly other: readonly string[];
}

/** With it every file begins that is written here. */
export const HEAD = "# Where the workers find their task plugins; slipway plugins env writes this file.\n";

/** Images of Dioptra's workers: `dioptra/tensorflow2-cpu`, `registry.example.org/lab/pytorch-gpu`. */
const WORKER_IMAGE = /(^|\/)(tensorflow[\w.]*|pytorch)-(cpu|gpu)([:@]|$)/;

/** Variables of Dioptra's workers since 1.0.0, for its REST API. */
const NEWER = ["DIOPTRA_API", "DIOPTRA_WORKER_USERNAME", "DIOPTRA_WORKER_PASSWORD"];

/**
 * The sign that a compose file's workers are of Dioptra 1.0.0 or later, which do not read task plugins from S3; undefined if one has
 * `DIOPTRA_PLUGINS_S3_URI`, which those releases do not know.
 *
 * @param workers the names of its workers
 */
export function newerRelease(file: string, text: string, workers: readonly string[]): string | undefined {
  const services = servicesOf(file, text);
  const found = workers.map((service) => {
    const whole = withBase(file, services, service);
    return { service, image: whole.image, has: variablesOf(file, whole) };
  });
  if (found.some(({ has }) => "DIOPTRA_PLUGINS_S3_URI" in has)) return undefined;
  const signs = found.flatMap(({ service, image, has }) => [
    ...NEWER.filter((name) => name in has).map((name) => `${service} has ${name}`),
    ...(isText(image) && NEWER_TAG.test(image) ? [`${service} has the image ${visible(image)}`] : []),
  ]);
  return signs[0];
}

/** A tag of Dioptra 1.0.0 or later, or `dev`, which its own builds have. */
const NEWER_TAG = /(^|\/)dioptra\/[^:@]+:(dev|v?[1-9]\d*(\.\d+){0,2}[^/:@]*)(@|$)/;

/** A compose file that is laid over another, with the variables of all workers. */
export function composeOverride(file: string, text: string, { variables, services: named }: OverrideRequest) {
  const services = servicesOf(file, text);
  const unknown = named.filter((name) => !Object.hasOwn(services, name));
  if (unknown.length > 0) {
    const advice =
      didYouMean(unknown[0] as string, Object.keys(services)) ?? `it has ${Object.keys(services).join(", ")}`;
    throw new Error(`--service must be a service of ${file}, got ${unknown.map(shown).join(", ")}; ${advice}`);
  }
  const whole = (name: string) => withBase(file, services, name);
  const names = Object.keys(services).filter((name) => named.includes(name) || isWorker(whole(name)));
  if (names.length === 0) {
    throw new Error(
      `${file} must have a worker, got ${Object.keys(services).join(", ") || "no service"}; name those that are with --service`,
    );
  }
  const workers = names.map((service): ComposeWorker => {
    const has = variablesOf(file, whole(service));
    const missing = (name: string) => has[name] === undefined || has[name] === null || has[name] === "";
    const names = Object.keys(variables);
    const other = names.filter((name) => !missing(name) && has[name] !== variables[name]);
    return { service, lacking: names.filter(missing), other };
  });
  const escaped = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replaceAll("$", "$$$$")]),
  );
  const override = { services: Object.fromEntries(names.map((name) => [name, { environment: escaped }])) };
  return { text: `${HEAD}${stringify(override, { lineWidth: 0, aliasDuplicateObjects: false })}`, workers };
}

/** A service with what it extends, of this file or of another. */
function withBase(file: string, services: Parts, name: string, depth = 0): Parts {
  const own = partsOf(services[name]);
  const base = isText(own.extends) ? { service: own.extends } : partsOf(own.extends);
  if (!isText(base.service) || depth > DEEPEST) return own;
  const from = isText(base.file) ? resolve(dirname(file), base.file) : file;
  const others = isText(base.file) ? servicesOf(base.file, readText("extends.file", from)) : services;
  const inherited = withBase(from, others, base.service, depth + 1);
  return { ...inherited, ...own, environment: { ...texts(inherited.environment), ...texts(own.environment) } };
}

const DEEPEST = 10;

function isWorker({ image }: Parts): boolean {
  return isText(image) && WORKER_IMAGE.test(image);
}

function servicesOf(file: string, text: string): Parts {
  if (tooDeepAt(text) !== undefined) throw new Error(`${file} ${TOO_DEEP}`);
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw new Error(`${file} must be YAML, got ${shown(error.message.split("\n")[0])}; correct it`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    throw new Error(`${file} must be YAML, got ${shown((error as Error).message)}; correct it`);
  }
  const { services } = partsOf(value);
  if (isRecord(services)) return services;
  throw new Error(`${file} must be a compose file, got none of its services; name another`);
}

/** What a service has, of its files and of itself; a variable of the shell is not looked up. */
function variablesOf(file: string, { environment, env_file }: Parts): Readonly<Record<string, unknown>> {
  const files = (isList(env_file) ? env_file : [env_file]).flatMap((each) => {
    const path = isText(each) ? each : partsOf(each).path;
    return isText(path) ? [resolve(dirname(file), path)] : [];
  });
  const fromFiles = files.flatMap((path) =>
    isThere("env_file", "file", path, "read") ? [parseEnv(readText("env_file", path))] : [],
  );
  return Object.assign({}, ...fromFiles, texts(environment));
}

/** Variables in either form of compose. */
function texts(environment: unknown): Parts {
  if (!isList(environment)) return partsOf(environment);
  return Object.fromEntries(environment.filter(isText).map((line) => line.split(/=(.*)/s).slice(0, 2)));
}
