import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { COMPLETED } from "../../constructs/pipelines/database/render/dump-scripts";
import { NAMING } from "../../constructs/pipelines/database/render/restore-scripts";
import { shown } from "../../constructs/shared/shown";
import { openFile, readText } from "../out";

/** By its name. */
export function isPacked(file: string): boolean {
  return file.endsWith(".gz");
}

/** Reads a file of a dump through, which must be whole; returns the databases that it names. */
export async function databasesInDump(file: string, { packed }: { readonly packed: boolean }): Promise<string[]> {
  const hash = createHash("sha256");
  const lines = new Lines();
  const source = createReadStream(file, { fd: openFile("<file>", file, "r") });
  source.on("data", (chunk) => hash.update(chunk));
  try {
    await pipeline(source, packed ? createGunzip() : new PassThrough(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) lines.take(chunk);
    });
  } catch (error) {
    const advice = "it must be packed by gzip to its end, as its name says: take another one";
    throw new Error(`<file> must be a whole dump, got ${shown(file)}: ${(error as Error).message}; ${advice}`);
  }
  checkSum(file, hash.digest("hex"));
  if (!lines.last.startsWith(COMPLETED)) {
    const rule = `<file> must be a whole dump, whose last line begins with "${COMPLETED}"`;
    throw new Error(`${rule}, got ${shown(file)}, which ends with ${shown(lines.last)}; take another one`);
  }
  return [...lines.named].sort();
}

/** A checksum beside it says how it was written. */
function checkSum(file: string, found: string): void {
  const beside = `${file}.sha256`;
  if (!existsSync(beside)) return;
  const wanted = readText("<file>.sha256", beside).slice(0, 64);
  if (wanted === found) return;
  throw new Error(`<file> must be as it was written, got another checksum than ${shown(beside)} has; fetch it again`);
}

const NAMES_DATABASE = NAMING.map(({ pattern, group }) => ({ expression: new RegExp(pattern, "i"), group }));
/** A row may have many millions of letters; what begins a line is enough. */
const LONGEST = 400;
const NEW_LINE = 10;

/** The beginnings of the lines of a dump. */
class Lines {
  readonly named = new Set<string>();
  last = "";
  private line = "";

  take(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(NEW_LINE, from);
      const to = end === -1 ? chunk.length : end;
      this.line += chunk.toString("latin1", from, Math.min(to, from + LONGEST - this.line.length));
      this.last = this.line;
      if (end === -1) return;
      this.end();
      from = end + 1;
    }
  }

  private end(): void {
    for (const { expression, group } of NAMES_DATABASE) {
      const name = expression.exec(this.line)?.[group];
      if (name !== undefined) this.named.add(name.replaceAll("`", ""));
    }
    this.line = "";
  }
}
