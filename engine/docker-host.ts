import { pathFrom } from "../constructs/shared/read/project-path";
import { type DockerHostSettings, type EnginePlace, enginePlace } from "../constructs/shared/render/docker-host";

/** A machine that is off is not waited for. */
const CONNECT = ["-o", "ConnectTimeout=10"];

/** How a command, which runs in the project's folder, reaches a Docker host: as Terraform's provider does. */
export function placeOf(host: DockerHostSettings = {}): EnginePlace {
  const place = enginePlace(host, { fromHere: (path) => pathFrom(".", path) });
  return place.ssh === undefined ? place : { ...place, ssh: [...CONNECT, ...place.ssh] };
}
