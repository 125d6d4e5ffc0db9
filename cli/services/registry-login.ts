import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { shown, visible } from "../../constructs/shared/shown";
import { outputOf } from "../../engine/process";

/** As the configuration of Docker names Docker Hub. */
const HUB = "index.docker.io";
const PATIENCE_MILLISECONDS = 30_000;

interface DockerConfig {
  readonly auths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** The registry of a repository: `registry.example.org:5000`, or `docker.io`. */
export function registryOf(repository: string): string {
  const [first = ""] = repository.split("/");
  return repository.includes("/") && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}

/**
 * Throws unless this machine can log in to a registry with what `docker login` has stored. No password passes through this process:
 * Docker's command tries the login itself.
 */
export async function checkLogin(registry: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const login = `docker login${registry === "docker.io" ? "" : ` ${registry}`}`;
  if (!isKnown(registry, environment)) {
    // Such a registry usually asks for none.
    if (/^(localhost|127\.[\d.]+)(:\d+)?$/.test(registry)) return;
    throw new Error(
      `${registry} must have a login on this machine, got none in ${configFile(environment)}; run ${login}`,
    );
  }
  const command = ["docker", "login", ...(registry === "docker.io" ? [] : [registry])];
  const { status, stderr } = await outputOf(command, { environment, timeoutMilliseconds: PATIENCE_MILLISECONDS });
  // Helpers of cloud registries get passwords themselves, and store none.
  if (status === 0 || /error (saving|storing) credentials/i.test(stderr)) return;
  throw new Error(
    `${registry} must accept this machine's login, got ${shown(reasonIn(stderr))}; run ${login}, or correct the image's name`,
  );
}

/** Without a login, and after one that failed, Docker asks for another, for which there is no terminal. */
function reasonIn(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => visible(line.trim()))
    .filter((line) => line !== "" && !/^WARNING|non.TTY|WEB-BASED LOGIN/i.test(line));
  const line = lines.findLast((line) => /error|unauthorized|denied/i.test(line)) ?? lines.at(-1) ?? "none";
  return line.replace(/^.*Error response from daemon: (\w+ "[^"]*": )?/, "");
}

/** Whether Docker's configuration has a login for a registry, or a helper that may have one. */
function isKnown(registry: string, environment: NodeJS.ProcessEnv): boolean {
  if (environment.DOCKER_AUTH_CONFIG) return true;
  const { auths = {}, credHelpers = {}, credsStore = "" } = configOf(environment);
  const wanted = hostOf(registry);
  if (credsStore !== "" || Object.keys(credHelpers).some((each) => hostOf(each) === wanted)) return true;
  return Object.entries(auths).some(([name, login]) => hostOf(name) === wanted && Object.keys(login).length > 0);
}

function hostOf(name: string): string {
  const host = name.replace(/^https?:\/\//, "").split("/")[0] as string;
  return host === "docker.io" || host === "registry-1.docker.io" ? HUB : host;
}

function configFile({ DOCKER_CONFIG }: NodeJS.ProcessEnv): string {
  return join(DOCKER_CONFIG || join(homedir(), ".docker"), "config.json");
}

function configOf(environment: NodeJS.ProcessEnv): DockerConfig {
  const file = configFile(environment);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DockerConfig;
  } catch {
    throw new Error(`${file} must be JSON, got something else; correct it, or log in again`);
  }
}
