import type { Engine } from "../../constructs/services/apply/engine";
import { placesOf } from "../../constructs/services/render/layout";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { imageReference } from "../../constructs/shared/container/image-reference";
import { declaredImage, imageName } from "./look";

/** What `docker inspect` says of an image, as far as it is read here. */
export interface EngineImage {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  /** In bytes, with the layers that it shares with others. */
  readonly Size: number;
  readonly Created: string;
  /** When the engine got it under one of its names. */
  readonly Metadata?: { readonly LastTagTime?: string };
}

/** The images that an environment file names, by services, and `front`. */
export type DeclaredImages = ReadonlyMap<string, readonly string[]>;

/** What is kept beside images that a container uses. */
export interface Keeping {
  readonly declared: DeclaredImages;
  /** Ids of images that a container uses, or a file of the project names. */
  readonly needed: ReadonlySet<string>;
  /** So many older images of each service stay, to go back to. */
  readonly keep: number;
  /** Names of images that were deployed, the last one first: to those somebody goes back. */
  readonly deployed: readonly string[];
}

/** The images that a file names, by services. */
export function declaredImages(platform: ServicesEnvironment): DeclaredImages {
  const services = Object.keys(platform.services).map((service) => {
    const images = placesOf(platform, service).map(({ colour }) => declaredImage(platform, service, colour));
    return [service, images] as const;
  });
  return new Map([...services, ["front", [imageName(platform.front.image)]]]);
}

/**
 * Images that may go: older than the newest of their service that is needed, and not among the last ones to go back to. Those are the last
 * that were deployed, then the newest. One that has a name in another repository too is somebody else's.
 */
export function oldImages(
  images: readonly EngineImage[],
  { declared, needed, keep, deployed }: Keeping,
): EngineImage[] {
  const places = new Map([...new Set(deployed.flatMap(wholeNames))].map((name, place) => [name, place]));
  const placeOf = (image: EngineImage) =>
    Math.min(
      ...[...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])]
        .flatMap(wholeNames)
        .map((name) => places.get(name) ?? LAST),
    );
  const all = new Set([...declared.values()].flat().map(repositoryOf));
  const ours = images.filter((image) => repositoriesOf(image).every((repository) => all.has(repository)));
  const known = ours
    .filter((image) => repositoriesOf(image).length > 0)
    .sort(
      (one, other) =>
        age(one, other) || Number(needed.has(other.Id)) - Number(needed.has(one.Id)) || byName(one, other),
    );
  const kept = new Set<string>(needed);
  for (const names of declared.values()) {
    const repositories = new Set(names.map(repositoryOf));
    const own = known.filter((image) => repositoriesOf(image).some((repository) => repositories.has(repository)));
    const newest = own.findIndex(({ Id }) => needed.has(Id));
    // What is newer is the next version.
    for (const { Id } of own.slice(0, Math.max(newest, 0))) kept.add(Id);
    const older = own
      .slice(Math.max(newest, 0))
      .filter(({ Id }) => !needed.has(Id))
      .sort((one, other) => placeOf(one) - placeOf(other));
    for (const { Id } of older.slice(0, keep)) kept.add(Id);
  }
  return known.filter(({ Id }) => !kept.has(Id));
}

/** The names by which an image is removed. */
export function namesOf({ Id, RepoTags, RepoDigests }: EngineImage): readonly string[] {
  const names = RepoTags?.length ? RepoTags : (RepoDigests ?? []);
  return names.length > 0 ? names : [Id];
}

/** Every image of an engine. */
export async function imagesOn(engine: Engine): Promise<EngineImage[]> {
  const ids = [...new Set(await linesOf(engine, ["image", "ls", "--no-trunc", "--quiet"]))];
  return inspected<EngineImage>(engine, "image", ids);
}

/** The images that containers use, by the ids of the containers. */
export async function imagesInUse(engine: Engine): Promise<ReadonlyMap<string, string>> {
  const ids = await linesOf(engine, ["ps", "--all", "--no-trunc", "--quiet"]);
  const containers = await inspected<{ readonly Id: string; readonly Image: string }>(engine, "container", ids);
  return new Map(containers.map(({ Id, Image }) => [Id, Image]));
}

/** Ids of images by names; of those that the engine does not have, nothing. */
export async function idsOf(engine: Engine, names: readonly string[]): Promise<string[]> {
  const found = await inspected<EngineImage>(engine, "image", names);
  return found.map(({ Id }) => Id);
}

/** A command line is not endless, over `ssh` even less. */
const AT_ONCE = 50;

async function inspected<T>(engine: Engine, kind: "container" | "image", names: readonly string[]): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const { stdout } = await engine.docker([kind, "inspect", ...names.slice(from, from + AT_ONCE)]);
    // One that has just gone is no error of the others.
    if (stdout.trim().startsWith("[")) found.push(...(JSON.parse(stdout) as T[]));
  }
  return found;
}

async function linesOf(engine: Engine, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await engine.docker(args);
  if (code !== 0) throw new Error(`the Docker engine must answer, got ${JSON.stringify(stderr.trim())}`);
  return stdout.split("\n").filter((line) => line !== "");
}

/** The newest first. */
function age(one: EngineImage, other: EngineImage): number {
  return time(other.Created) - time(one.Created) || time(other.Metadata?.LastTagTime) - time(one.Metadata?.LastTagTime);
}

/** Of one date, the highest version first. */
function byName(one: EngineImage, other: EngineImage): number {
  return (namesOf(other)[0] ?? "").localeCompare(namesOf(one)[0] ?? "", "en", { numeric: true });
}

/** Some builds give all images the same date, before there was Docker. */
function time(text = ""): number {
  return Math.max(Date.parse(text) || 0, 0);
}

function repositoriesOf({ RepoTags, RepoDigests }: EngineImage): string[] {
  return [...(RepoTags ?? []), ...(RepoDigests ?? [])].map(repositoryOf);
}

const LAST = Number.MAX_SAFE_INTEGER;

/** An image's names by its tag and by its digest, the same however they are written. */
function wholeNames(name: string): string[] {
  const { tag, digest } = imageReference(name) ?? {};
  const repository = repositoryOf(name);
  return [
    ...(tag === undefined ? [] : [`${repository}:${tag}`]),
    ...(digest === undefined ? [] : [`${repository}@${digest}`]),
  ];
}

/** The repository of an image, as Docker writes it: `docker.io/library/caddy` is `caddy`. */
function repositoryOf(name: string): string {
  const repository = imageReference(name)?.repository ?? name;
  return repository.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
}
