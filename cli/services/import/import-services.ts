import { basename, resolve } from "node:path";
import { host } from "../../../constructs/services/address-schema";
import {
  name as nameRule,
  problemsWithinServices,
  type ServicesEnvironment,
  servicesEnvironment,
} from "../../../constructs/services/schema";
import { type Problem, problemsOf } from "../../../constructs/shared/rules";
import { visible } from "../../../constructs/shared/shown";
import { Findings } from "../../import/findings";
import { oldText } from "../../import/old-text";
import { typesFor, writeNew } from "../../new-file";
import { type Comments, environmentFile } from "../../typescript";
import { databaseNote, isDatabase } from "./database";
import { newNodes, nodeOf } from "./nodes";
import type { Note } from "./note";
import { isSecretsFile, type OldSecrets, readSecrets } from "./secrets-file";
import { type OldService, readService } from "./service-file";
import { newService } from "./service-settings";
import { newVariables, secretNames } from "./variables";

/** What is to be imported. Paths are absolute, or from the project's folder. */
export interface ServicesImport {
  /** The project's folder, absolute. */
  readonly project: string;
  /** Files of services, and of their secrets. */
  readonly files: readonly string[];
  /** @default - as the new file is called, else `platform` */
  readonly name?: string;
  /** What the names of hosts end with. @default - localhost, without TLS */
  readonly domain?: string;
  /** @default - environments/services/<name>.ts */
  readonly out?: string;
}

/** Services that were imported. */
export interface ImportedServices {
  readonly name: string;
  /** The new file, as it was named or from the project's folder. */
  readonly file: string;
  /** The new file, absolute. */
  readonly path: string;
  readonly text: string;
  readonly environment: ServicesEnvironment;
  /** What of the old files was imported, what was not, and why; then what is still to be filled in. */
  readonly messages: readonly string[];
  /** How many settings are still to be filled in. */
  readonly missing: number;
}

/** Makes an environment of the service files of deploy.py; writes nothing. All problems of all files are one error. */
export function importServices({ project, files, name: given, domain, out }: ServicesImport): ImportedServices {
  const name = nameOf(given, out);
  if (domain !== undefined) refuse(problemsOf(host, domain), "--domain");
  const { services, secrets } = readAll(project, files);
  const findings = new Findings();
  for (const { file } of [...services, ...secrets]) findings.of(file);
  const made = newEnvironment(name, services, secrets, findings, domain);
  const problems = [...problemsOf(servicesEnvironment, made.environment), ...problemsWithinServices(made.environment)];
  const missing = problems.filter(({ message }) => message.startsWith("is required"));
  tellMistakes(
    problems.filter((each) => !missing.includes(each)),
    services,
  );
  const file = out ?? `environments/services/${name}.ts`;
  const path = resolve(project, file);
  const { environment, comments } = made;
  return {
    ...{ name, file, path, environment, missing: missing.length },
    text: environmentFile(environment, "ServicesEnvironment", typesFor(project, "services", path), comments),
    messages: [
      ...findings.lines(),
      ...made.remarks.map((remark) => visible(`${file}: ${remark}`)),
      ...(basename(file).replace(/\.[^.]*$/, "") === name
        ? []
        : [`${file}: must be called ${name}.ts, as the platform is; rename one of them`]),
      ...missing.map((problem) => visible(`${file}: ${problem.path} ${problem.message}`)),
    ],
  };
}

/** Writes the new file; one that is there already stays. */
export function writeServices({ file, path, text }: Pick<ImportedServices, "file" | "path" | "text">): void {
  writeNew(file, path, text);
}

function nameOf(given: string | undefined, out: string | undefined): string {
  const name = given ?? (out === undefined ? "platform" : basename(out).replace(/\.[^.]*$/, ""));
  refuse(problemsOf(nameRule, name), "--name");
  return name;
}

function refuse([problem]: readonly Problem[], option: string): void {
  if (problem !== undefined) throw new Error(`${option} ${problem.message}`);
}

interface OldFiles {
  readonly services: readonly OldService[];
  readonly secrets: readonly OldSecrets[];
}

/** All files, or what is wrong with them, of all at once. */
function readAll(project: string, files: readonly string[]): OldFiles {
  const wrong = new Findings();
  const unreadable: string[] = [];
  const read = <T>(file: string, reader: (file: string, text: string, tell: ReturnType<Findings["of"]>) => T) => {
    try {
      return [reader(file, oldText(file, resolve(project, file)), wrong.of(file))].flatMap((each) => each ?? []);
    } catch (error) {
      unreadable.push((error as Error).message);
      return [];
    }
  };
  const named = [...new Set(files)];
  const services = named.filter((file) => !isSecretsFile(file)).flatMap((file) => read(file, readService));
  const secrets = named.filter(isSecretsFile).flatMap((file) => read(file, readSecrets));
  for (const { service, file } of secrets) {
    const isThere = named.some((each) => !isSecretsFile(each) && basename(each).replace(/\.[^.]*$/, "") === service);
    if (!isThere) wrong.of(file)(1, `must belong to a service, got none named ${service}; name ${service}.yml too`);
  }
  for (const [index, { name, file }] of services.entries()) {
    const first = services.findIndex((each) => each.name === name);
    if (first < index)
      wrong.of(file)(1, `must be a service of its own, got ${name} of ${services[first]?.file} too; rename one`);
  }
  const lines = [...unreadable, ...wrong.lines()];
  if (lines.length === 0 && services.every(isDatabase)) {
    lines.push(...services.map((each) => `${each.file}:${each.image.line}: ${databaseNote(each).text}`));
    lines.push("<file> must be a service that answers HTTP, got none; name another");
  }
  if (lines.length > 0) throw new Error(lines.join("\n"));
  return { services, secrets };
}

interface NewEnvironment {
  readonly environment: ServicesEnvironment;
  readonly comments: Comments;
  readonly remarks: readonly string[];
}

function newEnvironment(
  name: string,
  all: readonly OldService[],
  secrets: readonly OldSecrets[],
  findings: Findings,
  domain: string | undefined,
): NewEnvironment {
  const databases = all.filter(isDatabase);
  const services = all.filter((each) => !databases.includes(each));
  const machines = newNodes(services);
  if (machines.wrong.length > 0)
    throw new Error(machines.wrong.map(({ file, line, text }) => `${file}:${line}: ${text}`).join("\n"));
  const hidden = services.map((each) => secretNames(each, secrets));
  const shared = hidden.flat().filter((each, index, names) => names.indexOf(each) !== index);
  const made = services.map((old, index) => ({
    old,
    ...newService(old, newVariables(old, hidden[index] ?? [], shared), domain ?? "localhost"),
  }));
  for (const { file, line, text } of machines.notes) findings.of(file)(line, text);
  for (const { old, settings, notes } of made) {
    findings.of(old.file)(1, summary(old.name, settings));
    for (const { line, text } of notes) findings.of(old.file)(line, text);
  }
  for (const old of databases) findings.of(old.file)(old.image.line, databaseNote(old).text);
  for (const { file, service } of secrets.filter((each) => databases.some(({ name }) => name === each.service))) {
    findings.of(file)(1, `is not imported, because ${service} is a database`);
  }
  const front = frontOf(domain);
  const environment = {
    name,
    ...machines.settings,
    front: front.settings,
    services: Object.fromEntries(made.map(({ old, settings }) => [old.name, settings])),
  } as ServicesEnvironment;
  const comments = [
    ...made.map(({ old, notes }) => [`services.${old.name}`, toDos(notes)] as const),
    ["services", toDos(databases.map(databaseNote))] as const,
    ["front", toDos([front.note])] as const,
    ["nodes", toDos(machines.notes)] as const,
  ];
  return {
    environment,
    comments: Object.fromEntries(comments.filter(([, text]) => text !== "")),
    remarks: [front.note.text],
  };
}

/** Of a new file nobody has asked for certificates yet. */
function frontOf(domain: string | undefined) {
  const image = "caddy:2.11.2";
  if (domain === undefined) {
    const toDo = 'write your hosts, and certificates: { acme: { email: "…" } } in place of "none" and httpPort';
    const text = `hosts end with .localhost, and there is no TLS, because no service file names hosts; import with --domain example.org, or write them`;
    return { settings: { image, certificates: "none", httpPort: 8080 } as const, note: { line: 0, text, toDo } };
  }
  const email = `webmaster@${domain}`;
  const text = `hosts are the services' names before ${domain}, and Let's Encrypt writes to ${email}, because no service file says either; correct them`;
  return {
    settings: { image, certificates: { acme: { email } } },
    note: { line: 0, text, toDo: "correct the e-mail address, and the hosts below" },
  };
}

function toDos(notes: readonly Note[]): string {
  const lines = notes.flatMap(({ toDo }) => (toDo === undefined ? [] : [`To do: ${visible(toDo)}.`]));
  return [...new Set(lines)].join("\n");
}

function summary(name: string, settings: object): string {
  const {
    preset,
    environment = {},
    secretEnvironment = {},
    mounts = [],
  } = settings as {
    readonly preset?: string;
    readonly environment?: object;
    readonly secretEnvironment?: object;
    readonly mounts?: readonly unknown[];
  };
  const parts = [
    ...(preset === undefined ? [] : [`preset ${preset}`]),
    ...counted(Object.keys(environment).length, "variable"),
    ...counted(Object.keys(secretEnvironment).length, "secret"),
    ...counted(mounts.length, "mount"),
  ];
  return `imported as services.${name}: ${["image", ...parts].join(", ")}`;
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}`];
}

/** What the new file may not say stands in an old one. */
function tellMistakes(problems: readonly Problem[], services: readonly OldService[]): void {
  const lines = problems.map(({ path, message }) => {
    if (/\.(hosts|stagingHosts)\[\d+\]$/.test(path)) return `--domain ${message}`;
    const [, part = "", name = ""] = /^(services|nodes)\.([^.[]+)/.exec(path) ?? [];
    const isMeant = (each: OldService) =>
      part === "" ? each.region !== undefined : (part === "nodes" ? nodeOf(each) : each.name) === name;
    const old = services.find(isMeant);
    const word = path.endsWith(".size") ? old?.size : path.endsWith(".region") ? old?.region : old?.image;
    return `${old === undefined ? "" : `${old.file}:${word?.line ?? 1}: `}${path} ${message}`;
  });
  if (lines.length > 0) throw new Error([...new Set(lines)].map(visible).join("\n"));
}
