import { renameSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join, resolve, sep } from "node:path";
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
  process.chdir(cwd);
  for (const variable of Object.keys(process.env)) delete process.env[variable];
  Object.assign(process.env, env);
  process.exitCode = undefined;
  forget();
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  try {
    if (name === "app") require(join(cwd, "main.ts"));
    else await Promise.race([failed, program(version, cwd).parseAsync(args, { from: "user" })]);
    // What it has begun to print ends it then.
    await Promise.race([failed, new Promise(setImmediate)]);
  } catch (error) {
    if (!(error instanceof Exit)) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
  return Number(process.exitCode ?? 0);
}

/** Reads the next project's files anew, also those of a path that another has had. */
function forget(): void {
  for (const file of Object.keys(require.cache)) if (!isKept(file)) delete require.cache[file];
  (Module as unknown as { _pathCache: object })._pathCache = Object.create(null);
}

process.on("disconnect", () => exit.call(process));
process.on("message", async (request: Request) => {
  const status = await run(request);
  writeFileSync(`${request.reply}.new`, String(status));
  renameSync(`${request.reply}.new`, request.reply);
});
