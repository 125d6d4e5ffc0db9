import { isList, isRecord, isText, partsOf } from "../../../constructs/shared/rules";
import { jsonCall, lineOf, list, reference } from "./expression";

/** A block's schema in the output of `terraform providers schema -json`; only what is read here. */
export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: BlockSchema }>>;
  /** Names of attributes whose values are references, not expressions. */
  readonly references?: readonly string[];
}

type Settings = Readonly<Record<string, unknown>>;

/** A block with its labels. */
export function block(header: string, lines: readonly string[]): string {
  return `${header} {\n${lines.join("\n")}\n}`;
}

/** The contents of a block: its place among constructs, attributes, then blocks. */
export function body(settings: Settings, schema: BlockSchema): string[] {
  const { "//": place, ...rest } = settings;
  const known = Object.entries(rest).filter(([, value]) => value !== null);
  const parts = known.map(([key, value]) => ({ key, value, inner: blockOf(key, value, schema) }));
  return [
    ...(isText(place) ? [`# ${place}`] : []),
    ...parts.flatMap(({ key, value, inner }) =>
      inner === undefined ? [`${key} = ${settingText(key, value, schema)}`] : [],
    ),
    ...parts.flatMap(({ key, value, inner }) => (inner === undefined ? [] : blocks(key, value, inner))),
  ];
}

const PROGRAM: BlockSchema = { references: ["when", "on_failure"], block_types: { connection: { block: {} } } };
const LIFECYCLE: BlockSchema = {
  references: ["ignore_changes", "replace_triggered_by"],
  block_types: { precondition: { block: {} }, postcondition: { block: {} } },
};

/** The contents of a resource or a data source: by its provider's schema, and what all of them have. */
export function resourceBody(
  { provisioner, ...settings }: Settings,
  { attributes, block_types }: BlockSchema,
): string[] {
  const schema = {
    attributes: attributes ?? {},
    block_types: { ...block_types, lifecycle: { block: LIFECYCLE }, connection: { block: {} } },
    references: ["provider", "depends_on"],
  };
  const programs = each(provisioner).flatMap((one) =>
    Object.entries(one).flatMap(([kind, all]) =>
      each(all).map((program) => block(`provisioner "${kind}"`, body(program, PROGRAM))),
    ),
  );
  return [...body(settings, schema), ...programs];
}

/** The blocks of a value, which is one block or a list of them. */
export function each(value: unknown): Settings[] {
  return (isList(value) ? value : [value]).filter(isRecord);
}

function blocks(key: string, value: unknown, inner: BlockSchema): string[] {
  return each(value).map((one) => block(key, body(one, inner)));
}

/** The schema of a block; undefined for an attribute. */
function blockOf(key: string, value: unknown, { attributes, block_types }: BlockSchema): BlockSchema | undefined {
  const found = block_types?.[key]?.block;
  if (found !== undefined) return found;
  // An attribute that can be written as blocks, which may leave out parts.
  const [many, one] = listed(attributes?.[key]?.type);
  const [kind, parts] = listed(one);
  if (!["list", "set"].includes(String(many)) || kind !== "object" || each(value).length === 0) return undefined;
  return { attributes: Object.fromEntries(Object.entries(partsOf(parts)).map(([name, type]) => [name, { type }])) };
}

function listed(type: unknown): readonly unknown[] {
  return isList(type) ? type : [];
}

function settingText(key: string, value: unknown, { references = [] }: BlockSchema): string {
  if (references.includes(key)) {
    return isList(value) ? list(value.map(reference)) : reference(value);
  }
  // Providers compare policies by what they mean.
  return (isText(value) && /policy$/.test(key) ? jsonCall(value) : undefined) ?? lineOf(value);
}
