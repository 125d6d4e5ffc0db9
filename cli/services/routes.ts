import { COLOURS, laneOf } from "../../constructs/services/render/layout";
import type { Colour } from "../../constructs/services/schema";

/** What a front has in its files of the hosts of a service. */
export interface Route {
  /** The colour that the hosts get, `blue` of what is no pair. @default - none: the hosts are told of a maintenance */
  readonly live?: Colour;
  /** The share of the other colour. @default - none */
  readonly percent?: number;
}

/** What a front has. */
export interface FrontFacts {
  /** By services. */
  readonly routes: ReadonlyMap<string, Route>;
  /** The container that an upstream has now, by upstreams. */
  readonly current: ReadonlyMap<string, string>;
}

const HEAD = "=== ";

/** A script for the shell of a front's container, which prints what {@link factsIn} reads. */
export const FACTS = `cd /routes && for file in routes/*.caddy current/*; do [ -f "$file" ] && printf '${HEAD}%s\\n' "$file" && cat "$file"; done; exit 0\n`;

/** What a front has, by what the script has printed. */
export function factsIn(text: string, innerPort: number): FrontFacts {
  const files = text.split(new RegExp(`^${HEAD}`, "m")).slice(1);
  const routes = new Map<string, Route>();
  const current = new Map<string, string>();
  for (const file of files) {
    const [path = "", ...lines] = file.split("\n");
    const [, folder, name = ""] = /^(routes|current)\/(.*?)(?:\.caddy)?$/.exec(path) ?? [];
    if (folder === "routes" && !name.endsWith(".staging")) routes.set(name, routeIn(lines.join("\n"), innerPort));
    if (folder === "current") current.set(name, (lines[0] as string).replace(/:\d+$/, ""));
  }
  return { routes, current };
}

/** The front's own part is the last: what a user has added stands before it. */
function routeIn(text: string, innerPort: number): Route {
  const begin = text.lastIndexOf("\n\treverse_proxy {\n");
  if (begin < 0) return {};
  const [live] = [...text.slice(begin).matchAll(/^\t\t(?:import (\S+)|to http:\/\/\S+:(\d+))$/gm)];
  const lane =
    live?.[2] === undefined ? laneOf(live?.[1]?.endsWith("-green") ? "green" : "blue") : Number(live[2]) - innerPort;
  const percent = /weighted_round_robin \d+ (\d+)/.exec(text.slice(begin))?.[1];
  const colour = COLOURS[lane];
  return { ...(colour !== undefined && { live: colour }), ...(percent !== undefined && { percent: Number(percent) }) };
}
