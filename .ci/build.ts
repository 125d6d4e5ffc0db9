// The compiled code, compiled again when something has changed since.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");
const SETTINGS = "tsconfig.build.json";
const COMPILED = join(ROOT, "dist", "app", "index.js");

/** Compiles unless the compiled code is newer than all that it is made of. */
export function build(): void {
  if (existsSync(COMPILED) && changedAt(COMPILED) > Math.max(...sources().map(changedAt))) return;
  const { status } = spawnSync("npm run --silent build", { cwd: ROOT, stdio: "inherit", shell: true });
  if (status !== 0) throw new Error("npm run build must end with 0; correct what it says");
}

function sources(): string[] {
  const { include } = JSON.parse(readFileSync(join(ROOT, SETTINGS), "utf8")) as { readonly include: readonly string[] };
  const places = [SETTINGS, "tsconfig.json", "package.json", ...include].map((place) => join(ROOT, place));
  return places.flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, encoding: "utf8" }).map((entry) => join(place, entry))
      : [place],
  );
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs;
}
