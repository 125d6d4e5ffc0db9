import { endsWithTime, SPEC_LABEL, withoutTime } from "../../constructs/shared/render/container-name";
import type { Change } from "../plan/changes";
import type { Output } from "../process";
import type { DeclaredStack } from "./import-ids";

/** How a name is written that ends with the time of its plan. */
const NAME_WITH_TIME = /^\$\{join\("-", \["([^"$]+)", formatdate\("YYYYMMDDhhmmss", plantimestamp\(\)\)\]\)\}$/;

const LISTS = {
  docker_container: ["ps", "--all", "--no-trunc", "--filter", `label=${SPEC_LABEL}`, "--format", "{{.ID}} {{.Names}}"],
  docker_network: ["network", "ls", "--no-trunc", "--format", "{{.ID}} {{.Name}}"],
} as const;

/**
 * What Docker's resources are imported by that only the engine knows: networks by their names, and containers that a deployment
 * has made, the newest where there are several. Nothing where the engine does not answer: Terraform says why.
 *
 * @param docker asks the engine
 */
export async function dockerIds(
  { resource = {} }: DeclaredStack,
  created: readonly Pick<Change, "address" | "type">[],
  docker: (args: readonly string[]) => Promise<Pick<Output, "status" | "stdout">>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const type of ["docker_network", "docker_container"] as const) {
    const wanted = created.filter((each) => each.type === type);
    if (wanted.length === 0) continue;
    const { status, stdout } = await docker(LISTS[type]);
    const there = status === 0 ? stdout.split("\n").map((line) => line.split(" ")) : [];
    for (const { address } of wanted) {
      const isIt = named(resource[type]?.[address.slice(type.length + 1)]?.name);
      // The engine lists the newest container first.
      const [id] = there.find(([, name = ""]) => isIt(name)) ?? [];
      if (id !== undefined) found.set(address, id);
    }
  }
  return found;
}

function named(declared: unknown): (name: string) => boolean {
  if (typeof declared !== "string") return () => false;
  const begin = NAME_WITH_TIME.exec(declared)?.[1];
  if (begin === undefined) return (name) => name === declared;
  return (name) => endsWithTime(name) && withoutTime(name) === begin;
}
