import type { DeclaredStack } from "../recovery/import-ids";

interface Container {
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
}

/** Addresses of the containers that a stack declares with a label. */
export function labelled({ resource = {} }: DeclaredStack, wanted: string, text: string): string[] {
  const all = Object.entries(resource.docker_container ?? {}) as [string, Container][];
  return all.flatMap(([name, { labels = [] }]) =>
    labels.some(({ label, value }) => label === wanted && value === text) ? [`docker_container.${name}`] : [],
  );
}
