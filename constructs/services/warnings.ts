import { frontWarnings } from "./front-warnings";
import { nodeWarnings } from "./node-warnings";
import { postgresWarnings } from "./postgres-warnings";
import { nodeNames, openPorts } from "./render/layout";
import { serviceWarnings } from "./service-warnings";
import type { PlatformSettings } from "./settings";

/** What is allowed in each of some platforms, and among them, and may be a mistake; by the platforms' names. */
export function warningsOfServices(platforms: readonly PlatformSettings[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    platforms.map((platform) => [platform.name, [...platformWarnings(platform), ...sharedPorts(platform, platforms)]]),
  );
}

/** What is allowed in a platform, and may be a mistake. */
export function platformWarnings(platform: PlatformSettings): string[] {
  const { front, services, nodes, postgres } = platform;
  return [
    ...frontWarnings(front),
    ...nodeWarnings(nodes),
    ...postgresWarnings(postgres),
    ...Object.entries(services).flatMap(([name, service]) => serviceWarnings(`services.${name}`, service)),
  ];
}

/** Platforms whose fronts want one port of one engine. */
function sharedPorts(platform: PlatformSettings, all: readonly PlatformSettings[]): string[] {
  const mine = portsOf(platform);
  return all
    .filter((other) => other.name !== platform.name)
    .flatMap((other) => {
      const shared = [...portsOf(other)].filter((port) => mine.has(port)).map((port) => port.split(" ")[1]);
      if (shared.length === 0) return [];
      return [
        `front: port ${shared.join(", ")} is that of "${other.name}" too, on the same engine: one of them can be there at a time`,
      ];
    });
}

function portsOf(platform: PlatformSettings): Set<string> {
  const ports = openPorts(platform.front);
  // A droplet is of one platform.
  const nodes = nodeNames(platform).filter((node) => platform.nodes?.[node]?.droplet === undefined);
  const engines = nodes.map((node) => platform.nodes?.[node]?.dockerHost ?? "");
  return new Set(engines.flatMap((engine) => ports.map((port) => `${engine} ${port}`)));
}
