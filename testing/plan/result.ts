import type { TerraformStack } from "cdktf";
import { blockAt } from "../block-at";
import { plain } from "../plain";
import { isDataOutput, mockedData } from "./data-outputs";
import { withNamedMocks } from "./mocks";
import type { Origin } from "./origins";
import { readable, UNKNOWN } from "./readable";
import { isStub, stubNames } from "./remote-states";
import type { PlanSettings, StackJson, Values } from "./settings";
import { wellFormed } from "./well-formed";

/** What Terraform would do to one resource. */
export interface PlannedResource {
  /** `create`, for there is no state. */
  readonly action: string;
  /** The attributes, in Terraform's own names: those that are set, `(known after apply)` or `(sensitive)`. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A plan for a snapshot. */
export interface PlanSnapshot {
  /** By address. */
  readonly resources: Readonly<Record<string, PlannedResource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A value in Terraform's plan, and what of it is unknown or secret. */
interface Change {
  readonly actions: readonly string[];
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly after_sensitive?: unknown;
}

/** The schemas of providers; only the names in them are read. */
type Schemas = Readonly<
  Record<
    string,
    Readonly<Record<string, Readonly<Record<string, { readonly block: Readonly<Record<string, object>> }>>>>
  >
>;

/** What `terraform test` prints of a run: its plan, or its state. */
export interface Printed {
  readonly "@testfile"?: string;
  readonly test_plan?: {
    readonly resource_changes?: readonly { readonly address: string; readonly mode: string; readonly change: Change }[];
    readonly output_changes?: Readonly<Record<string, Change>>;
    readonly provider_schemas?: Schemas;
  };
  readonly test_state?: {
    readonly root_module?: Module;
    readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
    readonly provider_schemas?: Schemas;
  };
}

interface Module {
  readonly resources?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly sensitive_values?: unknown;
  }[];
  readonly child_modules?: readonly Module[];
}

/** A stack that was planned. */
export interface Planned {
  readonly json: StackJson;
  /** The stacks of its app from which it takes outputs, by the ids of their remote states. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly plan: PlanSettings & { readonly stack: TerraformStack };
}

/** The snapshot of what Terraform printed of a stack. */
export function snapshotOf(
  { test_plan, test_state }: Printed,
  { json, origins, plan: settings }: Planned,
): PlanSnapshot {
  const { resource_changes = [], output_changes = {} } = test_plan ?? {};
  const applied = inModule(test_state?.root_module);
  const planned = resource_changes
    .filter(({ mode, address }) => mode === "managed" && !isStub(address))
    .map(({ address, change }) => {
      const attributes = (known(change) ?? {}) as Readonly<Record<string, unknown>>;
      const given = settings.overrides?.[address];
      const own = given === undefined ? attributes : onlyGiven(attributes, given, blockAt(json, address) ?? {});
      return [address, { action: change.actions.join(", "), attributes: own }];
    });
  const created = applied
    .filter(({ mode, address }) => mode === "managed" && !isStub(address))
    .map(({ address, values, sensitive_values }) => {
      return [address, { action: "create", attributes: readable(values, undefined, sensitive_values) }];
    });
  const outputs = [
    ...Object.entries(output_changes)
      .filter(([name]) => !isDataOutput(name))
      .map(([name, change]) => [name, known(change)]),
    ...Object.entries(test_state?.outputs ?? {}).map(([name, { value, sensitive }]) => {
      return [name, readable(value, undefined, sensitive)];
    }),
  ];
  const snapshot = { resources: Object.fromEntries([...planned, ...created]), outputs: Object.fromEntries(outputs) };
  const mocked = [
    ...applied,
    ...resource_changes.map(({ address, change }) => ({
      address,
      values: (change.after ?? {}) as Record<string, unknown>,
    })),
    ...mockedData(json, (output) => output_changes[output]?.after),
  ];
  const texts = [
    ...wellFormed(json, settings).map(({ text, name }) => [text, name] as const),
    ...stubNames(json, origins, settings.overrides ?? {}),
  ];
  return plain(withNamedMocks(snapshot, mocked, json, settings, texts), settings.stack) as PlanSnapshot;
}

/** Types, and attributes of a type or an address, that were told and that no schema has. */
export function namelessAttributes({ test_plan, test_state }: Printed, settings: PlanSettings): string[] {
  const schemas = Object.values(test_plan?.provider_schemas ?? test_state?.provider_schemas ?? {});
  const namesOf = (section: string, type: string) => {
    const schema = schemas
      .map((each) => new Map(Object.entries(each[section] ?? {})).get(type))
      .find((each) => each !== undefined);
    return schema && [schema.block.attributes, schema.block.block_types].flatMap((each) => Object.keys(each ?? {}));
  };
  const wrong = (label: string, section: string, type: string, values: object) => {
    const names = namesOf(section, type);
    const unknown = Object.keys(values).filter((key) => names !== undefined && !names.includes(key));
    return unknown.map((key) => `${label}.${key} must be an attribute of ${type}, got none of that name`);
  };
  const byType = (setting: string, section: string, all: Values = {}) =>
    Object.entries(all).flatMap(([type, values]) =>
      namesOf(section, type) === undefined
        ? [`${setting}.${type} must be a type of the stack's providers, got none of that name`]
        : wrong(`${setting}.${type}`, section, type, values),
    );
  return [
    ...byType("data", "data_source_schemas", settings.data),
    ...byType("resources", "resource_schemas", settings.resources),
    ...Object.entries(settings.overrides ?? {}).flatMap(([address, values]) => {
      const [, data, type = ""] = /(?:^|\.)(data\.)?([\w-]+)\.[\w-]+(?:\[.*\])?$/.exec(address) ?? [];
      const section = data === undefined ? "resource_schemas" : "data_source_schemas";
      return wrong(`overrides["${address}"]`, section, type, values);
    }),
  ];
}

function inModule(module: Module = {}): NonNullable<Module["resources"]> {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(inModule)];
}

/** Terraform mocks all that is computed of a resource with overrides; what was not given is as unknown as before. */
function onlyGiven(
  attributes: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isMock = (key: string, value: unknown) =>
    !Object.hasOwn(given, key) &&
    !Object.hasOwn(own, key) &&
    value !== undefined &&
    !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, isMock(key, value) ? UNKNOWN : value]),
  );
}

function known({ after, after_unknown, after_sensitive }: Change): unknown {
  return readable(after, after_unknown, after_sensitive);
}
