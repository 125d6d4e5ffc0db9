import { get } from "node:http";
import { ask, type Finding, PATIENCE_MILLISECONDS, type Surroundings } from "./finding";

const USUAL = process.platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";

/** A Docker engine: the one that Terraform's provider would use, else the one that the docker command uses. */
export async function docker({ environment }: Surroundings, isNeeded: boolean): Promise<Finding> {
  const name = "Docker";
  const host = environment.DOCKER_HOST || USUAL;
  const [engine, command] = await Promise.all([
    engineAt(host),
    ask(["docker", "version", "--format", "{{.Server.Version}}"], environment),
  ]);
  if (engine.version !== undefined) return { name, state: "ok", found: `engine ${engine.version} at ${shown(host)}` };
  if (command.said) return { name, state: "ok", found: `engine ${command.said}, by the docker command` };
  const found = `no engine that answers at ${shown(host)}: ${engine.failure}`;
  if (!isNeeded) return { name, state: "unneeded", found };
  const isRefused = engine.failure === "EACCES";
  const remedy = isRefused
    ? "add yourself to the group docker, and log in again"
    : "start Docker, or name an engine in DOCKER_HOST";
  return { name, state: "problem", found, remedy };
}

/** Asks an engine for its version. With TLS or over SSH only the docker command can ask. */
function engineAt(host: string): Promise<{ readonly version?: string; readonly failure?: string }> {
  const [, kind, place = ""] = /^(unix|npipe|tcp|http):\/\/(.*)$/.exec(host) ?? [];
  if (kind === undefined) return Promise.resolve({ failure: "only the docker command can ask there" });
  const socket = kind === "unix" || kind === "npipe";
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      asked.destroy();
      resolve({ failure: `no answer within ${PATIENCE_MILLISECONDS / 1000} s` });
    }, PATIENCE_MILLISECONDS);
    const done = (answer: { version?: string; failure?: string }) => {
      clearTimeout(late);
      resolve(answer);
    };
    const where = socket ? { socketPath: place, path: "/version" } : `http://${place.replace(/\/$/, "")}/version`;
    const asked = get(where as string, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => done(versionIn(text)));
    });
    asked.on("error", (error: NodeJS.ErrnoException) => done({ failure: error.code ?? error.message }));
  });
}

function versionIn(text: string): { version?: string; failure?: string } {
  try {
    const { Version } = JSON.parse(text) as { Version?: unknown };
    if (typeof Version === "string") return { version: Version };
  } catch {
    // Something else than an engine answers.
  }
  return { failure: "what answers is no engine" };
}

/** Without a name and a password that may stand in it. */
function shown(host: string): string {
  return host.replace(/\/\/[^/@]*@/, "//");
}
