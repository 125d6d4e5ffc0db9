import {
  type AnyService,
  COLOURS,
  containerOf,
  isPair,
  otherColour,
  placesOf,
  upstreamName,
} from "../../constructs/services/render/layout";
import type { Colour, ServicesEnvironment } from "../../constructs/services/schema";
import { imageReference } from "../../constructs/shared/container/image-reference";
import { overSsh } from "../../constructs/shared/render/docker-host";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { serviceNamed, wordsOfService } from "./platform";
import { idleColour } from "./status";

/** The image that is built: that of a service, or of a colour. */
export interface BuildTarget {
  readonly platform: ServicesEnvironment;
  readonly service: string;
  readonly colour?: Colour;
  /** `nmpi-green`, or `docs`. */
  readonly name: string;
  /** The image's name without tag and digest. */
  readonly repository: string;
  /** The node whose engine has it. @default - it is in a registry */
  readonly localTo?: string;
  /** The environment file, from the project's folder. */
  readonly file: string;
  /** Where the file names the image. */
  readonly path: readonly string[];
}

/** @param words `[workspace] <service>` @param wanted a colour. @default - of a pair, the idle one */
export function buildTarget(project: Project, words: readonly string[], wanted?: string): BuildTarget {
  const { workspace, service } = wordsOfService(words);
  const platform = namedEnvironment(project, "services", workspace);
  const settings = serviceNamed(platform, service);
  const colour = colourOf(settings, service, wanted);
  const name = upstreamName(service, colour);
  const { image } = containerOf(settings, colour);
  const isLocal = typeof image !== "string";
  return {
    ...{ platform, service, ...(colour && { colour }), name },
    repository: repositoryOf(isLocal ? image.local : image, service, name),
    ...(isLocal && { localTo: nodeWith(platform, service, colour) }),
    file: project.workspace(platform.name).file,
    path: ["services", service, ...(colour === undefined ? [] : [colour]), "image", ...(isLocal ? ["local"] : [])],
  };
}

function colourOf(settings: AnyService, service: string, wanted: string | undefined): Colour | undefined {
  if (!isPair(settings)) {
    if (wanted === undefined) return undefined;
    throw new Error(`--colour must be left out for ${service}, got ${shown(wanted)}: it is no pair`);
  }
  if (wanted === undefined) {
    const { live } = settings;
    const idle = idleColour(settings);
    if (idle !== undefined) return idle;
    const advice = `add ${otherColour(live)}: { image: "…" } to it, or say --colour ${live}`;
    throw new Error(`${service} must have an idle colour, got ${live} alone; ${advice}`);
  }
  const colour = COLOURS.find((each) => each === wanted);
  if (colour === undefined) {
    throw new Error(`--colour must be blue or green, got ${shown(wanted)}; left out, it is the idle one`);
  }
  if (settings[colour] !== undefined) return colour;
  throw new Error(`--colour must be one that ${service} has, got ${colour}; add ${colour}: { image: "…" } to it`);
}

function repositoryOf(image: string, service: string, name: string): string {
  const repository = imageReference(image)?.repository;
  // An id is no name.
  if (repository !== undefined && !/^(sha256:)?[0-9a-f]{64}$/.test(image)) return repository;
  const example = `for example "${service}:1"`;
  throw new Error(`image of ${name} must be a name that can have a tag, got ${shown(image)}; ${example}`);
}

/** The build context does not get to an engine that is reached over `ssh`. */
function nodeWith(platform: ServicesEnvironment, service: string, colour: Colour | undefined): string {
  const { node } = placesOf(platform, service).find((placed) => placed.colour === colour) as { readonly node: string };
  const { dockerHost, droplet } = platform.nodes?.[node] ?? {};
  if (droplet === undefined && !overSsh(dockerHost)) return node;
  const [name, example] = [upstreamName(service, colour), `"registry.example.org/${service}:1"`];
  throw new Error(
    `image of ${name} must be of a registry to be built here for ${node}, got { local: … }; name one such as ${example}`,
  );
}
