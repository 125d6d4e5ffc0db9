import { existsSync } from "node:fs";
import { join } from "node:path";
import { exportsOf } from "../../../app/load";
import { isList, isText, partsOf } from "../../../constructs/shared/rules";

/** What an environment file says already that no tfvars file says. */
export interface SaidBefore {
  readonly sharesRunsWith: readonly string[];
  readonly isAdopted: boolean;
}

/** Nothing where there is no file, or one that cannot be loaded: it says something else then. */
export function saidBefore(project: string, file: string): SaidBefore {
  const { sharesRunsWith, adopt } = partsOf(defaultOf(join(project, file)));
  return {
    sharesRunsWith: isList(sharesRunsWith) ? sharesRunsWith.filter(isText) : [],
    isAdopted: adopt !== undefined,
  };
}

function defaultOf(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return exportsOf(path).default;
  } catch {
    return undefined;
  }
}
