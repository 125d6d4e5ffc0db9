import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeEnvironment } from "../../../engine/environment-editor";

/** A file of the project. */
export interface NewFile {
  /** From the project's folder. */
  readonly file: string;
  /** `kept`: it says something else already. */
  readonly result: "written" | "overwritten" | "unchanged" | "kept";
  /** What is to be written. @default - nothing is */
  readonly text?: string;
}

interface Wanted {
  readonly project: string;
  readonly file: string;
  readonly text: string;
  /** Whether another text is overwritten. */
  readonly force: boolean;
}

/** What is to be done about a file that should have a text. */
export function newFile({ project, file, text, force }: Wanted): NewFile {
  const path = join(project, file);
  if (!existsSync(path)) return { file, result: "written", text };
  // Git writes lines as Windows has them.
  if (readFileSync(path, "utf8").replaceAll("\r\n", "\n") === text) return { file, result: "unchanged" };
  return force ? { file, result: "overwritten", text } : { file, result: "kept" };
}

/** Writes what is new in files. */
export function writeFiles(project: string, files: readonly NewFile[]): void {
  for (const { file, result, text } of files) {
    if (text === undefined) continue;
    const path = join(project, file);
    if (result === "overwritten") writeEnvironment(path, file, text);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: "wx" });
    }
  }
}
