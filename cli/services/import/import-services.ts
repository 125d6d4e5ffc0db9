import { resolve } from "node:path";
import { host } from "../../../constructs/services/address-schema";
import {
  name as nameRule,
  problemsWithinServices,
  type ServicesEnvironment,
  servicesEnvironment,
} from "../../../constructs/services/schema";
import { type Problem, problemsOf } from "../../../constructs/shared/rules";
import { visible } from "../../../constructs/shared/shown";
import { fileStem } from "../../import/file-stem";
import { Findings } from "../../import/findings";
import { typesFor, writeNew } from "../../new-file";
import { environmentFile } from "../../typescript";
import { newEnvironment } from "./new-environment";
import { nodeOf } from "./nodes";
import { readAll } from "./old-files";
import type { OldService } from "./service-file";

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
  const old = readAll(project, files);
  const findings = new Findings();
  for (const { file } of [...old.services, ...old.secrets]) findings.of(file);
  const made = newEnvironment(name, old, findings, domain);
  const problems = [...problemsOf(servicesEnvironment, made.environment), ...problemsWithinServices(made.environment)];
  const missing = problems.filter(({ message }) => message.startsWith("is required"));
  tellMistakes(
    problems.filter((each) => !missing.includes(each)),
    old.services,
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
      ...(fileStem(file) === name
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
  const name = given ?? (out === undefined ? "platform" : fileStem(out));
  refuse(problemsOf(nameRule, name), "--name");
  return name;
}

function refuse([problem]: readonly Problem[], option: string): void {
  if (problem !== undefined) throw new Error(`${option} ${problem.message}`);
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
