import { PRESET } from "../../../constructs/services/render/presets";
import type { ServiceContainerSettings } from "../../../constructs/services/schema";
import type { OldVariable } from "./lists";
import type { Note } from "./note";
import { looksSecret } from "./secret-words";
import type { OldSecrets } from "./secrets-file";
import type { OldService } from "./service-file";

/** Variables of a new service. */
export interface NewVariables {
  readonly settings: Pick<ServiceContainerSettings, "environment" | "secretEnvironment">;
  readonly notes: readonly Note[];
}

/** A secret's name, and the variable of Terraform that has its value. */
type Hidden = readonly [name: string, { readonly variable: string }];

/** Names of a service's secrets: those of its file, of its preset, and what looks like one. */
export function secretNames(service: OldService, secrets: readonly OldSecrets[]): string[] {
  const own = secrets.filter((each) => each.service === service.name).flatMap(({ names }) => names);
  const alike = service.variables.filter(({ name, value }) => looksSecret(name, value)).map(({ name }) => name);
  return [...new Set([...own, ...(presetOf(service.name)?.secrets ?? []), ...alike])];
}

/** What is known of a service by its name. */
export function presetOf(name: string) {
  return Object.hasOwn(PRESET, name) ? PRESET[name as keyof typeof PRESET] : undefined;
}

/** `shared` are names of secrets that several services have, each with a value of its own. */
export function newVariables(service: OldService, secrets: readonly string[], shared: readonly string[]): NewVariables {
  const { name: own, variables } = service;
  const plain = variables.filter(({ name }) => !secrets.includes(name));
  const known = plain.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const hidden = secrets.map((name): Hidden => {
    const lower = name.toLowerCase();
    const prefix = `${own.replaceAll("-", "_")}_`;
    return [name, { variable: shared.includes(name) && !lower.startsWith(prefix) ? `${prefix}${lower}` : lower }];
  });
  const unknown = plain.filter(({ value }) => value === undefined);
  const withValue = variables.filter(({ name, value }) => value !== undefined && secrets.includes(name));
  return {
    settings: {
      ...(known.length > 0 && { environment: Object.fromEntries(known) }),
      ...(hidden.length > 0 && { secretEnvironment: Object.fromEntries(hidden) }),
    },
    notes: [...unknownNotes(variables, unknown), ...secretNotes(withValue, hidden)],
  };
}

function unknownNotes([first]: readonly OldVariable[], unknown: readonly OldVariable[]): Note[] {
  if (first === undefined || unknown.length === 0) return [];
  const names = unknown.map(({ name }) => name).join(", ");
  return [
    {
      line: unknown[0]?.line ?? first.line,
      text: `env has no values of ${names}, because deploy.py takes them from the shell; write them into environment`,
      toDo: `write ${names} into environment: deploy.py took the values from the shell`,
    },
  ];
}

function secretNotes(withValue: readonly OldVariable[], hidden: readonly Hidden[]): Note[] {
  const all = hidden.map(([, { variable }]) => `TF_VAR_${variable}`).join(", ");
  return [
    ...withValue.map(({ name, line }) => ({
      line,
      text: `env.${name} is imported without its value, because it looks like a secret; if it is none, write it into environment`,
    })),
    ...(all === "" ? [] : [{ line: 1, text: `secrets are imported by name; set ${all} in the shell that deploys` }]),
  ];
}
