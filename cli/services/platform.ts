import { Engine } from "../../constructs/services/apply/engine";
import { type AnyService, isPair } from "../../constructs/services/render/layout";
import type { PairSettings, ServicesEnvironment } from "../../constructs/services/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import { placeOf } from "../../engine/docker-host";
import { reachedPlatform } from "../../engine/droplets";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { workspaceAndRest } from "../words";

/** A platform by the name of its workspace; without a name, the only one. */
export function platformOf(project: Project, workspace: string | undefined): Promise<ServicesEnvironment> {
  return reachedPlatform(project, namedEnvironment(project, "services", workspace), process.env);
}

/** `[workspace] <service>`: the platform, and the other word. */
export async function platformAndService(project: Project, words: readonly string[]) {
  const { workspace, service } = wordsOfService(words);
  return { platform: await platformOf(project, workspace), service };
}

/** The words of `[workspace] <service>`. */
export function wordsOfService(words: readonly string[]) {
  if (words.length === 0 || words.length > 2) {
    throw new Error(`a service must be named, and a workspace before it where there are several, got ${shown(words)}`);
  }
  const { workspace, rest } = workspaceAndRest(words, 1);
  return { workspace, service: rest[0] as string };
}

/** A service or a pair of a platform, by its name. */
export function serviceNamed({ services }: ServicesEnvironment, name: string, ...more: readonly string[]): AnyService {
  const found = Object.hasOwn(services, name) ? services[name] : undefined;
  if (found !== undefined) return found;
  const known = [...Object.keys(services), ...more];
  const advice = didYouMean(name, known) ?? "its file has these";
  throw new Error(`service must be one of ${known.join(", ")}, got ${shown(name)}; ${advice}`);
}

/** A pair of a platform, by its name. */
export function pairNamed(platform: ServicesEnvironment, name: string): PairSettings {
  const service = serviceNamed(platform, name);
  if (isPair(service)) return service;
  const pairs = Object.entries(platform.services).flatMap(([each, settings]) => (isPair(settings) ? [each] : []));
  const there = pairs.length === 0 ? "the file has no pair" : `pairs are ${pairs.join(", ")}`;
  throw new Error(
    `${name} must be a pair, got one container without colours; ${there}: slipway deploy ${platform.name} exchanges it`,
  );
}

/** The engine of a node of a platform, reached as Terraform's provider reaches it. */
export function engineOf({ name, nodes }: Pick<ServicesEnvironment, "name" | "nodes">, node: string): Engine {
  const { droplet, ...host } = nodes?.[node] ?? {};
  // Its name alone would mean this machine's engine.
  if (droplet !== undefined)
    throw new Error(`${node} must be deployed, got no droplet of it; run slipway deploy ${name}`);
  return new Engine(placeOf(host));
}
