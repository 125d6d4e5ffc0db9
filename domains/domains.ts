import type { Domain } from "./domain";
import { model } from "./model";
import { observatory } from "./observatory";
import { pipelines } from "./pipelines";
import { plugins } from "./plugins";
import { services } from "./services";

/** The domains, in the order in which their workspaces are listed. */
export const DOMAINS = [model, plugins, services, pipelines, observatory] as const;

type EnvironmentOf<D> = D extends Domain<string, infer E> ? E : never;

/** What the files of a domain export, by the domain's name. */
export type Environments = { readonly [D in (typeof DOMAINS)[number] as D["name"]]: EnvironmentOf<D> };

/** An environment of some domain. */
export type Environment = Environments[keyof Environments];

/** A domain by its name, for an environment of it. */
export function domainNamed(name: keyof Environments): Domain<string, Environment> {
  // What a file exports has been checked against the rules of its own domain.
  return DOMAINS.find((domain) => domain.name === name) as unknown as Domain<string, Environment>;
}
