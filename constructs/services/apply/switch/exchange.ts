import { readFileSync } from "node:fs";
import { projectPath } from "../../../shared/read/project-path";
import { quotedWord } from "../../../shared/render/shell-word";
import { DEAF, FOLDER, FOLDERS, LOADED_FOLDERS, type Probe } from "../../render/driver";
import { keep as keepFiles, putBack } from "../../render/kept";
import { here, script } from "../../render/shell";
import { SUMS, withoutForeign } from "../../render/sums";
import type { Told } from "../told";
import { FUNCTIONS, status } from "./probe";
import { changed } from "./revival";
import { stopped } from "./serving";
import { tidiedCopy, tidiedRoutes, tidiedWords, UNTIDIED } from "./tidy";

/** A change of the front's files. */
export interface Change {
  /** Texts by their paths below the front's folder, which the proxy reads when it is reloaded. */
  readonly files: Readonly<Record<string, string>>;
  /** Texts by their paths below the front's folder, which the proxy reads with each request. @default - none */
  readonly words?: Readonly<Record<string, string>>;
  /** Texts by absolute paths, there before the files that name them. */
  readonly keys?: Readonly<Record<string, string>>;
  /** What goes, unless it is named here; nothing goes when it is left out. */
  readonly keep?: readonly string[];
  /** What the front must answer then, or all is as it was. */
  readonly probe?: { readonly probe: Probe; readonly timeoutSeconds: number };
}

/** Is there while the files may be others than those that the proxy has taken: also when a change was cut off. */
const UNLOADED = ".unloaded";

/** The exit code of a change after which all is as it was. */
export const REFUSED = 3;

/** Makes a change of a front whole, or says why all is as it was. */
export async function exchange(told: Told, wanted: Change): Promise<void> {
  const { probe: _, ...unasked } = wanted;
  const { code, stderr } = await changed(told, (to, isLoaded) => changeScript(to, isLoaded ? wanted : unasked));
  if (code === 0) return;
  if (code === REFUSED) throw new Error(`${stderr.trim()}\n${told.front}: all is as it was; mend it, and deploy again`);
  throw new Error(stopped(told.front, stderr));
}

/** Files of the project, read where the stack's folder is. */
export function textsOf(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, readFileSync(projectPath(file), "utf8")]),
  );
}

/**
 * Makes a change whole or not at all: a copy is tried first; then the files are exchanged, each in one step; what the proxy
 * does not take, or what does not answer then, goes back.
 */
export function changeScript({ driver }: Told, { files, words = {}, keys = {}, keep, probe }: Change): string {
  const both = { ...files, ...words };
  const [keyPaths, paths] = [Object.keys(keys), Object.keys(both)];
  const all = [...keyPaths, ...paths];
  return script(
    FUNCTIONS,
    "set -u",
    "changed=",
    `cd ${FOLDER} || exit 1`,
    ...alone(),
    "try=$(mktemp -d) || exit 1",
    `trap 'rm -rf "$try"' EXIT`,
    `put() { mkdir -p "$(dirname "$1")" && base64 -d >"$1"; }`,
    `reload() { [ -z "$changed" ] || { { ${driver.reload}; } >"$try/.said" 2>&1 && rm -f ${UNLOADED}; }; }`,
    `check() { ${driver.check}; }`,
    `refused() { say "the proxy must take the new routes, got:"; tail -n 3 "$try/.said" >&2; back; }`,
    // Where there is no room, there is none for the reason either.
    `full() { say "the route's file must be written, got:"; if [ -s "$try/.said" ]; then cat "$try/.said" >&2; else say "no space left on device: $(df -P . | tail -n 1)"; fi; back; }`,
    back([], all),
    withoutForeign(paths),
    `again=$(${putBack})`,
    `mkdir -p ${FOLDERS.join(" ")} 2>"$try/.said" || full`,
    ...Object.entries(keys).flatMap(([path, text]) => written(`${path}.new`, text)),
    ...keyPaths.map((path) => `chmod 600 ${quotedWord(`${path}.new`)}`),
    ...keyPaths.map(secondName),
    back(keyPaths, all),
    ...keyPaths.map(exchanged),
    `cp -R . "$try/" 2>"$try/.said" || full`,
    ...Object.entries(both).flatMap(([path, text]) => written(path, text, '"$try"/')),
    ...(keep === undefined ? [] : [tidiedCopy('"$try"', keep)]),
    // A reload that changes nothing is none; a key is read with one.
    `changed=${keyPaths.length > 0 ? "yes" : ""}$again$([ ! -e ${UNLOADED} ] || echo yes; for path in ${Object.keys(files).map(quotedWord).join(" ")}; do cmp -s "$path" "$try/$path" || echo yes; done; for path in $(find ${LOADED_FOLDERS.join(" ")} -type f); do [ -e "$try/$path" ] || echo yes; done)`,
    `check "$try" >"$try/.said" 2>&1 || refused`,
    ...Object.entries(both).flatMap(([path, text]) => written(`${path}.new`, text)),
    ...paths.map(secondName),
    back(all, all, `${UNTIDIED}; reload || true; `),
    `[ -z "$changed" ] || : >${UNLOADED}`,
    ...paths.map(exchanged),
    ...(keep === undefined ? [] : [tidiedRoutes(keep)]),
    // New files that a deaf proxy has not taken stay: it begins with them.
    `reload || { [ $? != ${DEAF} ] || exit ${DEAF}; refused; }`,
    ...(probe === undefined ? [] : answers(probe)),
    // A request that the old routes have just got still reads by them.
    ...(keep === undefined ? [] : ['[ -z "$changed" ] || sleep 1', tidiedWords(keep)]),
    `for path in ${all.map(quotedWord).join(" ")}; do rm -f "$path.old"; done`,
    keepFiles,
    "exit 0",
  );
}

/** One change at a time. */
function alone(): string[] {
  const said = "another change of the routes must end, got one that takes two minutes";
  return [
    // In the place of a file of ours, a folder would be in the way for ever.
    `for own in .lock ${UNLOADED} ${SUMS}; do [ ! -d "$own" ] || rm -rf "$own"; done`,
    "exec 9>.lock || exit 1",
    `waited=0; until flock -n 9; do waited=$((waited + 1)); [ "$waited" -lt 600 ] || { say "${said}"; exit ${REFUSED}; }; sleep 0.2; done`,
  ];
}

/** Says what takes the change back from here on. */
function back(exchanged: readonly string[], written: readonly string[], more = ""): string {
  const old = `if [ -e "$path.old" ]; then mv -f "$path.old" "$path"; else rm -f "$path"; fi`;
  const restored = `for path in ${exchanged.map(quotedWord).join(" ")}; do ${old}; done`;
  const removed = `for path in ${written.map(quotedWord).join(" ")}; do rm -f "$path.new"; done`;
  return `back() { ${restored}; ${removed}; ${more}exit ${REFUSED}; }`;
}

function written(path: string, text: string, folder = ""): string[] {
  return [...here(`put ${folder}${quotedWord(path)} 2>"$try/.said"`, text), `[ "$?" = 0 ] || full`];
}

/** A second name of the old file needs no room. */
function secondName(path: string): string {
  const old = quotedWord(`${path}.old`);
  return `rm -f ${old}; [ ! -e ${quotedWord(path)} ] || ln ${quotedWord(path)} ${old} 2>"$try/.said" || full`;
}

function exchanged(path: string): string {
  return `mv -f ${quotedWord(`${path}.new`)} ${quotedWord(path)} 2>"$try/.said" || full`;
}

function answers({ probe, timeoutSeconds }: NonNullable<Change["probe"]>): string[] {
  return [
    `answer=000; for turn in 1 2 3 4 5; do answer=$(${status(probe, timeoutSeconds)}); case "$answer" in 2??|3??) break;; esac; sleep 0.5; done`,
    `case "$answer" in 2??|3??) ;; *) say "the front must reach it, got the status $answer from "${quotedWord(probe.url)}; back;; esac`,
  ];
}
