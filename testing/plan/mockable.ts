import type { StackJson } from "./settings";

type Block = Readonly<Record<string, unknown>>;

/**
 * A stack's JSON without what mocks cannot stand for: provisioners, which Terraform runs for mocked resources too; protection from
 * being destroyed, for a test ends with a destroy; checks that ask the cloud by a data source of their own; and imports, for nothing is there.
 */
export function mockable({ resource = {}, check = {}, import: _, ...json }: StackJson): StackJson {
  const resources = mapped(resource, (all) => mapped(all, unprotected));
  const checks = Object.fromEntries(Object.entries(check).filter(([, { data }]) => data === undefined));
  return {
    ...json,
    ...(Object.keys(resources).length === 0 ? {} : { resource: resources }),
    ...(Object.keys(checks).length === 0 ? {} : { check: checks }),
  };
}

function unprotected({ provisioner: _, ...block }: Block): Block {
  if (typeof block.lifecycle !== "object" || block.lifecycle === null) return block;
  const { prevent_destroy: __, ...lifecycle } = block.lifecycle as Block;
  return { ...block, lifecycle };
}

function mapped<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
