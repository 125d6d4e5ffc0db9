import type { Engine, Inspected } from "../../constructs/services/apply/engine";
import { placesOf, upstreamName } from "../../constructs/services/render/layout";
import { POSTGRES_LABEL, postgresOn } from "../../constructs/services/render/postgres";
import type { Colour, ServicesEnvironment } from "../../constructs/services/schema";
import { SPEC_LABEL } from "../../constructs/shared/render/container-name";
import { visible } from "../../constructs/shared/shown";
import type { Stray } from "../../engine/strays/stray";
import { engineOf } from "./platform";
import { FACTS, type FrontFacts, factsIn } from "./routes";

/** What `docker inspect` says of a container of a platform, as far as it is read here. */
interface PlatformContainer extends Inspected {
  readonly Name: string;
  readonly Image: string;
  readonly Created: string;
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly NetworkSettings: {
    readonly Networks?: Readonly<Record<string, unknown>> | null;
    readonly Ports?: Readonly<Record<string, readonly Binding[] | null>> | null;
  };
}

interface Binding {
  readonly HostIp: string;
  readonly HostPort: string;
}

interface InspectedImage {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
}

/** A container of a platform that is on an engine. */
export interface Found {
  readonly id: string;
  readonly container: string;
  /** `front`, as an upstream is called: `nmpi-blue`, `docs`, or as a PostgreSQL server is: `db`. */
  readonly name: string;
  readonly service?: string;
  /** The name of a PostgreSQL server in the file. */
  readonly server?: string;
  readonly colour?: Colour;
  readonly created: string;
  /** The hash of the settings with which it was made. */
  readonly spec?: string;
  readonly imageId: string;
  /** The image by a name that the engine knows for it. */
  readonly image: string;
  /** In the registry, or the id of an image that comes from none. */
  readonly digest: string;
  /** Docker's words: `Up 3 minutes`. */
  readonly status: string;
  /** Docker's word: `running`. */
  readonly state: string;
  readonly exitCode: number;
  readonly health: string;
  /** Names of the networks that it is in. */
  readonly networks: readonly string[];
  /** Those that the node has open for it. */
  readonly ports: readonly string[];
}

/** What is on a node. */
export interface NodeFacts {
  readonly node: string;
  readonly containers: readonly Found[];
  /** Ids of images by the names under which they are declared. */
  readonly images: ReadonlyMap<string, string>;
  /** Absent where the front does not answer. */
  readonly front?: FrontFacts;
  /** Containers that no state has. @default - none */
  readonly strays?: readonly Stray[];
  /** Why nothing is known. */
  readonly trouble?: string;
}

/** Looks at a node; an engine that does not answer is told of, and no error. */
export async function lookAt(platform: ServicesEnvironment, node: string): Promise<NodeFacts> {
  try {
    const engine = engineOf(platform, node);
    const containers = await containersOn(engine, platform.name);
    const images = await Promise.all(
      imagesOf(platform, node).map(async (name) => [name, await idOf(engine, name)] as const),
    );
    const front = await frontFacts(engine, platform);
    return { node, containers, images: new Map(images), ...(front && { front }) };
  } catch (error) {
    return { node, containers: [], images: new Map(), trouble: (error as Error).message };
  }
}

/** A platform's containers on an engine, the newest first; those that only migrate are left out. */
export async function containersOn(engine: Engine, platform: string): Promise<Found[]> {
  const filter = ["--filter", `label=services.platform=${platform}`, "--format", "{{.ID}} {{.Status}}"];
  const listed = await must(engine, ["ps", "--all", "--no-trunc", ...filter]);
  const words = new Map(lines(listed).map((line) => [line.slice(0, 64), line.slice(65)] as const));
  if (words.size === 0) return [];
  const inspected = await inspect<PlatformContainer>(engine, "container", [...words.keys()]);
  const images = await inspect<InspectedImage>(engine, "image", [...new Set(inspected.map(({ Image }) => Image))]);
  const known = new Map(images.map((image) => [image.Id, image]));
  const found = inspected.map((each) => foundOf(each, words.get(each.Id) ?? "", known.get(each.Image)));
  return found
    .filter(({ container, name }) => !container.startsWith(`${platform}-${name}-migrate-`))
    .sort((a, b) => (a.created < b.created ? 1 : -1));
}

function foundOf(each: PlatformContainer, words: string, image: InspectedImage | undefined): Found {
  const { State, Config, NetworkSettings } = each;
  const labels = Config.Labels ?? {};
  const { "services.service": service, "services.colour": colour, [SPEC_LABEL]: spec } = labels;
  const { [POSTGRES_LABEL]: server } = labels;
  return {
    id: each.Id,
    container: each.Name.replace(/^\//, ""),
    name: service === undefined ? (server ?? "front") : upstreamName(service, colour as Colour | undefined),
    ...(server !== undefined && { server }),
    ...(service !== undefined && { service }),
    ...(colour !== undefined && { colour: colour as Colour }),
    ...(spec !== undefined && { spec }),
    created: each.Created,
    imageId: each.Image,
    image: image?.RepoTags?.[0] ?? image?.RepoDigests?.[0] ?? each.Image,
    digest: image?.RepoDigests?.[0]?.split("@")[1] ?? each.Image,
    status: words.replace(/ \((healthy|unhealthy|health: starting)\)$/, ""),
    state: State.Status,
    exitCode: State.ExitCode,
    health: State.Health?.Status ?? "none",
    networks: Object.keys(NetworkSettings.Networks ?? {}),
    ports: Object.entries(NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}->${port}`),
    ),
  };
}

/** The images that are declared for a node, by their names. */
function imagesOf(platform: ServicesEnvironment, node: string): string[] {
  const names = Object.keys(platform.services).flatMap((service) =>
    placesOf(platform, service).flatMap((placed) =>
      placed.node === node ? [declaredImage(platform, service, placed.colour)] : [],
    ),
  );
  const servers = postgresOn(platform, node).map((name) => imageName(platform.postgres?.[name]?.image ?? ""));
  return [...new Set([...names, ...servers, imageName(platform.front.image)])];
}

/** The image that is declared for a service, or for a colour of a pair. */
export function declaredImage({ services }: ServicesEnvironment, service: string, colour?: Colour): string {
  const settings = services[service] as { readonly [key in Colour | "image"]?: unknown };
  const image = colour === undefined ? settings.image : (settings[colour] as { readonly image: unknown }).image;
  return imageName(image as string | { readonly local: string });
}

export function imageName(image: string | { readonly local: string }): string {
  return typeof image === "string" ? image : image.local;
}

async function idOf(engine: Engine, image: string): Promise<string> {
  return (await engine.docker(["image", "inspect", "--format", "{{.Id}}", image])).stdout.trim();
}

/** What the front of a node has; nothing where it does not answer. */
export async function frontFacts(engine: Engine, platform: ServicesEnvironment): Promise<FrontFacts | undefined> {
  const { code, stdout } = await engine.run(`${platform.name}-front`, FACTS);
  return code === 0 ? factsIn(stdout) : undefined;
}

async function inspect<T>(engine: Engine, kind: "container" | "image", ids: readonly string[]): Promise<T[]> {
  // One that has just gone is no error of the others.
  const { stdout, stderr } = await engine.docker([kind, "inspect", ...ids]);
  if (stdout.trim().startsWith("[")) return JSON.parse(stdout) as T[];
  throw new Error(silence(stderr));
}

async function must(engine: Engine, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await engine.docker(args);
  if (code === 0) return stdout;
  throw new Error(silence(stderr));
}

function silence(said: string): string {
  const reason = said.trim().split("\n").at(-1) ?? "";
  return `its Docker engine must answer, got ${JSON.stringify(visible(reason))}; start it, or correct nodes in the file`;
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
