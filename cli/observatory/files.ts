import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { composeFiles } from "../../constructs/observatory/render/compose";
import { clientFile, siteYaml } from "../../constructs/observatory/render/site-file";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";

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
  if (existsSync(out) && readFileSync(out, "utf8") !== text && !force) {
    throw new Error(`--out must be a new file, got ${out}, which says something else; name another, or add --force`);
  }
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  console.log(`${out} written`);
}

/** Writes a site's files for those who start its containers themselves. */
export function renderFiles(project: string, site: ObservatoryEnvironment, { out, build, force }: RenderOptions): void {
  const folder = resolve(out ?? `ocs-${site.name}`);
  const toProject = relative(folder, project).replaceAll("\\", "/") || ".";
  const read = (path: string) => {
    const file = join(project, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const files = composeFiles(site, { build, toProject, read });
  const there = Object.keys(files).filter((name) => existsSync(join(folder, name)) && differs(folder, name, files));
  if (there.length > 0 && !force) {
    throw new Error(
      `${out ?? folder} must not have files of these names, got ${there.join(", ")}; name another folder, or add --force`,
    );
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const shown = relative(process.cwd(), folder) || ".";
  console.log(`${Object.keys(files).join(", ")} written to ${shown}`);
}

function differs(folder: string, name: string, files: Readonly<Record<string, string>>): boolean {
  return readFileSync(join(folder, name), "utf8") !== files[name];
}
