import { blockAt } from "../block-at";
import { pieces } from "../json-text";
import type { Origin } from "./origins";
import type { StackJson, Values } from "./settings";
import { formed } from "./well-formed";

/** How a stub is named: a resource that holds what is unknown, and a local value that stands for the remote state. */
const STUB = "remote_state_";

/** Whether an address is that of a stub. */
export function isStub(address: string): boolean {
  return address.startsWith(`terraform_data.${STUB}`);
}

/**
 * A stack's JSON in which other stacks' remote states are stubbed, for there are none. An output whose value the other stack sets, such as
 * the name of a role, has that value; what is computed there is unknown in a plan, and its reference in angle brackets after an apply.
 *
 * @param origins the stacks of the app that the remote states stand for
 * @param overrides outputs by the remote state's address: `{ "data.terraform_remote_state.network": { outputs: { … } } }`
 */
export function withoutRemoteStates(
  json: StackJson,
  origins: ReadonlyMap<string, Origin>,
  overrides: Values,
): StackJson {
  const { data = {}, ...rest } = json;
  const { terraform_remote_state: states, ...others } = data;
  if (states === undefined) return json;
  const text = JSON.stringify({ ...rest, ...(Object.keys(others).length === 0 ? {} : { data: others }) });
  const stubs = Object.keys(states).map((id) => ({
    id,
    outputs: Object.entries(outputsOf(json, id, origins, overrides)),
  }));
  const stubbed = JSON.parse(stubs.reduce((result, { id }) => withoutReferences(result, id), text)) as StackJson;
  const blocks = stubs.map(({ id, outputs }) => {
    const input = Object.fromEntries(
      outputs.filter(([, { isKnown }]) => !isKnown).map(([name, { value }]) => [name, value]),
    );
    return [`${STUB}${id}`, { input }];
  });
  const locals = stubs.map(({ id, outputs }) => {
    const values = outputs.map(([name, { isKnown, value }]) => [
      name,
      isKnown ? value : `\${terraform_data.${STUB}${id}.output["${name}"]}`,
    ]);
    return [`${STUB}${id}`, { outputs: Object.fromEntries(values) }];
  });
  const { terraform_data = {}, ...resource } = stubbed.resource ?? {};
  return {
    ...stubbed,
    resource: { ...resource, terraform_data: { ...terraform_data, ...Object.fromEntries(blocks) } },
    locals: { ...stubbed.locals, ...Object.fromEntries(locals) },
  };
}

/** A text of Terraform in which stubs stand for remote states; a dependency on one is that on its resource. */
export function withoutReferences(text: string, id = "[\\w-]+"): string {
  return text
    .replace(
      new RegExp(`"(\\$\\{)?data\\.terraform_remote_state\\.(${id})(\\}?)"`, "g"),
      `"$1terraform_data.${STUB}$2$3"`,
    )
    .replace(new RegExp(`\\bdata\\.terraform_remote_state\\.(${id})(?![\\w-])`, "g"), `local.${STUB}$1`);
}

/** The texts that stand for what other stacks compute, and what stands for each in a snapshot. */
export function stubNames(
  json: StackJson,
  origins: ReadonlyMap<string, Origin>,
  overrides: Values,
): [text: string, name: string][] {
  return Object.keys(json.data?.terraform_remote_state ?? {}).flatMap((id) =>
    Object.values(outputsOf(json, id, origins, overrides)).flatMap(({ value, name }): [string, string][] =>
      name === undefined ? [] : [[String(value), name]],
    ),
  );
}

/** An output, and whether its value is known before the other stack is applied. */
interface Output {
  readonly isKnown: boolean;
  readonly value: unknown;
  /** What stands for the value in a snapshot. @default - the value */
  readonly name?: string;
}

/** The outputs of a remote state: those that the stack asks for, those of the stack of the app, and what a test gives. */
function outputsOf(
  json: StackJson,
  id: string,
  origins: ReadonlyMap<string, Origin>,
  overrides: Values,
): Record<string, Output> {
  const given = overrides[`data.terraform_remote_state.${id}`]?.outputs as
    | Readonly<Record<string, unknown>>
    | undefined;
  return {
    ...askedOf(JSON.stringify(json), id),
    ...outputsFor(origins.get(id)),
    ...Object.fromEntries(Object.entries(given ?? {}).map(known)),
  };
}

function known([name, value]: [string, unknown]): [string, Output] {
  return [name, { isKnown: true, value: literal(value) }];
}

/** The outputs that a stack's text asks for: of a stack that is not in the app, nothing else is known. */
function askedOf(text: string, id: string): Record<string, Output> {
  const asked = text.matchAll(new RegExp(`data\\.terraform_remote_state\\.${id}\\.outputs\\.([\\w-]+)`, "g"));
  return Object.fromEntries(
    Array.from(asked, ([, name = ""]) => [
      name,
      computed(`<${id}: ${name}>`, "aws_iam_role", name.replace(/^.*arn$/i, "arn")),
    ]),
  );
}

/** What another stack computes, which an apply needs: a text of its form where it has one. */
function computed(name: string, type: string, attribute: string): Output {
  const text = formed(type, attribute, name);
  return text === undefined ? { isKnown: false, value: name } : { isKnown: false, value: text, name };
}

/** The outputs of the stack that a remote state stands for; none where it is not in the app. */
function outputsFor(origin: Origin | undefined): Record<string, Output> {
  if (origin === undefined) return {};
  return Object.fromEntries(
    Object.entries(origin.json.output ?? {}).map(([name, { value }]): [string, Output] => {
      const is = valueIn(origin.json, value);
      return [name, is === undefined ? placeholder(origin, value) : { isKnown: true, value: is }];
    }),
  );
}

/** Outputs that were told of other stacks' remote states and that those stacks do not have. */
export function outputProblems(origins: ReadonlyMap<string, Origin>, overrides: Values): string[] {
  return Object.entries(overrides).flatMap(([address, { outputs }]) => {
    const [, id = ""] = /^data\.terraform_remote_state\.([\w-]+)$/.exec(address) ?? [];
    const origin = origins.get(id);
    if (origin === undefined) return [];
    const names = Object.keys(origin.json.output ?? {});
    return Object.keys(outputs ?? {})
      .filter((name) => !names.includes(name))
      .map((name) => {
        const place = `overrides["${address}"].outputs.${name}`;
        return `${place} must be an output of ${origin.path}, got ${names.join(", ") || "no outputs"}`;
      });
  });
}

function placeholder({ path }: Origin, value: unknown): Output {
  const text = typeof value === "string" ? value.replace(/\$\{([^}]*)\}/g, "$1") : JSON.stringify(value);
  const [, type = "", attribute = ""] = /^\$\{(?:data\.)?(aws_\w+)\..*\.(\w+)\}$/.exec(String(value)) ?? [];
  return computed(`<${path}: ${literal(text)}>`, type, attribute);
}

/** A value whose references are to attributes that the stack sets; nothing where one is computed. */
function valueIn(json: StackJson, value: unknown): unknown {
  if (typeof value !== "string") return JSON.stringify(value ?? null).includes("${") ? undefined : value;
  const parts = pieces(value).map(({ text, isReference }) => (isReference ? attributeIn(json, text) : text));
  if (parts.some((part) => part === undefined)) return undefined;
  return parts.length === 1 ? parts[0] : parts.join("");
}

function attributeIn(json: StackJson, reference: string): unknown {
  const [, address = "", attribute = ""] = /^\$\{([\w-]+\.[\w-]+)\.(\w+)\}$/.exec(reference) ?? [];
  const value = blockAt(json, address)?.[attribute];
  const isPlain = ["string", "number", "boolean"].includes(typeof value);
  return isPlain ? valueIn(json, value) : undefined;
}

/** A value that Terraform takes as it is: a text in JSON may hold references. */
export function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, literal(part)]));
}
