import { CURRENT, FOLDER, LIVE } from "../../constructs/services/render/driver";
import { COLOURS } from "../../constructs/services/render/layout";
import { otherFiles, SUMS, sums } from "../../constructs/services/render/sums";
import type { Colour } from "../../constructs/services/schema";

/** What a front has in its files of the hosts of a service. */
export interface Route {
  /** The colour that the hosts get, `blue` of what is no pair. @default - none: the hosts are told of a maintenance */
  readonly live?: Colour;
  /** What stands in the place of a colour: the hosts get nothing but the status 503. @default - there stands a colour */
  readonly noColour?: string;
  /** The share of the other colour. @default - none */
  readonly percent?: number;
}

/** What a front has. */
export interface FrontFacts {
  /** By services. */
  readonly routes: ReadonlyMap<string, Route>;
  /** The container that an upstream has now, by upstreams. */
  readonly current: ReadonlyMap<string, string>;
  /** Files that are others than the last deployment has left. */
  readonly otherFiles: readonly string[];
}

const HEAD = "=== ";
const NOW = ".sums-now";

/** A script for the shell of a front's container, which prints what {@link factsIn} reads. */
export const FACTS = `cd ${FOLDER} && for file in routes/*.caddy ${CURRENT}/* ${LIVE}/*; do [ -f "$file" ] && printf '${HEAD}%s\\n' "$file" && cat "$file" && echo; done; printf '${HEAD}${SUMS}\\n'; cat ${SUMS} 2>/dev/null; printf '${HEAD}${NOW}\\n'; ${sums}; exit 0\n`;

/** What a front has, by what the script has printed. */
export function factsIn(text: string): FrontFacts {
  const files = text.split(new RegExp(`^${HEAD}`, "m")).slice(1);
  const routes = new Map<string, Route>();
  const current = new Map<string, string>();
  const sumsOf = new Map<string, string>();
  for (const file of files) {
    const [path = "", ...lines] = file.split("\n");
    if (path === SUMS || path === NOW) sumsOf.set(path, lines.join("\n"));
    const [, folder, name = ""] = new RegExp(`^(routes|${CURRENT}|${LIVE})/(.*?)(?:\\.caddy)?$`).exec(path) ?? [];
    if (folder === "routes") routes.set(name, routeIn(lines.join("\n")));
    // Without how it speaks, and where.
    if (folder === CURRENT) current.set(name.replace(/\.\w+-\d+$/, ""), lines[0] as string);
    if (folder === LIVE) routes.set(name, routeWith(routes.get(name), lines[0] as string));
  }
  return { routes, current, otherFiles: otherFiles(sumsOf.get(SUMS) ?? "", sumsOf.get(NOW) ?? "") };
}

/** The front's own part is the last: what a user has added stands before it. */
function routeIn(text: string): Route {
  if (!/^\t+reverse_proxy (@\w+ )?\{$/m.test(text)) return {};
  const percent = /weighted_round_robin \d+ (\d+)/.exec(text)?.[1];
  return { live: "blue", ...(percent !== undefined && { percent: Number(percent) }) };
}

/** In a maintenance, nobody gets the colour. */
function routeWith({ live: some, ...route }: Route = {}, word: string): Route {
  if (some === undefined) return route;
  const live = COLOURS.find((colour) => colour === word);
  return { ...route, ...(live === undefined ? { noColour: word } : { live }) };
}
