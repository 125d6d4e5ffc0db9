import { dockerCommand } from "../../../constructs/shared/render/docker-host";
import { shown } from "../../../constructs/shared/shown";
import { placeOf } from "../../../engine/docker-host";
import { AS_SUPERUSER, type Server } from "./server";

/** The workspace and the words of psql: those are behind `--`, which commander takes away. */
export function wordsOfPsql(words: readonly string[], typed: readonly string[]) {
  const index = typed.indexOf("--");
  const rest = index < 0 ? [] : typed.slice(index + 1);
  const [workspace, ...more] = words.slice(0, words.length - rest.length);
  if (more.length === 0) return { workspace, rest };
  throw new Error(`what psql gets must be behind --, got ${shown(more)}; write -- before it`);
}

/** The command line, here, of psql in the container of a server; at a terminal it has one there too. */
export function psqlIn(
  { platform, node, container }: Server,
  database: string,
  rest: readonly string[],
  isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true,
): [string, ...string[]] {
  const { droplet: _, ...host } = platform.nodes?.[node] ?? {};
  const place = placeOf(host);
  const ssh = isTerminal && place.ssh !== undefined ? { ssh: ["-t", ...place.ssh] } : {};
  const terminal = isTerminal ? ["--tty"] : [];
  const words = ["exec", "--interactive", ...terminal, container, "psql", ...AS_SUPERUSER, "-d", database, ...rest];
  return dockerCommand({ ...place, ...ssh }, words);
}
