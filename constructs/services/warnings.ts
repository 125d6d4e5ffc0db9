import { isPair, nodeNames } from "./render/layout";
import { complete } from "./render/presets";
import type { CommonSettings, PlatformSettings } from "./settings";

/** What is allowed in each of some platforms, and among them, and may be a mistake; by the platforms' names. */
export function warningsOfServices(platforms: readonly PlatformSettings[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    platforms.map((platform) => [platform.name, [...platformWarnings(platform), ...sharedPorts(platform, platforms)]]),
  );
}

/** What is allowed in a platform, and may be a mistake. */
export function platformWarnings(platform: PlatformSettings): string[] {
  const { front, services } = platform;
  const isOpen = front.certificates === "none" && front.ip !== undefined && !/^(127\.|::1$)/.test(front.ip);
  const [, major, minor] = /(?:^|\/)caddy:(\d+)\.(\d+)/.exec(String(front.image)) ?? [];
  const isOld = major !== undefined && (Number(major) < 2 || (major === "2" && Number(minor) < 11));
  return [
    ...(isOld
      ? [`front.image is of Caddy before 2.11, which may not count what a switch waits for: requests on their way end`]
      : []),
    ...(isOpen ? [`front answers at ${front.ip} without TLS: passwords can be read on the way`] : []),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...timeWarnings(name, service),
      ...(isPair(service) &&
      service.blue !== undefined &&
      JSON.stringify(service.blue) === JSON.stringify(service.green)
        ? [`services.${name}: blue and green are the same; promoting changes nothing`]
        : []),
    ]),
  ];
}

function timeWarnings(name: string, settings: CommonSettings): string[] {
  const { drainSeconds, readTimeoutSeconds } = complete(settings);
  if (settings.drainSeconds === undefined || drainSeconds >= 1 || readTimeoutSeconds < 1) return [];
  return [
    `services.${name}: with drainSeconds 0, requests that are on their way are cut off when a container is replaced`,
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
  const { httpPort = 80, httpsPort = 443, certificates } = platform.front;
  const ports = certificates === "none" ? [httpPort] : [httpPort, httpsPort];
  const engines = nodeNames(platform).map((node) => platform.nodes?.[node]?.dockerHost ?? "");
  return new Set(engines.flatMap((engine) => ports.map((port) => `${engine} ${port}`)));
}
