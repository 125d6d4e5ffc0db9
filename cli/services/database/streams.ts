import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { startProcess } from "../../../engine/process";

/** The formats of a dump. */
type DumpFormat = "custom" | "plain";

/** A dump on this machine. */
export interface DumpFile {
  readonly path: string;
  readonly isGzip: boolean;
  readonly format: DumpFormat;
  readonly bytes: number;
}

/** How pg_dump's custom format begins. */
const CUSTOM = "PGDMP";
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Longer than the last lines of a plain dump. */
const TAIL = 4096;

/** What a file has, by its first bytes. */
export async function dumpFile(path: string): Promise<DumpFile> {
  const file = await open(path, "r");
  const first = Buffer.alloc(5);
  const { size: bytes } = await file.stat();
  await file.read(first, 0, 5, 0);
  await file.close();
  const isGzip = first.subarray(0, 2).equals(GZIP);
  const begin = isGzip ? await beginOf(path) : first.toString("latin1");
  return { path, isGzip, bytes, format: begin === CUSTOM ? "custom" : "plain" };
}

async function beginOf(path: string): Promise<string> {
  const source = createReadStream(path);
  const text = source.pipe(createGunzip());
  // One that is cut off is found later, when it is read whole.
  const broken = new Promise<string>((done) => text.on("error", () => done("")));
  const read = (async () => {
    for await (const chunk of text) return (chunk as Buffer).subarray(0, 5).toString("latin1");
    return "";
  })().catch(() => "");
  const begin = await Promise.race([read, broken]);
  source.destroy();
  return begin;
}

/** The content of a dump, without its compression. @param onBytes gets how much of the file is read */
export function contentOf({ path, isGzip }: DumpFile, onBytes: (bytes: number) => void = () => {}): Readable {
  let read = 0;
  const source = createReadStream(path).on("data", (chunk) => {
    read += chunk.length;
    onBytes(read);
  });
  if (!isGzip) return source;
  const content = createGunzip();
  source.on("error", (error) => content.destroy(error));
  return source.pipe(content);
}

/** The last lines of a file as it is. */
export async function tailOf({ path, bytes }: Pick<DumpFile, "path" | "bytes">): Promise<string> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, bytes - TAIL));
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Calls `check` at the end of a stream with its last lines. An error that it throws ends the stream. */
export function watchingTail(check: (tail: string) => void): Transform {
  let tail = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      tail = Buffer.from(chunk.length >= TAIL ? chunk.subarray(-TAIL) : Buffer.concat([tail, chunk]).subarray(-TAIL));
      done(null, chunk);
    },
    flush(done) {
      try {
        check(tail.toString("utf8"));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Feeds a program, and waits for its end. @returns exit code and what it complained of */
export async function fed(
  command: readonly string[],
  content: Readable,
  changes: readonly Transform[] = [],
): Promise<{ readonly code: number; readonly stderr: string }> {
  const child = startProcess(command, { stdio: ["pipe", "ignore", "pipe"] });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    // A server complains once for each row.
    if (stderr.length < 10_000) stderr += text;
  });
  const ended = new Promise<number>((done, fail) => {
    child.on("error", fail).on("close", (code) => done(code ?? 1));
  });
  const input = child.stdin as NonNullable<typeof child.stdin>;
  let broken: Error | undefined;
  await pipeline([content, ...changes, input] as [Readable, typeof input]).catch((error: NodeJS.ErrnoException) => {
    // A program that ends early says why by itself.
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_PREMATURE_CLOSE") return;
    broken = error;
    child.kill();
  });
  const code = await ended;
  if (broken !== undefined) throw broken;
  return { code, stderr };
}

/** Changes a stream line by line; a line is bytes, so that no encoding is harmed. */
export function byLine(change: (line: Buffer) => Buffer | undefined): Transform {
  let rest = Buffer.alloc(0);
  const step = (line: Buffer) => change(line);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const out: Buffer[] = [];
      let begin = 0;
      for (let end = all.indexOf(10, begin); end >= 0; end = all.indexOf(10, begin)) {
        const line = step(all.subarray(begin, end + 1));
        if (line !== undefined) out.push(line);
        begin = end + 1;
      }
      rest = Buffer.from(all.subarray(begin));
      done(null, Buffer.concat(out));
    },
    flush(done) {
      const line = rest.length === 0 ? undefined : step(rest);
      done(null, line ?? Buffer.alloc(0));
    },
  });
}
