import type { Parts, Rule } from "../rules";
import { settings } from "./schema";
import type { ContainerSettings } from "./settings";

const RULES = new Map<string, Rule>(Object.entries(settings.shape));

/** The settings of a container that are right by themselves: what is wrong between others cannot be said. */
export function rightSettings(all: Parts): Partial<ContainerSettings> {
  const kept = Object.entries(all).filter(([name, value]) => RULES.get(name)?.safeParse(value).success);
  return Object.fromEntries(kept) as Partial<ContainerSettings>;
}
