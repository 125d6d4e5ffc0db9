import { quotedWord as word } from "../../shared/shell-word";
import { CURRENT, FOLDER, FOLDERS, HEADER, LIVE } from "../render/driver";
import type { Probe, Told } from "./told";

/** Scripts for the shell of a front's container, whatever proxy is in it. */

const SAY = `say() { printf '%s\\n' "$*" >&2; }`;

/** Prints the status of an answer, 000 for none. */
const STATUS = `status() {
  if command -v curl >/dev/null 2>&1; then
    curl -gsk -o /dev/null -w '%{http_code}' --max-time "$4" -H "Host: $2" -H "${HEADER}: $3" "$1" || true
  else
    answer=$(wget -S -q -O /dev/null -T "$4" --no-check-certificate --header "Host: $2" --header "${HEADER}: $3" "$1" 2>&1 | sed -n 's|^ *HTTP/[0-9.]* \\([0-9]*\\).*|\\1|p' | head -n 1)
    printf %s "\${answer:-000}"
  fi
}`;

/** Asks once, and prints the status. */
export function probeScript(probe: Probe, timeoutSeconds: number): string {
  return script(STATUS, status(probe, timeoutSeconds));
}

function status({ url, host, service }: Probe, timeoutSeconds: number): string {
  return `status ${word(url)} ${word(host)} ${word(service)} ${timeoutSeconds}`;
}

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

/**
 * Makes a change whole or not at all: a copy is tried first; then the files are exchanged, each in one step; what the proxy
 * does not take, or what does not answer then, goes back.
 */
export function changeScript({ driver }: Told, { files, words = {}, keys = {}, keep, probe }: Change): string {
  const both = { ...files, ...words };
  const [keyPaths, paths] = [Object.keys(keys), Object.keys(both)];
  const all = [...keyPaths, ...paths];
  return script(
    STATUS,
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
    `mkdir -p ${FOLDERS.join(" ")} ${LIVE} ${CURRENT} 2>"$try/.said" || full`,
    ...Object.entries(keys).flatMap(([path, text]) => written(`${path}.new`, text)),
    ...keyPaths.map((path) => `chmod 600 ${word(`${path}.new`)}`),
    ...keyPaths.map(secondName),
    back(keyPaths, all),
    ...keyPaths.map(exchanged),
    `cp -R . "$try/" 2>"$try/.said" || full`,
    ...Object.entries(both).flatMap(([path, text]) => written(path, text, '"$try"/')),
    ...(keep === undefined ? [] : [tidy('"$try"', keep, 'rm -f "$path"')]),
    // A reload that changes nothing is none; a key is read with one.
    `changed=${keyPaths.length > 0 ? "yes" : ""}$([ ! -e ${UNLOADED} ] || echo yes; for path in ${Object.keys(files).map(word).join(" ")}; do cmp -s "$path" "$try/$path" || echo yes; done; for path in $(find ${FOLDERS.join(" ")} -type f); do [ -e "$try/$path" ] || echo yes; done)`,
    `check "$try" >"$try/.said" 2>&1 || refused`,
    ...Object.entries(both).flatMap(([path, text]) => written(`${path}.new`, text)),
    ...paths.map(secondName),
    back(all, all, `[ ! -d "$try/.aside" ] || cp -R "$try/.aside/." .; reload || true; `),
    `[ -z "$changed" ] || : >${UNLOADED}`,
    ...paths.map(exchanged),
    ...(keep === undefined ? [] : [tidy(".", keep, ASIDE)]),
    "reload || refused",
    ...(probe === undefined ? [] : answers(probe)),
    `for path in ${all.map(word).join(" ")}; do rm -f "$path.old"; done`,
    "exit 0",
  );
}

/** One change at a time. */
function alone(): string[] {
  const said = "another change of the routes must end, got one that takes two minutes";
  return [
    "exec 9>.lock || exit 1",
    `waited=0; until flock -n 9; do waited=$((waited + 1)); [ "$waited" -lt 600 ] || { say "${said}"; exit ${REFUSED}; }; sleep 0.2; done`,
  ];
}

/** Says what takes the change back from here on. */
function back(exchanged: readonly string[], written: readonly string[], more = ""): string {
  const old = `if [ -e "$path.old" ]; then mv -f "$path.old" "$path"; else rm -f "$path"; fi`;
  const restored = `for path in ${exchanged.map(word).join(" ")}; do ${old}; done`;
  const removed = `for path in ${written.map(word).join(" ")}; do rm -f "$path.new"; done`;
  return `back() { ${restored}; ${removed}; ${more}exit ${REFUSED}; }`;
}

function written(path: string, text: string, folder = ""): string[] {
  return [...here(`put ${folder}${word(path)} 2>"$try/.said"`, text), `[ "$?" = 0 ] || full`];
}

/** A second name of the old file needs no room. */
function secondName(path: string): string {
  const old = word(`${path}.old`);
  return `rm -f ${old}; [ ! -e ${word(path)} ] || ln ${word(path)} ${old} 2>"$try/.said" || full`;
}

function exchanged(path: string): string {
  return `mv -f ${word(`${path}.new`)} ${word(path)} 2>"$try/.said" || full`;
}

function answers({ probe, timeoutSeconds }: NonNullable<Change["probe"]>): string[] {
  return [
    `answer=000; for turn in 1 2 3 4 5; do answer=$(${status(probe, timeoutSeconds)}); case "$answer" in 2??|3??) break;; esac; sleep 0.5; done`,
    `case "$answer" in 2??|3??) ;; *) say "the front must reach it, got the status $answer from "${word(probe.url)}; back;; esac`,
  ];
}

/** Waits until no request is on its way to an address; prints how many are left. */
export function drainScript({ driver }: Told, address: string, seconds: number): string {
  return script(
    `left() { ${driver.inFlight}; }`,
    `waited=0; while [ "$waited" -lt ${seconds * 2} ]; do count=$(left ${word(address)}); [ "\${count:-0}" = 0 ] && break; waited=$((waited + 1)); sleep 0.5; done`,
    `printf %s "\${count:-0}"`,
  );
}

/** Where a file goes that may have to come back. */
const ASIDE = `mkdir -p "$try/.aside/\${path%/*}" && mv "$path" "$try/.aside/$path"`;

/** Takes away the files of services that are no longer there. */
function tidy(folder: string, keep: readonly string[], away: string): string {
  const kept = keep.map(word).join("|");
  return `( cd ${folder} && find ${FOLDERS.join(" ")} ${LIVE} ${CURRENT} -type f 2>/dev/null | while read -r path; do case "$path" in ${kept || "''"}) ;; *) ${away};; esac; done )`;
}

/** Hands a text to a command as its input. */
function here(command: string, text: string): string[] {
  return [
    `${command} <<'END_OF_FILE'`,
    Buffer.from(text)
      .toString("base64")
      .replace(/(.{76})/g, "$1\n"),
    "END_OF_FILE",
  ];
}

function script(...parts: readonly string[]): string {
  // In braces, so that the shell has read it whole before it begins: a connection that ends leaves nothing half done.
  return `{\n${[SAY, ...parts].join("\n")}\n}\n`;
}
