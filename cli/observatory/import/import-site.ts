import { resolve } from "node:path";
import { siteFileProblems } from "../../../constructs/observatory/read/site-files";
import {
  type ObservatoryEnvironment,
  observatoryEnvironment,
  problemsWithinObservatory,
  site as rules,
} from "../../../constructs/observatory/schema";
import { type Problem, problemsOf } from "../../../constructs/shared/rules";
import { fileStem } from "../../import/file-stem";
import { Findings, type Tell } from "../../import/findings";
import { oldText } from "../../import/old-text";
import { typesFor, writeNew } from "../../new-file";
import { environmentFile } from "../../typescript";
import { readCompose } from "./compose";
import { newSite } from "./environment";
import { type OldSite, readSite } from "./site";

/** What is to be imported. Paths are absolute, or from the project's folder. */
export interface SiteImport {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly site: string;
  /** @default - none: what is in containers is known by the names of the hosts */
  readonly compose?: readonly string[];
  /** @default - as the new or the old file is called, else the address root, else `site` */
  readonly name?: string;
  /** @default - environments/observatory/<name>.ts */
  readonly out?: string;
}

/** A site that was imported. */
export interface ImportedSite {
  readonly name: string;
  /** The new file, as it was named or from the project's folder. */
  readonly file: string;
  /** The new file, absolute. */
  readonly path: string;
  readonly text: string;
  readonly environment: ObservatoryEnvironment;
  /** What is to be known of the old files, then what is wrong with the new one. */
  readonly messages: readonly string[];
}

/** Makes an environment of the files of a site that OCS runs already; writes nothing. */
export function importSite({ project, site: file, compose = [], name: given, out }: SiteImport): ImportedSite {
  const findings = new Findings();
  const tell = findings.of(file);
  const site = readSite(file, oldText(file, resolve(project, file)), tell);
  const services = compose.flatMap((each) => {
    const path = resolve(project, each);
    return readCompose(each, path, oldText(each, path), findings.of(each));
  });
  const name = nameOf(given, out, site);
  const target = out ?? `environments/observatory/${name}.ts`;
  const path = resolve(project, target);
  const files = { site, project, ...(compose.length > 0 && { services }) };
  const { environment, lines } = newSite(name, files);
  const problems = [...problemsIn(environment), ...siteFileProblems(environment, project)];
  tellProblems(problems, lines, tell, site);
  const last = remarks(name, target, problems.length);
  const text = environmentFile(environment, "ObservatoryEnvironment", typesFor(project, "observatory", path));
  return { name, file: target, path, text, environment, messages: [...findings.lines(), ...last] };
}

/** Writes the new file; one that is there already stays. */
export function writeSite({ file, path, text }: Pick<ImportedSite, "file" | "path" | "text">): void {
  writeNew(file, path, text);
}

function nameOf(given: string | undefined, out: string | undefined, { file, hub }: OldSite): string {
  if (given !== undefined) {
    const [problem] = problemsOf(rules.shape.name, given);
    if (problem !== undefined) throw new Error(`name ${problem.message}`);
    return given;
  }
  const words = [...(out === undefined ? [] : [fileStem(out)]), fileStem(file), hub.root?.text, "site"];
  return words.find((word) => problemsOf(rules.shape.name, word).length === 0) ?? "site";
}

function problemsIn(environment: ObservatoryEnvironment): readonly Problem[] {
  return [...problemsOf(observatoryEnvironment, environment), ...problemsWithinObservatory(environment)];
}

/** Each with the line of the old file that it comes from. */
function tellProblems(
  problems: readonly Problem[],
  lines: ReadonlyMap<string, number>,
  tell: Tell,
  site: OldSite,
): void {
  for (const { path, message } of problems) {
    const place = [...lines.keys()].filter((each) => path === each || path.startsWith(`${each}.`)).at(-1);
    tell(lines.get(place ?? "") ?? site.hub.line, `${path === "" ? "" : `${path} `}${message}`);
  }
}

function remarks(name: string, file: string, problems: number): string[] {
  const called = fileStem(file);
  const isCalled = called === name;
  return [
    ...(isCalled ? [] : [`${file}: name must be "${called}" as its file is called, got "${name}"; rename one of them`]),
    ...(problems === 0
      ? []
      : [
          `${file}: ${problems === 1 ? "one of these is" : `${problems} of these are`} wrong in the new file too; slipway check ${name} repeats ${problems === 1 ? "it" : "them"}`,
        ]),
  ];
}
