import { overSsh } from "./docker-host";

/** How Terraform's provider and Docker's command say that an engine does not answer, and `ssh` that it does not get there. */
const AWAY =
  /Error pinging Docker server|Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect: |permission denied while trying to connect to the Docker|^(ssh: |Host key verification failed|\S+: Permission denied \(|Connection (to \S+ port \d+ )?timed out|Connection (closed|reset) by )/m;

/**
 * What is wrong where an engine does not answer, and what to do; undefined where something else was said.
 *
 * @param host @default - what was said names it, or else it is the one of DOCKER_HOST or of this machine
 */
export function engineAway(said: string, host?: string): string | undefined {
  if (!AWAY.test(said)) return undefined;
  const [, ofProvider, ofCommand] = /make sure that (\S+) is reachable|Docker daemon at (\S+?)\. /.exec(said) ?? [];
  const place = withoutPassword(host ?? ofProvider ?? ofCommand);
  return `the Docker engine${place === undefined ? "" : ` at ${place}`} must answer, got ${JSON.stringify(reasonIn(said))}; ${adviceOn(said, place)}`;
}

/** The innermost of what the provider has wrapped, and the last line of what `ssh` has printed. */
function reasonIn(said: string): string {
  const inner = said
    .replace(/^[\s\S]*stderr=/, "")
    .replace(/^[\s\S]*Error pinging Docker server.*? endpoint\. Error: /, "")
    .replace(/\\[rn]/g, "\n")
    .replace(/error during connect: \w+ "[^"]*": /g, "");
  const lines = inner.split("\n").map((line) => line.trim());
  return lines.findLast((line) => AWAY.test(line)) ?? lines.findLast((line) => line !== "") ?? "";
}

function adviceOn(said: string, host: string | undefined): string {
  if (overSsh(host)) return `make "ssh ${host} docker info" work without a prompt`;
  if (/permission denied/i.test(said)) return "add your user to the group docker, and log in again";
  if (host?.startsWith("tcp://")) return "start it there, and let this machine through its firewall";
  return "start Docker, or name another engine in the environment file or in DOCKER_HOST";
}

function withoutPassword(host: string | undefined): string | undefined {
  return host?.replace(/^(\w+:\/\/[^/@:]*):[^/@]*@/, "$1@");
}
