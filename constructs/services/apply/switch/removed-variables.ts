import { quotedWord } from "../../../shared/render/shell-word";
import { FOLDER, LOADED_FOLDERS } from "../../render/driver";
import { keep } from "../../render/kept";
import { here, script } from "../../render/shell";
import { withValues } from "../../render/written-variables";
import type { Engine, Inspected } from "../engine";
import type { ToldHandover } from "../told";
import { stopped } from "./serving";

/** Prints the path of each file that the proxy loads, and its text in base64. */
const LOADED = `for path in *.caddy $(find ${LOADED_FOLDERS.join(" ")} -type f ! -name '*.new' ! -name '*.old' 2>/dev/null); do [ ! -f "$path" ] || printf '%s %s\\n' "$path" "$(base64 <"$path" | tr -d '\\n')"; done`;

/**
 * The next front begins with the routes of the old one, which may name variables that it no longer has. Their values are written into
 * those routes, until this deployment replaces them: the file no longer names such a variable.
 */
export async function writeRemovedVariables(
  engine: Engine,
  { front, variables = [] }: ToldHandover,
  old: Inspected,
): Promise<void> {
  const own = (await engine.ownVariables(old)).map((each): [string, string] => {
    const end = each.indexOf("=");
    return [each.slice(0, end), each.slice(end + 1)];
  });
  const removed = Object.fromEntries(own.filter(([name]) => !variables.includes(name)));
  const read = await engine.runAtFiles(old.Id, script(`cd ${FOLDER} || exit 1`, LOADED, "exit 0"));
  if (read.code !== 0) throw new Error(stopped(front, read.stderr));
  const changed = read.stdout.split("\n").flatMap((line) => {
    const [path = "", base64 = ""] = line.split(" ");
    const text = Buffer.from(base64, "base64").toString("utf8");
    const written = withValues(text, removed);
    return written === text ? [] : [[path, written] as const];
  });
  if (changed.length === 0) return;
  const { code, stderr } = await engine.runAtFiles(old.Id, writing(changed));
  if (code !== 0) throw new Error(stopped(front, stderr));
}

function writing(files: readonly (readonly [string, string])[]): string {
  return script(
    `cd ${FOLDER} || exit 1`,
    "umask 077",
    ...files.flatMap(([path, text]) => {
      const next = quotedWord(`${path}.new`);
      return [...here(`base64 -d >${next}`, text), `[ "$?" = 0 ] && mv -f ${next} ${quotedWord(path)} || exit 1`];
    }),
    // They are the front's own, not somebody's.
    keep,
    "exit 0",
  );
}
