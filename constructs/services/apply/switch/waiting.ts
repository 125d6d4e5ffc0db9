import { quotedWord } from "../../../shared/render/shell-word";
import { FOLDER, HOSTS } from "../../render/driver";
import { here, script } from "../../render/shell";
import { Engine } from "../engine";
import type { Told } from "../told";
import type { Change } from "./exchange";
import { stopped } from "./serving";

/** Below the front's folder, for each service a change that waits for those of others. They may hold keys. */
const WAITING = "waiting";

/** A change of a route that is made at the end, together with those of others: its hosts come from one of them, or go to one. */
export interface Waiting extends Pick<Change, "files" | "words" | "keys"> {
  /** The files below CURRENT that the route reads then. */
  readonly here: readonly string[];
  readonly drainSeconds: number;
}

/** The hosts that the front leads somewhere, by their service. What waited of one service waits no more. */
export async function hostsInFront(told: Told, service: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = `for file in ${HOSTS}/*; do [ ! -f "$file" ] || echo "\${file#*/} $(tr '\\n' ' ' <"$file")"; done`;
  const text = await run(told, `rm -f ${WAITING}/${quotedWord(service)}; ${read}`);
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => line.trim().split(" ")).map(([name = "", ...hosts]) => [name, hosts]));
}

/** Whether hosts of a service come from another, or leave it: then nobody has them for a while, or two do. */
export function changesHands(
  service: string,
  hosts: readonly string[],
  known: ReadonlyMap<string, readonly string[]>,
): boolean {
  const own = known.get(service) ?? [];
  const others = [...known].flatMap(([name, theirs]) => (name === service ? [] : theirs));
  return hosts.some((host) => others.includes(host)) || own.some((host) => !hosts.includes(host));
}

/** Lets a change wait. */
export async function wait(told: Told, service: string, change: Waiting): Promise<void> {
  const file = `${WAITING}/${quotedWord(service)}`;
  await run(
    told,
    "umask 077",
    `[ -d ${WAITING} ] || rm -f ${WAITING}`,
    `mkdir -p ${WAITING}`,
    ...here(`base64 -d >${file}.new`, JSON.stringify(change)),
    `mv -f ${file}.new ${file}`,
  );
}

/** The changes that wait, by their services. */
export async function allWaiting(told: Told): Promise<ReadonlyMap<string, Waiting>> {
  const text = await run(
    told,
    `for file in ${WAITING}/*; do [ ! -f "$file" ] || { echo "\${file#*/}"; cat "$file"; echo; }; done`,
  );
  const lines = text.split("\n").filter((line) => line !== "");
  const found = new Map<string, Waiting>();
  for (let at = 0; at + 1 < lines.length; at += 2) found.set(lines[at] as string, JSON.parse(lines[at + 1] as string));
  return found;
}

/** Nothing waits any more. */
export async function noneWaiting(told: Told): Promise<void> {
  await run(told, `rm -rf ${WAITING}`);
}

async function run({ engine, front }: Told, ...lines: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Engine(engine).runAtFiles(
    front,
    script(`cd ${FOLDER} || exit 1`, ...lines, "exit 0"),
  );
  if (code !== 0) throw new Error(stopped(front, stderr));
  return stdout;
}
