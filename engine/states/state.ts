import { existsSync, readFileSync } from "node:fs";

/** A state as Terraform writes it; only what is read here. */
export interface State {
  readonly version: number;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources?: readonly StateResource[];
}

/** A resource of a state, with all its instances. */
export interface StateResource {
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `provider["registry.terraform.io/hashicorp/aws"]`, with a dot and an alias behind it where there is one. */
  readonly provider: string;
  readonly instances?: readonly StateInstance[];
}

interface StateInstance {
  /** Of one of several. */
  readonly index_key?: string | number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
}

/** Reads the text of a state; undefined of an empty one. */
export function stateFrom(text: string): State | undefined {
  return text.trim() === "" ? undefined : (JSON.parse(text) as State);
}

/** The same of a text that may be anything, as a full disk leaves it: undefined of what is no state too. */
export function readableState(text: string): State | undefined {
  try {
    const state = stateFrom(text);
    return typeof state?.serial === "number" ? state : undefined;
  } catch {
    return undefined;
  }
}

/** The state of a file; undefined where there is none. */
export function stateIn(file: string): State | undefined {
  return existsSync(file) ? stateFrom(readFileSync(file, "utf8")) : undefined;
}

/** The resources that a state has made; what it only reads is left out. */
export function resourcesOf(state: State | undefined): readonly StateResource[] {
  return (state?.resources ?? []).filter(({ mode }) => mode === "managed");
}

/** How many things a state has, each instance counted, as in a plan. */
export function countOf(state: State | undefined): number {
  return resourcesOf(state).reduce((sum, { instances = [] }) => sum + instances.length, 0);
}

/** Addresses of a state's resources, without the keys of their instances. */
export function addressesOf(state: State | undefined): string[] {
  return resourcesOf(state).map(addressOf);
}

export function addressOf({ module, type, name }: StateResource): string {
  return [...(module ? [module] : []), type, name].join(".");
}

/** The text of a state with another serial and lineage, and everything else as it was: numbers in it may be larger than ours. */
export function renumbered(text: string, { serial, lineage }: Pick<State, "serial" | "lineage">): string {
  const before = stateFrom(text);
  const after = text
    .replace(/^( {2}"serial": )\d+/m, (_, key: string) => `${key}${serial}`)
    .replace(/^( {2}"lineage": )"[^"]*"/m, (_, key: string) => `${key}${JSON.stringify(lineage)}`);
  const read = stateFrom(after);
  if (before === undefined || read?.serial !== serial || read.lineage !== lineage) {
    throw new Error(
      `a state must have a serial and a lineage in lines of their own, got ${JSON.stringify(text.slice(0, 200))}`,
    );
  }
  return after;
}
