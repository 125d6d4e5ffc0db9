import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { composeFiles } from "../../constructs/observatory/render/compose";
import { clientFile, siteYaml } from "../../constructs/observatory/render/site-file";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { projectPath } from "../../constructs/shared/read/project-path";
import { isThere, makeFolder, readText, writeText } from "../out";

/** Options of `slipway observatory client`. */
export interface ClientOptions {
  readonly out?: string;
  readonly force: boolean;
}

/** Options of `slipway observatory render`. */
export interface RenderOptions {
  readonly out?: string;
  readonly build: boolean;
  readonly force: boolean;
}

/** Prints, or writes, what a client elsewhere needs. */
export function printClient(site: ObservatoryEnvironment, { out, force }: ClientOptions): void {
  const text = siteYaml(clientFile(site), `How clients reach ${site.name}: default.yaml in OCS_CONFIG_DIR.`);
  if (out === undefined) return void process.stdout.write(text);
  if (isThere("--out", "file", out) && readText("--out", out) !== text && !force) {
    throw new Error(`--out must be a new file, got ${out}, which says something else; name another, or add --force`);
  }
  makeFolder("--out", dirname(out));
  writeText("--out", out, text);
  console.log(`${out} written`);
}

/** Writes a site's files for those who start its containers themselves. */
export function renderFiles(project: string, site: ObservatoryEnvironment, { out, build, force }: RenderOptions): void {
  const folder = resolve(out ?? `ocs-${site.name}`);
  isThere("--out", "folder", out ?? folder);
  const toProject = relative(folder, project).replaceAll("\\", "/") || ".";
  const read = (path: string) => {
    const file = projectPath(path, project);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
  };
  const files = composeFiles(site, { build, toProject, read });
  const there = Object.entries(files).filter(([name, text]) => {
    const path = join(folder, name);
    return isThere("--out", "file", path) && readText("--out", path) !== text;
  });
  if (there.length > 0 && !force) {
    const names = there.map(([name]) => name).join(", ");
    throw new Error(
      `${out ?? folder} must not have files of these names, got ${names}; name another folder, or add --force`,
    );
  }
  makeFolder("--out", folder);
  for (const [name, text] of Object.entries(files)) writeText("--out", join(folder, name), text);
  const shown = relative(process.cwd(), folder) || ".";
  console.log(`${Object.keys(files).join(", ")} written to ${shown}`);
}
