import { closeSync, openSync, readSync, statSync } from "node:fs";

/** The account that the last server kept on disk; its file begins with a line of JSON. */
export function keptAccount(file: string): { id: string; bytes: number; saved: Date } | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const start = Buffer.alloc(1_024);
  const handle = openSync(file, "r");
  try {
    readSync(handle, start, 0, start.length, 0);
    const { account } = JSON.parse(start.toString("utf8").split("\n")[0] ?? "") as { account?: unknown };
    return typeof account === "string" ? { id: account, bytes: found.size, saved: found.mtime } : undefined;
  } catch {
    // Damaged: the server moves it aside when it starts.
    return undefined;
  } finally {
    closeSync(handle);
  }
}
