import { dockerCommand, type EnginePlace } from "../constructs/shared/render/docker-host";
import { type Output, outputOf } from "./process";

/** Nobody types a password while something is looked up. */
const ASKS_NOBODY = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"];

/** How a stack's provider reaches its engine, in the words of Terraform. */
export interface DockerProvider {
  readonly alias?: string;
  readonly host?: string;
  readonly ssh_opts?: readonly string[];
}

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
  const place: EnginePlace = host === undefined ? {} : { host, ssh: [...ASKS_NOBODY, ...ssh_opts] };
  return (args, timeoutMilliseconds) =>
    outputOf(dockerCommand(place, args), {
      cwd: folder,
      environment,
      ...(timeoutMilliseconds !== undefined && { timeoutMilliseconds }),
    });
}
