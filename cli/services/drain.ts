import { coloursOf, frontOf, isPair, placesOf } from "../../constructs/services/render/layout";
import { postgresOn } from "../../constructs/services/render/postgres";
import type { Colour, ServicesEnvironment } from "../../constructs/services/schema";
import { editedText } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { type ChangeOptions, changeFile } from "./changed-file";
import { nodeNamed, platformAndNode } from "./node-change";

/** A pair whose live colour is on the node, and the other elsewhere. */
interface Move {
  readonly service: string;
  readonly from: Colour;
  readonly to: Colour;
  readonly node: string;
}

/**
 * Makes the colours on other nodes live, for all pairs whose live colour is on one node: it can be repaired, restarted or resized then.
 *
 * @returns what still gets requests there, and why
 */
export async function drainNode(project: Project, words: readonly string[], options: ChangeOptions): Promise<string[]> {
  const { platform, node } = platformAndNode(project, words);
  nodeNamed(platform, node);
  const moves = movesFrom(platform, node);
  if (moves.length > 0) {
    const { name: workspace } = platform;
    const said = moves.map(
      ({ service, from, to, node: other }) => `services.${service}.live is "${to}", on ${other}, was "${from}"`,
    );
    const live = (which: "from" | "to") => (text: string, name: string) =>
      moves.reduce(
        (now, move) => editedText({ text: now, name, path: ["services", move.service, "live"], value: move[which] }),
        text,
      );
    const change = {
      workspace,
      deed: { action: "drain", node } as const,
      edit: live("to"),
      undo: live("from"),
      says: said.join("; "),
      expect: (changed: ServicesEnvironment) => {
        const left = movesFrom(changed, node).map(({ service }) => `services.${service}.live`);
        if (left.length > 0)
          throw new Error(
            `${left.join(", ")} must be what the file exports, got others after the change, which was taken back; edit it by hand`,
          );
      },
    };
    await changeFile(project, change, options, {
      failure: (name) => `${name} says that now: slipway services deploy ${workspace} finishes it`,
    });
  }
  return leftOn(platform, node);
}

function movesFrom(platform: ServicesEnvironment, node: string): Move[] {
  return Object.keys(platform.services).flatMap((service) => {
    const settings = platform.services[service];
    if (settings === undefined || !isPair(settings)) return [];
    const places = placesOf(platform, service);
    const isLive = places.some((place) => place.colour === settings.live && place.node === node);
    const other = places.find((place) => place.colour !== settings.live && place.node !== node);
    if (!isLive || other?.colour === undefined) return [];
    return [{ service, from: settings.live, to: other.colour, node: other.node }];
  });
}

/** What gets requests on the node after that. */
function leftOn(platform: ServicesEnvironment, node: string): string[] {
  const servers = postgresOn(platform, node).map((name) => `postgres.${name}: its data are there`);
  const services = Object.entries(platform.services).flatMap(([service, settings]) => {
    const places = placesOf(platform, service);
    const isHere = places.some((place) => place.node === node);
    const hosts = frontOf(platform, service) === node ? [`hosts of ${service}: they point to its front`] : [];
    if (!isPair(settings)) return [...(isHere ? [`${service}: it is no pair`] : []), ...hosts];
    const isAllHere = isHere && places.every((place) => place.node === node);
    const why = coloursOf(settings).length > 1 ? "both colours are there" : "it has one colour";
    return [...(isAllHere ? [`${service}-${settings.live}: ${why}`] : []), ...hosts];
  });
  return [...services, ...servers];
}
