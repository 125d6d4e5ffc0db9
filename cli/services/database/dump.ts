import { closeSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { startProcess } from "../../../engine/process";
import { sizeText } from "../../../engine/size-text";
import { isThere, openFile } from "../../out";
import { stampOf } from "./backup/kept-dumps";
import { AS_SUPERUSER, failure, inContainer, type Server } from "./server";
import { contentOf, dumpFile, fed } from "./streams";

/** A dump that is to be written. */
export interface DumpRequest {
  readonly database: string;
  /** @default - `<database>-<time>.dump` in this folder */
  readonly out?: string;
  readonly force?: boolean;
  readonly print: (line: string) => void;
}

/**
 * Dumps a database into a file that only its owner reads. The file has its name only once the dump has been read back to its end.
 *
 * @returns the file
 */
export async function dump(server: Server, { database, out, force = false, print }: DumpRequest): Promise<string> {
  const file = out ?? `${database}-${stampOf(new Date())}.dump`;
  if (isThere("--out", "file", file) && !force) {
    throw new Error(`--out must be a new file, got ${JSON.stringify(file)}; name another, or add --force`);
  }
  const unfinished = `${file}.unfinished`;
  try {
    await writeDump(server, database, unfinished);
    await readBack(server, unfinished);
    renameSync(unfinished, file);
  } finally {
    if (existsSync(unfinished)) rmSync(unfinished);
  }
  print(`${file}: ${database} of postgres.${server.name}, ${sizeText(statSync(file).size)}, read back to its end`);
  return file;
}

/** Dumps a database in custom format into a file that only its owner reads. @param words more options of pg_dump */
export async function writeDump(
  server: Server,
  database: string,
  file: string,
  words: readonly string[] = [],
): Promise<void> {
  rmSync(file, { force: true });
  const output = openFile("--out", file, "wx", 0o600);
  try {
    const command = inContainer(
      server,
      "pg_dump",
      ...AS_SUPERUSER,
      "--format=custom",
      ...words,
      `--dbname=${database}`,
    );
    const child = startProcess(command, { stdio: ["ignore", output, "pipe"] });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const code = await new Promise<number>((done, fail) => {
      child.on("error", fail).on("close", (ended) => done(ended ?? 1));
    });
    if (code !== 0) throw new Error(failure(server, stderr || `pg_dump exited with code ${code}`));
  } finally {
    closeSync(output);
  }
}

/** Reads every row of a dump in custom format; throws where it is cut off or broken. */
export async function readBack(server: Server, path: string): Promise<void> {
  const file = await dumpFile(path);
  const command = inContainer(server, "pg_restore", "--file=/dev/null");
  const { code, stderr } = await fed(command, contentOf(file));
  if (code === 0 && file.format === "custom") return;
  const said = stderr.trim().split("\n").at(-1) || "no dump";
  if (/No such container|is not running/i.test(said)) throw new Error(failure(server, stderr));
  throw broken(path, said);
}

/** The error for a dump that is cut off or broken. */
export function broken(path: string, said: string): Error {
  return new Error(`${path} must be a whole dump, got ${JSON.stringify(said)}; it is cut off or broken`);
}
