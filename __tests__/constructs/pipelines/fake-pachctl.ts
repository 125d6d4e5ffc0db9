import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Stands for `pachctl`: writes down what it is told, and remembers repositories, pipelines and files in a folder. */
const PROGRAM = `#!/bin/sh
echo "$*" >>"$FAKE/told"
[ -e "$FAKE/down" ] && { echo "pachd does not answer" >&2; exit 1; }
verb=$1
case $verb in
  *-*) noun=\${verb#*-}; verb=\${verb%%-*}; shift ;;
  *) noun=$2; shift 2 ;;
esac
first=\${1-}
spec() { sed -n 's/.*"name": *"\\([^"]*\\)".*/\\1/p' "$1" | head -n 1; }
place() {
  case $1 in
    *@*) echo "$FAKE/files/\${1%%@*}/\${1##*:/}" ;;
    *) echo "$FAKE/files/$1/$3" ;;
  esac
}
case "$verb $noun" in
  "inspect repo" | "inspect pipeline") [ -e "$FAKE/$noun/$first" ] || { echo "$noun $first not found" >&2; exit 1; } ;;
  "create repo") [ -e "$FAKE/repo/$first" ] && exit 1; touch "$FAKE/repo/$first"; mkdir -p "$FAKE/files/$first" ;;
  "create pipeline") name=$(spec "$2"); [ -e "$FAKE/pipeline/$name" ] && exit 1; cp "$2" "$FAKE/pipeline/$name" ;;
  "update pipeline") name=$(spec "$2"); [ -e "$FAKE/pipeline/$name" ] || exit 1; cp "$2" "$FAKE/pipeline/$name" ;;
  "delete pipeline") rm "$FAKE/pipeline/$first" ;;
  "list pipeline" | "list repo") ls "$FAKE/$noun" ;;
  "get file") cat "$(place "$@")" ;;
  "put file")
    target=$(place "$@")
    while [ "$1" != -f ]; do shift; done
    # Before 2.0 a file that is there grows, unless -o is said.
    if [ "$MAJOR" = 2 ] || [ "\${3-}" = -o ]; then
      [ "$MAJOR" != 2 ] || [ $# -eq 2 ] || { echo "unknown flag" >&2; exit 1; }
      cat "$2" >"$target"
    else cat "$2" >>"$target"; fi ;;
  "inspect commit") printf '{\\n  "commit": { "id": "%s" }\\n}\\n' 0123456789abcdef0123456789abcdef ;;
  "flush commit") [ "$MAJOR" = 1 ] || exit 1 ;;
  "wait job" | "list job") cat "$FAKE/jobs" ;;
  *) echo "unknown command" >&2; exit 1 ;;
esac
`;

/** A Pachyderm that is a folder. */
export class FakePachyderm {
  readonly folder = mkdtempSync(join(tmpdir(), "pachctl-"));

  constructor(private readonly version: string) {
    for (const name of ["bin", "repo", "pipeline", "files"]) mkdirSync(join(this.folder, name));
    const program = join(this.folder, "bin", "pachctl");
    writeFileSync(program, PROGRAM);
    chmodSync(program, 0o755);
  }

  /** Runs a script, and says how it ended and what `pachctl` was told in it. */
  run(script: string): { readonly code: number | null; readonly output: string; readonly told: readonly string[] } {
    const told = join(this.folder, "told");
    rmSync(told, { force: true });
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: {
        PATH: `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`,
        FAKE: this.folder,
        MAJOR: this.version.slice(0, 1),
      },
    });
    const lines = existsSync(told) ? readFileSync(told, "utf8").trim().split("\n") : [];
    return { code: status, output: `${stdout}${stderr}`.trim(), told: lines };
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    writeFileSync(file, text);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Whether it answers. */
  set isDown(isDown: boolean) {
    if (isDown) this.write("down", "");
    else rmSync(join(this.folder, "down"), { force: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
