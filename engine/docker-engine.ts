import { dockerCommand, type EnginePlace } from "../constructs/shared/render/docker-host";
import { type Output, outputOf } from "./process";
import type { DockerProvider } from "./stack-json";
import { hasReferences, withoutReferences } from "./states/remote-state";

/** Nobody types a password while something is looked up. */
const ASKS_NOBODY = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"];

/** Asks an engine something by the command `docker`. */
export type AskEngine = (args: readonly string[], timeoutMilliseconds?: number) => Promise<Output>;

/**
 * Asks the Docker engine of a stack, as its provider reaches it.
 *
 * @param folder the stack's, where the paths of the provider begin
 */
export function dockerEngine(
  { host, ssh_opts = [] }: DockerProvider,
  folder: string,
  environment: NodeJS.ProcessEnv,
): AskEngine {
  let place: Promise<EnginePlace> | undefined;
  return async (args, timeoutMilliseconds) => {
    place ??= reached(host, ssh_opts, folder, environment);
    return outputOf(dockerCommand(await place, args), {
      cwd: folder,
      environment,
      ...(timeoutMilliseconds !== undefined && { timeoutMilliseconds }),
    });
  };
}

/** Of a droplet only the state of its stack knows where it is. */
async function reached(
  host: string | undefined,
  options: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<EnginePlace> {
  if (host === undefined) return {};
  const written = [host, ...options];
  const [known = host, ...ssh] = hasReferences(written)
    ? await withoutReferences(written, folder, environment)
    : written;
  return { host: known, ssh: [...ASKS_NOBODY, ...ssh] };
}
