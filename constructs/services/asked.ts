import { given } from "../shared/given";
import type { FrontDriver, Probe } from "./render/driver";
import type { complete } from "./render/presets";

/**
 * How the front asks a container whether it is healthy: by its own programs, or where the container speaks HTTP/2 alone, through
 * its proxy.
 */
export function asked(
  { bridge }: FrontDriver,
  { hosts, scheme, port, health }: Pick<ReturnType<typeof complete>, "hosts" | "scheme" | "port" | "health">,
  service: string,
  container: string,
): Probe {
  const { path, grpc } = health;
  const isBeyond = scheme === "h2c" || grpc !== undefined;
  if (isBeyond && bridge === undefined) {
    throw new Error(
      `${service}: the front's driver must have a bridge for scheme "${scheme}", got none; write one, or take Caddy`,
    );
  }
  return {
    url: `${scheme}://${container}:${port}${path}`,
    ...{ host: hosts[0] ?? service, service },
    ...given({ grpc }),
    ...(isBeyond && given({ bridge })),
  };
}
