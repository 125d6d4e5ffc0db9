import { hashLines } from "./caddy-secrets";
import { movingTag } from "./moving-tag";
import { type AnyService, isPair } from "./render/layout";
import { complete } from "./render/presets";
import type { CommonSettings } from "./settings";

/** That of a container. */
const STOP_GRACE_SECONDS = 30;

/** What is allowed in a service or a pair, and may be a mistake. */
export function serviceWarnings(path: string, service: AnyService): string[] {
  const images = isPair(service)
    ? ([
        ["blue.image", service.blue?.image],
        ["green.image", service.green?.image],
      ] as const)
    : ([["image", service.image]] as const);
  return [
    ...images.flatMap(([key, image]) => movingTag(`${path}.${key}`, image)),
    ...drainWarnings(path, service),
    ...healthWarnings(path, service),
    ...hashWarnings(`${path}.directives`, service),
    ...(isPair(service) && service.blue !== undefined && JSON.stringify(service.blue) === JSON.stringify(service.green)
      ? [`${path}: blue and green are the same; promoting changes nothing`]
      : []),
  ];
}

/** Warnings for hashes that are written out in a service's directives. */
export function hashWarnings(path: string, { directives = [] }: Pick<CommonSettings, "directives">): string[] {
  return hashLines(directives).map(
    (line) =>
      `${path}[${line}]: the hash of a password is in the file and in the state, where it can be guessed from; put it into front.secretEnvironment, and write {$NAME}`,
  );
}

function drainWarnings(path: string, settings: CommonSettings): string[] {
  const { drainSeconds, readTimeoutSeconds } = complete(settings);
  const { stopGraceSeconds = STOP_GRACE_SECONDS } = settings;
  if (settings.drainSeconds === undefined) return [];
  if (drainSeconds === 0) {
    return [`${path}: with drainSeconds 0, requests that are on their way are cut off when a container is replaced`];
  }
  if (drainSeconds + stopGraceSeconds >= readTimeoutSeconds) return [];
  return [
    `${path}: a request may take ${readTimeoutSeconds} s (readTimeoutSeconds), but is cut off after ${drainSeconds + stopGraceSeconds} s when its container is replaced (drainSeconds ${drainSeconds}, stopGraceSeconds ${stopGraceSeconds}); raise drainSeconds, or lower readTimeoutSeconds`,
  ];
}

function healthWarnings(path: string, settings: CommonSettings): string[] {
  const { deadlineSeconds, timeoutSeconds } = complete(settings).health;
  return [
    ...(deadlineSeconds < timeoutSeconds
      ? [
          `${path}.health: deadlineSeconds ${deadlineSeconds} is less than timeoutSeconds ${timeoutSeconds}: the first slow answer is the last; raise deadlineSeconds`,
        ]
      : []),
  ];
}
