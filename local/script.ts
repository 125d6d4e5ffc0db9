import { commandOf, scriptOf } from "../constructs/pipelines/workflow/render/script";
import type { PipelineSettings } from "./workflow";

/** What the command reads as its input. */
export function stdinOf(settings: PipelineSettings): string | undefined {
  return settings.script === undefined ? undefined : `${scriptOf(settings).join("\n")}\n`;
}

/** What of a pipeline a step can see: with the files, its output follows from it. */
export function specificationOf(settings: PipelineSettings): unknown {
  const { image, environment = {}, secrets = [], user, workingDirectory, acceptReturnCodes = [] } = settings;
  return [
    image,
    commandOf(settings),
    stdinOf(settings),
    Object.entries(environment).sort(),
    secrets,
    user,
    workingDirectory,
    acceptReturnCodes,
  ];
}

/**
 * Writes a path of the container as one of this machine, where it stands as a path of its own: `/pfs/out`, `@/pfs/x`,
 * but not `/mnt/pfs/x`.
 */
export function withPath(text: string, path: string, folder: string): string {
  const clean = path.length > 1 ? path.replace(/\/+$/, "") : path;
  const literal = clean.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w.}/-])${literal}(?![\\w.-])`, "g"), () => folder);
}
