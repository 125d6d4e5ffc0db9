import { overSsh } from "./render/docker-host";
import { isText, type Parts, type Problem } from "./rules";
import { shown } from "./shown";

/** What is wrong between how an engine is reached, and by what its host is known. */
export function dockerHostProblems({ dockerHost, hostKey, knownHostsFile }: Parts, place: string): Problem[] {
  const keys = Object.entries({ hostKey, knownHostsFile }).filter(([, value]) => value !== undefined);
  const message = `is for a host over ssh, got dockerHost ${shown(dockerHost)}; leave it out`;
  return [
    ...(isText(dockerHost) && overSsh(dockerHost) ? [] : keys).map(([key]) => ({ path: `${place}${key}`, message })),
    ...(keys.length > 1
      ? [{ path: `${place}hostKey`, message: "must be left out beside knownHostsFile, got both; take one out" }]
      : []),
  ];
}

/** Where an engine is asked without TLS; by convention it has TLS at 2376. */
export function dockerHostWarnings(dockerHost: string | undefined, place: string): string[] {
  const [, host = "", port] = /^tcp:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(dockerHost ?? "") ?? [];
  if (host === "" || port === "2376" || /^(localhost|127\.[\d.]*|\[::1\])$/.test(host)) return [];
  return [
    `${place}dockerHost is tcp:// without TLS: anyone who reaches ${host}${port === undefined ? "" : `:${port}`} has root there, and can read what goes there; use ssh://`,
  ];
}
