import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

/** Shared by all hashes, so that thousands of files do not allocate thousands of buffers. */
const PIECE = Buffer.allocUnsafeSlow(1024 * 1024);

/** The MD5 of a file, whatever its size. */
export function md5Of(path: string): string {
  const hash = createHash("md5");
  withOpenFile(path, (file) => {
    for (let at = 0; ; ) {
      const read = readSync(file, PIECE, 0, PIECE.length, at);
      if (read === 0) return;
      hash.update(PIECE.subarray(0, read));
      at += read;
    }
  });
  return hash.digest("hex");
}

/** Some bytes of an open file; fewer if it ends before. */
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
export function withOpenFile<T>(path: string, work: (file: number) => T): T {
  const file = openSync(path, "r");
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}
