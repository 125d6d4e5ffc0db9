import { withoutUndefined } from "../../shared/render/without-undefined";
import type { HelperSettings } from "../settings";
import { dockerSettings, ownVolumes } from "./compose-settings";

/** A container beside agents, in the words of a compose file. */
export function helperService(helper: HelperSettings): Readonly<Record<string, unknown>> {
  const { image, network, user, entrypoint, command, workingDirectory, init = true, environment } = helper;
  const volumes = ownVolumes(helper);
  const all = {
    image: typeof image === "string" ? image : image.local,
    restart: "unless-stopped",
    network_mode: network === "host" ? network : undefined,
    user,
    entrypoint,
    command,
    working_dir: workingDirectory,
    init,
    environment,
    volumes: volumes.length === 0 ? undefined : volumes,
    healthcheck: checkOf(helper),
    ...dockerSettings(helper),
  };
  return withoutUndefined(all);
}

function checkOf({ healthCheck = "image" }: HelperSettings) {
  if (healthCheck === "image") return undefined;
  if (healthCheck === "none") return { disable: true };
  const { command, intervalSeconds = 10, timeoutSeconds = 5, retries = 3, startPeriodSeconds = 0 } = healthCheck;
  return {
    test: ["CMD", ...command],
    interval: `${intervalSeconds}s`,
    timeout: `${timeoutSeconds}s`,
    retries,
    start_period: `${startPeriodSeconds}s`,
  };
}
