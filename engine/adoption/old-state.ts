import { GUARD, MARKER, OLD_ADDRESSES } from "../../constructs/model/render/old-modules";
import { addressesOf, addressOf, resourcesOf, type State, type StateResource, stateFrom } from "../states/state";

/** Of the older modules: the second has `count` on two of them. */
export type Generation = 1 | 2;

/**
 * What a state of a model has: nothing; what the older modules made, with Fargate or without; the same after its adoption; what Slipway
 * created itself; or something else.
 */
export type StateKind = "empty" | "fargate" | "old" | "adopted" | "created" | "other";

const OLD = new Set(Object.values(OLD_ADDRESSES));
const NULL_RESOURCE = OLD_ADDRESSES[`terraform_data.${MARKER}`] as string;
const GUARDED = `provider["terraform.io/builtin/terraform"].${GUARD}`;
const NULL_PROVIDER = 'provider["registry.terraform.io/hashicorp/null"]';
/** The marker's id where the old state had no `null_resource`. */
const NO_ID = "adopted";

export function kindOf(state: State | undefined): StateKind {
  const resources = resourcesOf(state);
  const addresses = addressesOf(state);
  if (addresses.length === 0) return "empty";
  if (addresses.some(isOfFargate)) return "fargate";
  if (addresses.some(isOld)) return "old";
  if (resources.some(isMarker)) return "adopted";
  return addresses.some((address) => address in OLD_ADDRESSES) ? "created" : "other";
}

/** Whether an address is one of the older modules', of either generation. */
export function isOld(address: string): boolean {
  return OLD.has(counted(address));
}

/** Whether it is of the older modules' Fargate. */
export function isOfFargate(address: string): boolean {
  return /^module\.ecs\b/.test(address);
}

export function generationOf(state: State | undefined): Generation {
  return resourcesOf(state).some(({ module = "" }) => module.endsWith("[0]")) ? 2 : 1;
}

/** How many the marker is to stand for. */
export function nullResourcesIn(state: State | undefined): number {
  return resourcesOf(state).filter((each) => addressOf(each) === NULL_RESOURCE).length;
}

/** Whether its `null_resource` has been dealt with. */
export function isMarked(state: State | undefined): boolean {
  return resourcesOf(state).some(isMarker);
}

/**
 * The text of an old state in which the marker stands for the `null_resource`, as a `moved` block makes it where the null provider is
 * installed. Everything else is as it was.
 */
export function markedText(text: string): string {
  const state = readExactly(text);
  const resources = state.resources ?? [];
  const found = resources.find((each) => addressOf(each) === NULL_RESOURCE);
  const { id = NO_ID } = found?.instances?.[0]?.attributes ?? {};
  const others = resources.filter((each) => each !== found && !isMarker(each));
  return written(state, [...others, markerOf(id)]);
}

/** The text of an adopted state with the addresses of a generation again, and the outputs that the old code had. */
export function unadoptedText(text: string, generation: Generation, outputs: State["outputs"] = {}): string {
  const state = readExactly(text);
  const resources = (state.resources ?? []).flatMap((each) => {
    if (isMarker(each)) return nullResourceOf(each);
    const old = OLD_ADDRESSES[addressOf(each)];
    return [old === undefined ? each : { ...each, ...placeOf(ofGeneration(old, generation)) }];
  });
  const moved = resources.map((each) =>
    withDependencies(each, (address) => configured(OLD_ADDRESSES[address] ?? address)),
  );
  return written({ ...state, outputs }, moved);
}

/** What the old code would destroy, for it has no address there. */
export function withoutOldAddress(state: State | undefined): string[] {
  return addressesOf(state).filter((address) => !(address in OLD_ADDRESSES) && !isOld(address));
}

/** The address in the second generation. */
function counted(address: string): string {
  return address.replace(/^(module\.(?:lambda|step_function))\./, "$1[0].");
}

function ofGeneration(address: string, generation: Generation): string {
  return generation === 1 ? configured(address) : address;
}

/** Without the keys of instances, as states name what something depends on. */
function configured(address: string): string {
  return address.replaceAll("[0]", "");
}

function placeOf(address: string): Pick<StateResource, "module" | "type" | "name"> {
  const [, module = "", type = "", name = ""] = /^(module\.[^.]+)\.([^.]+)\.([^.]+)$/.exec(address) ?? [];
  return { module, type, name };
}

function isMarker({ module, type, name, provider }: StateResource): boolean {
  return !module && type === "terraform_data" && name === MARKER && provider === GUARDED;
}

function markerOf(id: unknown): StateResource {
  const attributes = { id, input: null, output: null, triggers_replace: null };
  const instances = [{ schema_version: 0, attributes, sensitive_attributes: [] }];
  return { mode: "managed", type: "terraform_data", name: MARKER, provider: GUARDED, instances };
}

function nullResourceOf({ instances = [] }: StateResource): StateResource[] {
  const id = instances[0]?.attributes?.id;
  if (id === NO_ID) return [];
  const made = { schema_version: 0, attributes: { id, triggers: null }, sensitive_attributes: [] };
  return [{ ...placeOf(NULL_RESOURCE), mode: "managed", provider: NULL_PROVIDER, instances: [made] }];
}

function withDependencies(resource: StateResource, change: (address: string) => string): StateResource {
  const { instances } = resource;
  if (instances === undefined) return resource;
  const changed = instances.map((each) =>
    each.dependencies === undefined ? each : { ...each, dependencies: each.dependencies.map(change) },
  );
  return { ...resource, instances: changed };
}

/** JavaScript rounds numbers of more than fifteen digits: a state that has one is not written again. */
function readExactly(text: string): State {
  const state = stateFrom(text);
  if (state === undefined) throw new Error("a state must be there, got an empty one");
  const long = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/\d[\d.]{15,}/)?.[0];
  if (long !== undefined)
    throw new Error(`a state must have numbers of fifteen digits at most, got ${long}; nothing was changed`);
  return state;
}

function written(state: State, resources: readonly StateResource[]): string {
  return `${JSON.stringify({ ...state, serial: state.serial + 1, resources }, null, 2)}\n`;
}
