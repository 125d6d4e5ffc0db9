import { FOLDER, HEADER } from "../render/driver";
import type { Probe, Told } from "./told";

/** Scripts for the shell of a front's container, whatever proxy is in it. */

const SAY = `say() { printf '%s\\n' "$*" >&2; }`;

/** Prints the status of an answer, 000 for none. */
const STATUS = `status() {
  if command -v curl >/dev/null 2>&1; then
    curl -sk -o /dev/null -w '%{http_code}' --max-time "$4" -H "Host: $2" -H "${HEADER}: $3" "$1" || true
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

/** The exit code of a change after which all is as it was. */
export const REFUSED = 3;

/**
 * Makes a change whole or not at all: a copy is tried first; then the files are exchanged, each in one step; what the proxy
 * does not take, or what does not answer then, goes back.
 */
export function changeScript({ driver }: Told, { files, words = {}, keys = {}, keep, probe }: Change): string {
  const all = { ...files, ...words };
  const paths = Object.keys(all);
  const each = paths.map(word).join(" ");
  return script(
    STATUS,
    "set -u",
    `cd ${FOLDER} || exit 1`,
    "exec 9>.lock || exit 1",
    'waited=0; until flock -n 9; do waited=$((waited + 1)); [ "$waited" -lt 600 ] || { say "another change of the routes must end, got one that takes two minutes"; exit 1; }; sleep 0.2; done',
    "try=$(mktemp -d) || exit 1",
    `trap 'rm -rf "$try"' EXIT`,
    `put() { mkdir -p "$(dirname "$1")" && base64 -d >"$1"; }`,
    `reload() { [ -z "$changed" ] || { ${driver.reload}; } >"$try/.said" 2>&1; }`,
    `full() { say "the route's file must be written, got:"; cat "$try/.said" >&2; rm -f ${paths.map((path) => word(`${path}.new`)).join(" ")}; exit ${REFUSED}; }`,
    ...Object.entries(keys).flatMap(([path, text]) => [
      ...here(`put ${word(`${path}.new`)}`, text),
      `chmod 600 ${word(`${path}.new`)} && mv ${word(`${path}.new`)} ${word(path)} || exit 1`,
    ]),
    `mkdir -p live routes inner/0 inner/1 current 2>"$try/.said" || full`,
    `cp -R . "$try/" 2>"$try/.said" || full`,
    ...Object.entries(all).flatMap(([path, text]) => [
      ...here(`put "$try"/${word(path)} 2>"$try/.said"`, text),
      `[ "$?" = 0 ] || full`,
    ]),
    ...(keep === undefined ? [] : [tidy('"$try"', keep)]),
    // A reload that changes nothing is none.
    `changed=$(for path in ${Object.keys(files).map(word).join(" ")}; do cmp -s "$path" "$try/$path" || echo yes; done${keep === undefined ? "" : `; for path in $(find routes inner -type f); do [ -e "$try/$path" ] || echo yes; done`})`,
    `check() { ${driver.check}; }`,
    `check "$try" >"$try/.said" 2>&1 || { say "the proxy must take the new routes, got:"; tail -n 3 "$try/.said" >&2; exit ${REFUSED}; }`,
    ...Object.entries(all).flatMap(([path, text]) => [
      ...here(`put ${word(`${path}.new`)} 2>"$try/.said"`, text),
      `[ "$?" = 0 ] || full`,
    ]),
    // A second name of the old file needs no room.
    ...paths.flatMap((path) => [
      `rm -f ${word(`${path}.old`)}; [ ! -e ${word(path)} ] || ln ${word(path)} ${word(`${path}.old`)} 2>"$try/.said" || full`,
    ]),
    `back() { for path in ${each}; do if [ -e "$path.old" ]; then mv "$path.old" "$path"; else rm -f "$path"; fi; done; reload || true; exit ${REFUSED}; }`,
    ...paths.map((path) => `mv ${word(`${path}.new`)} ${word(path)} 2>"$try/.said" || back`),
    ...(keep === undefined ? [] : [tidy(".", keep)]),
    `reload || { say "the proxy must take the new routes, got:"; tail -n 3 "$try/.said" >&2; back; }`,
    ...(probe === undefined
      ? []
      : [
          `answer=000; for turn in 1 2 3 4 5; do answer=$(${status(probe.probe, probe.timeoutSeconds)}); case "$answer" in 2??|3??) break;; esac; sleep 0.5; done`,
          `case "$answer" in 2??|3??) ;; *) say "the front must reach it, got the status $answer from ${probe.probe.url}"; back;; esac`,
        ]),
    `for path in ${each}; do rm -f "$path.old"; done`,
    "exit 0",
  );
}

/** Waits until no request is on its way to an address; prints how many are left. */
export function drainScript({ driver }: Told, address: string, seconds: number): string {
  return script(
    `left() { ${driver.inFlight}; }`,
    `waited=0; while [ "$waited" -lt ${seconds * 2} ]; do count=$(left ${word(address)}); [ "\${count:-0}" = 0 ] && break; waited=$((waited + 1)); sleep 0.5; done`,
    `printf %s "\${count:-0}"`,
  );
}

/** Takes away the files of services that are no longer there. */
function tidy(folder: string, keep: readonly string[]): string {
  const kept = keep.map((path) => `./${path}`).join("|");
  return `( cd ${folder} && find live routes inner current -type f 2>/dev/null | while read -r path; do case "./$path" in ${kept || "./-"}) ;; *) rm -f "$path";; esac; done )`;
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

function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
