import { createHash } from "node:crypto";
import { quotedWord } from "./shell-word";

/** A machine with Docker, as environment files describe it. */
export interface DockerHostSettings {
  /** Its engine, such as `ssh://deploy@ginormica.example.org`. @default - DOCKER_HOST, else this machine's engine */
  readonly dockerHost?: string;
  /** The host's key, as `ssh-keyscan` prints it behind the name: `ssh-ed25519 AAAA…`. @default - what the settings of `ssh` say */
  readonly hostKey?: string;
  /** A file with the host's key, in the form of `known_hosts`, from the project's folder. @default - what the settings of `ssh` say */
  readonly knownHostsFile?: string;
}

/** How an engine is reached from some folder. */
export interface EnginePlace {
  /** @default - DOCKER_HOST, else this machine's engine */
  readonly host?: string;
  /** Options of `ssh` for it. @default - none: it is not reached by `ssh` */
  readonly ssh?: readonly string[];
}

/** How `ssh` connects, beside whom it trusts. */
export interface Connection {
  readonly sshConnections?: "shared" | "single" | undefined;
  /** A path of the project for the folder in which `ssh` runs. */
  readonly fromHere: (path: string) => string;
  /** A key that only Terraform knows as it stands in the stack: the same each time. @default - keys are known */
  readonly written?: (trusted: readonly string[]) => readonly string[];
}

/** A host that goes away in the middle of an answer would otherwise be waited for until the connection times out: a quarter of an hour. */
const ALIVE = ["ServerAliveInterval=15", "ServerAliveCountMax=4"];

/** The provider runs `ssh` for each request; sshd refuses what exceeds its MaxStartups. A connection is shared by requests that trust the same key, since only the first of them compares it. */
function sharedConnection(trusted: readonly string[]): string[] {
  const mark =
    trusted.length === 0 ? "" : `-${createHash("sha256").update(trusted.join("\n")).digest("hex").slice(0, 8)}`;
  return ["ControlMaster=auto", "ControlPersist=60s", `ControlPath=~/.ssh/slipway-%C${mark}`];
}

/** Whether an engine is reached by `ssh`. */
export function overSsh(host: string | undefined): boolean {
  return host?.startsWith("ssh://") === true;
}

/** How an engine is reached: by Terraform's provider, by the programs that Terraform runs, and by commands. */
export function enginePlace(settings: DockerHostSettings, connection: Connection): EnginePlace {
  const { dockerHost: host } = settings;
  if (host === undefined) return {};
  if (!overSsh(host)) return { host };
  const trusted = trust(settings, connection);
  const { sshConnections, written = (words) => words } = connection;
  const shared = sshConnections === "single" ? [] : sharedConnection(written(trusted));
  return { host, ssh: [...ALIVE, ...shared, ...trusted].flatMap((option) => ["-o", option]) };
}

function trust({ hostKey, knownHostsFile }: DockerHostSettings, { fromHere }: Connection): string[] {
  if (hostKey !== undefined) {
    const none = ["UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null"];
    return ["StrictHostKeyChecking=yes", ...none, `KnownHostsCommand=/bin/echo %H ${hostKey}`];
  }
  if (knownHostsFile === undefined) return [];
  // `ssh` knows `~` itself.
  const file = /^[~/]/.test(knownHostsFile) ? knownHostsFile : fromHere(knownHostsFile);
  return ["StrictHostKeyChecking=yes", `UserKnownHostsFile=${sshWord(file)}`];
}

/** A path as `ssh` reads it in an option: it splits at blanks, and has words that begin with %. */
function sshWord(path: string): string {
  const text = path.replaceAll("%", "%%");
  return /\s/.test(text) ? `"${text}"` : text;
}

/** The command line, here, of what Docker's command is asked there. */
export function dockerCommand({ host, ssh }: EnginePlace, args: readonly string[]): [string, ...string[]] {
  if (host === undefined || !overSsh(host)) return ["docker", ...(host === undefined ? [] : ["--host", host]), ...args];
  return sshCommand({ host, ...(ssh && { ssh }) }, ["docker", ...args].map(quotedWord).join(" "));
}

/** The command line, here, of what a shell does on a host that is reached by `ssh`. */
export function sshCommand(
  { host, ssh = [] }: EnginePlace & { readonly host: string },
  script: string,
): [string, ...string[]] {
  return ["ssh", ...ssh, ...target(host), script];
}

/** `ssh://user@host:port` in the words of `ssh`. */
function target(host: string): string[] {
  const { username, hostname, port } = new URL(host);
  const name = hostname.replace(/^\[|\]$/g, "");
  return [
    ...(port === "" ? [] : ["-p", port]),
    "--",
    username === "" ? name : `${decodeURIComponent(username)}@${name}`,
  ];
}
