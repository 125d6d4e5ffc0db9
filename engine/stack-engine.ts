import { dockerCommand, type EnginePlace } from "../constructs/shared/render/docker-host";
import { type Output, outputOf } from "./process";
import type { Project } from "./project";

/** Asks the Docker engine of a stack, as the stack's provider reaches it: paths begin at the stack's folder. */
export function stackEngine(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
): (args: readonly string[]) => Promise<Output> {
  const [{ host, ssh_opts: ssh } = {}] = project.declared(stack).provider?.docker ?? [];
  const place: EnginePlace = { ...(host !== undefined && { host }), ...(ssh !== undefined && { ssh }) };
  const options = { cwd: project.stackFolder(stack), environment };
  return (args) => outputOf(dockerCommand(place, args), options);
}
