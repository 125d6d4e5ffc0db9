import { templateText } from "../../../constructs/shared/render/template-text";
import { isRecord, partsOf } from "../../../constructs/shared/rules";
import { type BlockSchema, block, body, each, resourceBody } from "./body";
import { reference } from "./expression";

/** Blocks of a configuration in Terraform's JSON, by their kinds. */
type Blocks = Readonly<Record<string, unknown>>;

/** What the providers of a configuration say of their blocks. */
export interface ProviderSchemas {
  readonly provider: Readonly<Record<string, BlockSchema>>;
  readonly resource: Readonly<Record<string, BlockSchema>>;
  readonly data: Readonly<Record<string, BlockSchema>>;
}

const VARIABLE: BlockSchema = { references: ["type"], block_types: { validation: { block: {} } } };
const OUTPUT: BlockSchema = { references: ["depends_on"], block_types: { precondition: { block: {} } } };
const MOVE: BlockSchema = {
  references: ["from", "to", "provider"],
  block_types: { lifecycle: { block: {} } },
};

/** Which file has which blocks. */
const FILES: readonly (readonly [file: string, kinds: readonly string[]])[] = [
  ["terraform.tf", ["terraform"]],
  ["providers.tf", ["provider"]],
  ["variables.tf", ["variable"]],
  ["main.tf", ["locals", "data", "resource", "check", "moved", "import", "removed"]],
  ["outputs.tf", ["output"]],
];

/**
 * The same configuration in Terraform's own language, by files; undefined if it has a kind of block that is not known here.
 * Run `terraform fmt` on them.
 */
export function hclFiles(stack: Blocks, schemas: ProviderSchemas): Map<string, string> | undefined {
  const known = FILES.flatMap(([, kinds]) => kinds);
  if (Object.keys(stack).some((kind) => !known.includes(kind))) return undefined;
  const texts = FILES.flatMap(([file, kinds]) => {
    const blocks = kinds.flatMap((kind) => blocksOf(kind, stack[kind], schemas));
    return blocks.length === 0 ? [] : [[file, `${blocks.join("\n\n")}\n`] as const];
  });
  return new Map(texts);
}

function blocksOf(kind: string, value: unknown, schemas: ProviderSchemas): string[] {
  switch (kind) {
    case "terraform":
      return each(value).map((settings) => block("terraform", settingsLines(settings)));
    case "provider":
      return named(value, (name, one) => block(`provider "${name}"`, body(one, schemas.provider[name] ?? {})));
    case "variable":
      return named(value, (name, { default: usual, ...one }) =>
        block(
          `variable "${name}"`,
          body({ ...one, ...(usual !== undefined && { default: literally(usual) }) }, VARIABLE),
        ),
      );
    case "output":
      return named(value, (name, one) => block(`output "${name}"`, body(one, OUTPUT)));
    case "locals":
      return each(value).map((one) => block("locals", body(one, {})));
    case "data":
    case "resource":
      return typed(value, (type, name, one) =>
        block(`${kind} "${type}" "${name}"`, resourceBody(one, schemas[kind][type] ?? {})),
      );
    case "check":
      return named(value, (name, { data, ...one }) =>
        block(`check "${name}"`, [
          ...blocksOf("data", data, schemas),
          ...body(one, { block_types: { assert: { block: {} } } }),
        ]),
      );
    default:
      return each(value).map((one) => block(kind, body(one, MOVE)));
  }
}

/** Terraform takes these texts literally, not as templates. */
function settingsLines({ backend, cloud, required_providers: providers, ...settings }: Blocks): string[] {
  const workspaces = { block_types: { workspaces: { block: {} } } };
  return [
    ...body(partsOf(literally(settings)), {}),
    ...each(providers).map((all) => block("required_providers", body(partsOf(literally(all)), {}))),
    ...named(backend, (type, one) => block(`backend "${type}"`, body(partsOf(literally(one)), {}))),
    ...each(cloud).map((one) => block("cloud", body(partsOf(literally(one)), workspaces))),
  ];
}

function literally(value: unknown): unknown {
  if (typeof value === "string") return templateText(value);
  if (Array.isArray(value)) return value.map(literally);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, literally(part)]));
}

function named(value: unknown, write: (name: string, one: Blocks) => string): string[] {
  return Object.entries(partsOf(value)).flatMap(([name, all]) => each(all).map((one) => write(reference(name), one)));
}

function typed(value: unknown, write: (type: string, name: string, one: Blocks) => string): string[] {
  return Object.entries(partsOf(value)).flatMap(([type, all]) => named(all, (name, one) => write(type, name, one)));
}
