import { CURRENT, FOLDER } from "../../render/driver";
import { Engine } from "../engine";
import type { Told } from "../told";

/** The containers that get requests, by their files: those of an upstream, or of all of a service. @param name @default - all */
export async function servingContainers(
  { engine, front }: Pick<Told, "engine" | "front">,
  name?: string,
): Promise<ReadonlyMap<string, string>> {
  const names = name === undefined ? [] : [name, `${name}-blue`, `${name}-green`];
  const files = name === undefined ? "*" : names.map((each) => `'${each}'.*`).join(" ");
  const script = `cd ${FOLDER}/${CURRENT} 2>/dev/null && for file in ${files}; do [ ! -f "$file" ] || echo "$file $(cat "$file")"; done; exit 0\n`;
  const { code, stdout, stderr } = await new Engine(engine).runAtFiles(front, script);
  if (code !== 0) throw new Error(stopped(front, stderr));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

/** Where a container gets requests, by its file. */
export function addressOf([file, container]: readonly [string, string]): string {
  return `${container}:${/-(\d+)$/.exec(file)?.[1] ?? ""}`;
}

/** What to do about a front in which no script can run. */
export function stopped(front: string, stderr: string): string {
  return `front ${front} must run and answer, got ${JSON.stringify(stderr.trim())}; docker logs ${front} shows why it does not`;
}
