import { readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { projectPath } from "../../../constructs/shared/read/project-path";
import { programHere } from "../../../engine/program";
import type { Project } from "../../../engine/project";
import { isThere, makeFolder, readText, writeText } from "../../out";
import { optionalWorkspace } from "../../words";

const compose = lazy<typeof import("../../../constructs/observatory/render/compose")>(() =>
  require("../../../constructs/observatory/render/compose"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);

interface RenderOptions {
  readonly out?: string;
  readonly build?: boolean;
  readonly force?: boolean;
}

/** `slipway observatory render`. */
export function renderCommand(project: () => Project): Command {
  return new Command("render")
    .description(
      `Write the site configuration and a compose file, to run the site with a HostManager or without ${programHere().product}`,
    )
    .argument(...optionalWorkspace("name of the site"))
    .option("--out <folder>", "folder to write to (default: ocs-<workspace>)")
    .option("--build", "add build blocks for agents that are built from a folder")
    .option("--force", "overwrite existing files")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory render lab --out ocs-config
  slipway observatory render lab --build

To start the site, run docker compose up -d in the folder.`,
    )
    .action((workspace: string | undefined, options: RenderOptions) =>
      renderFiles(project().folder, workspaces.namedEnvironment(project(), "observatory", workspace), options),
    );
}

/** Writes a site's files for those who start its containers themselves. */
export function renderFiles(
  project: string,
  site: ObservatoryEnvironment,
  { out, build = false, force }: RenderOptions,
): void {
  const folder = resolve(out ?? `ocs-${site.name}`);
  isThere("--out", "folder", out ?? folder);
  const toProject = relative(folder, project).replaceAll("\\", "/") || ".";
  const read = (path: string) => {
    const file = projectPath(path, project);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
  };
  const files = compose.composeFiles(site, { build, toProject, read });
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
