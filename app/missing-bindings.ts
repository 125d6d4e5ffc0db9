import { DOMAINS } from "../domains/domains";

/** What to say where the bindings of a provider are not installed; undefined of any other error. */
export function missingBindings(error: unknown): string | undefined {
  const [, name] = /^Cannot find module '(@cdktf\/provider-[\w-]+)/.exec((error as Error).message) ?? [];
  if (name === undefined) return undefined;
  const known = DOMAINS.find(({ bindings }) => name in bindings)?.bindings[name];
  return `${name} must be installed, got no such package; run npm install ${known ?? name}`;
}
