import type { CommonSettings, PairSettings, ServiceSettings } from "../../../constructs/services/schema";
import { imageReference } from "../../../constructs/shared/container/image-reference";
import { nodeOf } from "./nodes";
import type { Note } from "./note";
import type { OldService } from "./service-file";
import { type NewVariables, presetOf } from "./variables";

/** A service of the new file. */
export interface NewService {
  readonly settings: ServiceSettings | PairSettings;
  readonly notes: readonly Note[];
}

/** Names of hosts end with it. */
export function newService(old: OldService, { settings, notes }: NewVariables, domain: string): NewService {
  const preset = presetOf(old.name) && { preset: old.name as NonNullable<CommonSettings["preset"]> };
  const port = portOf(old);
  const node = nodeOf(old);
  const mounts = old.volumes.map(({ source, path, readOnly }) => ({ source, path, ...(readOnly && { readOnly }) }));
  const made = imageOf(old, domain);
  return {
    settings: {
      ...preset,
      ...port.settings,
      hosts: [`${old.name}.${domain}`],
      ...made.settings,
      ...settings,
      ...(mounts.length > 0 && { mounts }),
      ...(node !== undefined && { node }),
    },
    notes: [...made.notes, ...port.notes, ...notes, ...volumeNotes(old)],
  };
}

type OfService = Pick<ServiceSettings, "image" | "allowLatest">;
type OfPair = Pick<PairSettings, "stagingHosts" | "live" | "blue" | "green">;
type Made<T> = { readonly settings: T; readonly notes: readonly Note[] };

/** deploy.py builds an image for each colour, and its tag is the colour; what it does not build is `latest`. */
function imageOf({ name, image, dockerfile }: OldService, domain: string): Made<OfService | OfPair> {
  const { source, line } = image;
  const { tag, digest } = imageReference(source) ?? {};
  const build = dockerfile === undefined ? [] : [buildNote(dockerfile.line, dockerfile.source, source)];
  if (tag === undefined && digest === undefined && dockerfile !== undefined) {
    const settings: OfPair = {
      stagingHosts: [`${name}-staging.${domain}`],
      live: "blue",
      blue: { image: `${source}:blue` },
      green: { image: `${source}:green` },
    };
    const text = `${name} is imported as a pair, because it is built for each colour, and blue as the live one, because no file says which is; correct live`;
    return {
      settings,
      notes: [{ line, text, toDo: "name versions in place of the tags blue and green, and the live colour" }, ...build],
    };
  }
  const isLatest = digest === undefined && (tag ?? "latest") === "latest";
  const settings = {
    ...(isLatest && { allowLatest: true }),
    image: tag === undefined && digest === undefined ? `${source}:latest` : source,
  };
  if (!isLatest) return { settings, notes: build };
  const text = `image has no version, so it is imported as latest, which is another image tomorrow; name a version, and remove allowLatest`;
  return {
    settings,
    notes: [{ line, text, toDo: "name a version in place of latest, and remove allowLatest" }, ...build],
  };
}

function buildNote(line: number, dockerfile: string, image: string): Note {
  const what = `dockerfile ${dockerfile}`;
  return {
    line,
    text: `${what} is not imported; slipway services build builds and pushes ${image}, by version`,
    toDo: `build and push ${image} by slipway services build: ${what}`,
  };
}

/** The port that answers the front. The node's ports belong to the front. */
function portOf({ name, ports }: OldService): Made<Pick<CommonSettings, "port" | "scheme">> {
  const preset = presetOf(name);
  const [first] = ports;
  const port = ports.find(({ container }) => container === preset?.port) ?? first;
  const others = ports.filter((each) => each !== port);
  const isKnown = preset !== undefined && (port === undefined || port.container === preset.port);
  const settings = {
    ...(port !== undefined && { port: port.container }),
    ...(port?.container === 443 && { scheme: "https" as const }),
  };
  return {
    settings: isKnown ? {} : settings,
    notes: [
      ...others.map(({ line, container }) => ({
        line,
        text: `port ${container} is not imported, because the front asks one port of a container, ${port?.container}; correct port if it is the other`,
        toDo: `nobody reaches port ${container} any more`,
      })),
      ...ports.flatMap(({ line, container, node }) =>
        node === undefined || [80, 443].includes(node)
          ? []
          : [
              {
                line,
                text: `port ${node} of the node, for ${container}, is not imported, because only the front publishes ports; browsers use the host's name`,
              },
            ],
      ),
    ],
  };
}

function volumeNotes({ volumes }: OldService): Note[] {
  return volumes
    .filter(({ source }) => source.startsWith("/"))
    .map(({ line, source }) => ({
      line,
      text: `${source} must exist on the node before you deploy; copy it there`,
      toDo: `${source} must exist on the node`,
    }));
}
