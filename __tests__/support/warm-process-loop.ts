import { renameSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve, sep } from "node:path";
import { exitCodeOf } from "../../cli/not-approved";
import { program } from "../../cli/program";

/** What is asked of the warm process. */
export interface Request {
  readonly program: "slipway" | "app";
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that the exit code is written to. */
  readonly reply: string;
}

/** What `warm-app.cjs` asks, as JSON. */
interface AppRequest {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What it is told, as JSON. */
interface AppEnded {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = resolve(__dirname, "../..");
const { version } = require("../../package.json") as { readonly version: string };
const { exit } = process;
/** What stays loaded: the checkout's sources and packages, but no test's project, and no environment. */
const isKept = (file: string) =>
  file.startsWith(ROOT + sep) &&
  !file.startsWith(join(ROOT, ".sandbox")) &&
  !/^environments.[a-z]+./.test(file.slice(ROOT.length + 1));

/** Ends what runs, in the place of the process. */
class Exit extends Error {}

let fail: (error: unknown) => void = () => {};
process.exit = (code) => {
  if (code !== undefined) process.exitCode = code ?? undefined;
  throw new Exit();
};
// A callback may end the process too.
process.on("uncaughtException", (error) => fail(error));

async function run({ program: name, args, cwd, env }: Request): Promise<number> {
  enter(cwd, env);
  process.exitCode = undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  try {
    if (name === "app") require(join(cwd, "main.ts"));
    else await Promise.race([failed, program(version, cwd).parseAsync(args, { from: "user" })]);
    // What it has begun to print ends it then.
    await Promise.race([failed, new Promise(setImmediate)]);
  } catch (error) {
    endBy(error);
  }
  const status = Number(process.exitCode ?? 0);
  // The project may be removed before the next program comes.
  process.chdir(ROOT);
  return status;
}

/** What has ended a program is its exit, or an error that nobody caught. */
function endBy(error: unknown): void {
  if (error instanceof Exit) return;
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = exitCodeOf(error);
}

/** Runs a project's app for a command that waits for it, perhaps in this process; nothing else happens meanwhile. */
function runApp({ cwd, env }: AppRequest): AppEnded {
  const before = { cwd: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  const { stdout, stderr } = process;
  const said = { stdout: [] as unknown[], stderr: [] as unknown[] };
  const writers = [stdout.write, stderr.write] as const;
  stdout.write = (text: unknown) => said.stdout.push(text) > 0;
  stderr.write = (text: unknown) => said.stderr.push(text) > 0;
  try {
    enter(cwd, env);
    process.exitCode = undefined;
    require(join(cwd, "main.ts"));
  } catch (error) {
    endBy(error);
  } finally {
    [stdout.write, stderr.write] = writers;
  }
  const status = Number(process.exitCode ?? 0);
  enter(before.cwd, before.env);
  process.exitCode = before.exitCode;
  return { status, stdout: said.stdout.join(""), stderr: said.stderr.join("") };
}

/** Goes to another project, and reads its files again. */
function enter(folder: string, environment: NodeJS.ProcessEnv): void {
  process.chdir(folder);
  for (const variable of Object.keys(process.env)) delete process.env[variable];
  Object.assign(process.env, environment);
  forget();
}

/** Reads the next project's files again, also those of a path that another has had. */
function forget(): void {
  for (const file of Object.keys(require.cache)) if (!isKept(file)) delete require.cache[file];
  (Module as unknown as { _pathCache: object })._pathCache = Object.create(null);
}

const [, , socket = ""] = process.argv;
createServer({ allowHalfOpen: true }, (client) => {
  let text = "";
  client.setEncoding("utf8").on("error", () => {});
  client.on("data", (more) => {
    text += more;
  });
  client.on("end", () => {
    try {
      client.end(JSON.stringify(runApp(JSON.parse(text))));
    } catch (error) {
      // Or it would wait for ever.
      client.end(JSON.stringify({ status: 1, stdout: "", stderr: String(error) } satisfies AppEnded));
    }
  });
})
  // Then warm-app.cjs finds nobody, and runs the app itself.
  .on("error", () => {})
  .listen(socket);

process.on("disconnect", () => {
  rmSync(dirname(socket), { recursive: true, force: true });
  exit.call(process);
});
process.on("message", async (request: Request) => {
  const status = await run(request);
  writeFileSync(`${request.reply}.new`, String(status));
  renameSync(`${request.reply}.new`, request.reply);
});
