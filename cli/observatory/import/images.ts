import type { AgentSettings, SiteImage } from "../../../constructs/observatory/schema";
import { imageReference } from "../../../constructs/shared/container/image-reference";
import { shown } from "../../../constructs/shared/shown";
import type { Service } from "./compose";
import type { OldSite } from "./site";
import { USUAL_OCS } from "./usual-images";

/** The image of most agents: of OCS itself, else of its best known plugin. */
export function commonImage({ hub, tell }: OldSite, agents: readonly Service[]): string {
  const images = agents.flatMap(({ image, settings }) => (builds(settings.entries) ? [] : (image ?? [])));
  const found = mostCommon(images, /(^|\/)ocs([:@]|$)/) ?? mostCommon(images, /(^|\/)socs([:@]|$)/);
  if (found !== undefined) return found;
  tell(
    hub.line,
    `no file says which image of OCS agents are made of; images.ocs is ${USUAL_OCS}: correct it if that is another`,
  );
  return USUAL_OCS;
}

function builds(entries: Service["settings"]["entries"]): boolean {
  return entries.some(({ key }) => key.source === "build");
}

function mostCommon(images: readonly string[], pattern: RegExp): string | undefined {
  const counts = new Map<string, number>();
  for (const image of images) if (pattern.test(image)) counts.set(image, (counts.get(image) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Whether an image may be another one tomorrow. */
export function isLatest(image: SiteImage | AgentSettings["image"]): boolean {
  const reference = typeof image === "string" ? imageReference(image) : undefined;
  return reference !== undefined && reference.digest === undefined && (reference.tag ?? "latest") === "latest";
}

/** Tells of the images that are `latest`. */
export function tellLatest(services: readonly Service[]): void {
  for (const { name, image, settings, tell, line } of services) {
    if (builds(settings.entries) || !isLatest(image)) continue;
    const at = settings.entries.find(({ key }) => key.source === "image")?.key.line ?? line;
    tell(
      at,
      `service ${shown(name)} has the image ${image}, which is another one tomorrow; name a tag or a digest, and take allowLatest out`,
    );
  }
}
