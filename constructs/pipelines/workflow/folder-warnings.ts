import { didYouMean } from "../../shared/did-you-mean";
import { folderOf } from "./render/dag";
import { isCron, isRepository, leavesOf } from "./render/inputs";
import type { PipelineSettings, WorkflowSettings } from "./settings";

/** Beside the inputs: what is written. */
const OUTPUT = "out";
/** A folder below `/pfs`: not below another path that ends so, not a name that a variable or a pattern goes on with. */
const FOLDER = /(?<![\w.}/~*-])\/pfs\/+([A-Za-z0-9_][\w.-]*)(?!["']?[\w.${`*?[\\-])/g;

/** What a pipeline's program names below `/pfs`, where none of its inputs is. */
export function folderWarnings(workflow: WorkflowSettings, name: string, pipeline: PipelineSettings): string[] {
  const folders = leavesOf(pipeline.input).flatMap(({ input }) => {
    if (isRepository(input)) return [folderOf(workflow, input)];
    return isCron(input) ? [input.cron.name] : [];
  });
  const texts = textsOf(pipeline);
  const named = texts.flatMap((text) => [...text.matchAll(FOLDER)].map(([, folder = ""]) => folder));
  const strange = [...new Set(named.map((folder) => folder.replace(/\.+$/, "")))]
    .filter((folder) => folder !== OUTPUT && !folders.includes(folder))
    .filter((folder) => !texts.some((text) => isMadeIn(text, folder)));
  return strange.map(
    (folder) =>
      `pipelines.${name}: names /pfs/${folder}, and no input is there; ${didYouMean(folder, [...folders, OUTPUT]) ?? adviceFor(folders)}`,
  );
}

/** All that the program is told; notes are for people. */
function textsOf({ command = [], script = [], environment = {} }: PipelineSettings): string[] {
  return [...command, ...script.filter((line) => !/^\s*#/.test(line)), ...Object.values(environment)];
}

/** Whether the program makes the folder itself. */
function isMadeIn(text: string, folder: string): boolean {
  return text.split(/[;&|]/).some((command) => /\b(mkdir|ln)\b/.test(command) && command.includes(`/pfs/${folder}`));
}

function adviceFor(folders: readonly string[]): string {
  if (folders.length === 0) return "it reads nothing";
  return `it finds ${folders.map((folder) => `/pfs/${folder}`).join(", ")}: correct it, or name an input so with as`;
}
