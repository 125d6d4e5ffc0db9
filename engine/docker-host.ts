import { makeSshFolder } from "../constructs/shared/apply/ssh-folder";
import { pathFrom } from "../constructs/shared/read/project-path";
import { type DockerHostSettings, type EnginePlace, enginePlace } from "../constructs/shared/render/docker-host";

/** A machine that is off is not waited for. */
const CONNECT = ["-o", "ConnectTimeout=10"];

/** How a command, which runs in the project's folder, reaches a Docker host: as Terraform's provider does. */
export function placeOf(host: DockerHostSettings = {}): EnginePlace {
  const place = enginePlace(host, { fromHere: (path) => pathFrom(".", path) });
  if (place.ssh === undefined) return place;
  makeSshFolder();
  return { ...place, ssh: [...CONNECT, ...place.ssh] };
}
