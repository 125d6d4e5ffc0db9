import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { exportsOf } from "../../../app/load";
import type { ModelEnvironment } from "../../../constructs/model/schema";
import { isRecord } from "../../../constructs/shared/rules";
import type { Backend } from "../../../constructs/shared/schema";
import { shown } from "../../../constructs/shared/shown";
import { typesFor } from "../../new-file";
import { typescriptOf } from "../../typescript";
import type { OldModel } from "./old-model";
import { SHARED_BY_MODULES } from "./old-modules";

export const SHARED_FILE = "environments/model/_quetzal.ts";

/** What only the owners of models know. */
export interface Owned {
  readonly accountId?: string;
  /** @default - the states are files of the project */
  readonly backend?: Backend;
}

export type Shared = Partial<ModelEnvironment>;

/** What the file of an earlier import exports; nothing where there is none. */
export function sharedThere(project: string): Shared | undefined {
  const path = join(project, SHARED_FILE);
  if (!existsSync(path)) return undefined;
  const { quetzal } = loaded(path);
  if (isRecord(quetzal)) return quetzal;
  throw new Error(
    `${SHARED_FILE} must export what models share as quetzal, got no such object; write it, or move the file`,
  );
}

function loaded(path: string) {
  try {
    return exportsOf(path);
  } catch (error) {
    const [got] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(`${SHARED_FILE} must load without an error, got ${shown(got)}; correct it there`);
  }
}

/** What the modules give all models; of region and pool what most of these have. */
export function newShared(models: readonly OldModel[], owned: Owned): Shared {
  const { region, access, ...others } = SHARED_BY_MODULES;
  return {
    ...withoutUsual(owned),
    region: most(models.map((each) => each.region)) ?? region,
    ...others,
    access: { ...access, identityPoolId: most(models.map((each) => each.identityPoolId)) ?? access.identityPoolId },
  };
}

/** What a file of the project says, with what owners have said now; nothing of it where that is the same. */
export function changedShared(shared: Shared, owned: Owned): { readonly shared: Shared; readonly differing: string[] } {
  const usual = { backend: { local: {} } };
  const keys = Object.keys(owned) as (keyof Owned)[];
  const differing = keys.filter((key) => !isDeepStrictEqual({ ...usual, ...shared }[key], owned[key]));
  const { backend: before, ...others } = shared;
  const { backend = before, ...given } = owned;
  return { shared: withoutUsual({ ...others, ...given, ...(backend !== undefined && { backend }) }), differing };
}

/** A state in the project is what there is without a backend. */
function withoutUsual<T extends Owned>(settings: T): T {
  if (settings.backend === undefined || !("local" in settings.backend)) return settings;
  const { backend: _, ...others } = settings;
  return others as T;
}

/** Where a file of the project says something else than the modules did: its plan would have a change. */
export function differingFromModules(shared: Shared): string[] {
  const { region: _, access, ...others } = SHARED_BY_MODULES;
  const differing = Object.entries(others).filter(([key, value]) => !isDeepStrictEqual(Object(shared)[key], value));
  const { identityPoolId = access.identityPoolId } = shared.access ?? {};
  const isSame = isDeepStrictEqual(shared.access, { ...access, identityPoolId });
  return [...differing.map(([key]) => key), ...(isSame ? [] : ["access"])];
}

export function sharedText(project: string, shared: Shared): string {
  const lines = Object.entries(shared).map(([key, value]) => `  ${key}: ${typescriptOf(value, 2, key.length + 3)},`);
  return `import type { ModelEnvironment } from ${JSON.stringify(typesFor(project, "model", join(project, SHARED_FILE)))};

/** What all models of Quetzal share. */
export const quetzal = {
${lines.join("\n")}
} satisfies Partial<ModelEnvironment>;
`;
}

/** The value that is there most often, the first of several. */
function most(values: readonly string[]): string | undefined {
  const times = (value: string) => values.filter((each) => each === value).length;
  return [...values].sort((a, b) => times(b) - times(a))[0];
}
