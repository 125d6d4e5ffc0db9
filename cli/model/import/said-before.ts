import { existsSync } from "node:fs";
import { join } from "node:path";
import { isList, isText, partsOf } from "../../../constructs/shared/rules";
import { exportsOf } from "./shared-file";

/** What an environment file says already that no tfvars file says. */
export interface SaidBefore {
  readonly sharesRunsWith: readonly string[];
  readonly isAdopted: boolean;
}

/** Nothing where there is no file, or one that cannot be loaded: it says something else then. */
export function saidBefore(project: string, file: string): SaidBefore {
  const { sharesRunsWith, adopt } = partsOf(defaultOf(join(project, file), file));
  return {
    sharesRunsWith: isList(sharesRunsWith) ? sharesRunsWith.filter(isText) : [],
    isAdopted: adopt !== undefined,
  };
}

function defaultOf(path: string, file: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return (exportsOf(path, file) as { readonly default?: unknown }).default;
  } catch {
    return undefined;
  }
}
