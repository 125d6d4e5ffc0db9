import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";

/** Larger ones are read in pieces: Node holds 2 GiB at once. */
const LARGE = 16 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** The MD5 of a file, whatever its size. */
export function md5Of(path: string): string {
  const hash = createHash("md5");
  if (statSync(path).size <= LARGE) return hash.update(readFileSync(path)).digest("hex");
  withOpenFile(path, (file) => {
    for (let at = 0; ; ) {
      const piece = readAt(file, at, PIECE);
      if (piece.length === 0) return;
      hash.update(piece);
      at += piece.length;
    }
  });
  return hash.digest("hex");
}

/** Some bytes of an open file; fewer where it ends. */
export function readAt(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, buffer, read, length - read, at + read);
    if (more === 0) break;
    read += more;
  }
  return buffer.subarray(0, read);
}

/** Opens a file to read from, and closes it whatever happens. */
export function withOpenFile(path: string, work: (file: number) => void): void {
  const file = openSync(path, "r");
  try {
    work(file);
  } finally {
    closeSync(file);
  }
}
