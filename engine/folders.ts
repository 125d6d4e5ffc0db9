import { isAbsolute, join, relative, resolve } from "node:path";

/** Where everything lies that the sandbox makes in a project. */
export function sandboxFolder(project: string) {
  const folder = join(resolve(project), ".sandbox");
  return {
    folder,
    /** Serializes `up` and `down` of two terminals. */
    lock: join(folder, "server.lock"),
    server: join(folder, "server.json"),
    log: join(folder, "server.log"),
    seed: join(folder, "seed.json"),
    account: join(folder, "account.bin"),
    /** The engines of DigitalOcean's droplets. */
    droplets: join(folder, "droplets"),
    /** Terraform's local state: a sandbox's must never be a real deployment's. */
    state: join(folder, "state"),
    venv: join(folder, "venv"),
    providers: join(folder, "providers.tfrc"),
    mirror: join(folder, "mirror"),
    /** Terraform's cache of unpacked providers: the user's own must not get links to this project. */
    pluginCache: join(folder, "plugin-cache"),
  };
}

/** Whether a path is in a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

/** Where Terraform keeps what it must not forget about a stack's folder. */
export function dataFolder(stackFolder: string, environment: NodeJS.ProcessEnv): string {
  return resolve(stackFolder, environment.TF_DATA_DIR || ".terraform");
}
