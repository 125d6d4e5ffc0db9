import type { TerraformStack } from "cdktf";
import { blockAt } from "../block-at";
import { pieces } from "../json-text";
import { stacksOf, synthesized } from "../synthesized";
import type { StackJson, Values } from "./settings";

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
 * @param overrides outputs by the remote state's address: `{ "data.terraform_remote_state.network": { outputs: { … } } }`
 */
export function withoutRemoteStates(json: StackJson, stack: TerraformStack, overrides: Values): StackJson {
  const { data = {}, ...rest } = json;
  const { terraform_remote_state: states, ...others } = data;
  if (states === undefined) return json;
  const text = JSON.stringify({ ...rest, ...(Object.keys(others).length === 0 ? {} : { data: others }) });
  const stubs = Object.keys(states).map((id) => {
    const given = overrides[`data.terraform_remote_state.${id}`]?.outputs as
      | Readonly<Record<string, unknown>>
      | undefined;
    const outputs = {
      ...askedOf(text, id),
      ...outputsFor(stack, id),
      ...Object.fromEntries(Object.entries(given ?? {}).map(known)),
    };
    return { id, outputs: Object.entries(outputs) };
  });
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

/** An output, and whether its value is known before the other stack is applied. */
interface Output {
  readonly isKnown: boolean;
  readonly value: unknown;
}

function known([name, value]: [string, unknown]): [string, Output] {
  return [name, { isKnown: true, value: literal(value) }];
}

/** The outputs that a stack's text asks for: of a stack that is not in the app, nothing else is known. */
function askedOf(text: string, id: string): Record<string, Output> {
  const asked = text.matchAll(new RegExp(`data\\.terraform_remote_state\\.${id}\\.outputs\\.([\\w-]+)`, "g"));
  return Object.fromEntries(
    Array.from(asked, ([, name = ""]) => [name, { isKnown: false, value: `<${id}: ${name}>` }]),
  );
}

/** The stack of the app that a remote state stands for; nothing where the app has none. */
export function originOf(stack: TerraformStack, id: string): TerraformStack | undefined {
  const state = stack.node
    .findAll()
    .find((each) => "friendlyUniqueId" in each && each.friendlyUniqueId === id && "backend" in each);
  return stacksOf(stack).find(({ node }) => state?.node.id === `cross-stack-reference-input-${node.path}`);
}

/** The outputs of the stack that a remote state stands for; none where it is not in the app. */
function outputsFor(stack: TerraformStack, id: string): Record<string, Output> {
  const origin = originOf(stack, id);
  if (origin === undefined) return {};
  const json = synthesized(origin) as StackJson;
  return Object.fromEntries(
    Object.entries(json.output ?? {}).map(([name, { value }]): [string, Output] => {
      const is = valueIn(json, value);
      return [
        name,
        is === undefined ? { isKnown: false, value: placeholder(origin, value) } : { isKnown: true, value: is },
      ];
    }),
  );
}

/** Outputs that were told of other stacks' remote states and that those stacks do not have. */
export function outputProblems(stack: TerraformStack, overrides: Values): string[] {
  return Object.entries(overrides).flatMap(([address, { outputs }]) => {
    const [, id] = /^data\.terraform_remote_state\.([\w-]+)$/.exec(address) ?? [];
    const origin = id === undefined ? undefined : originOf(stack, id);
    if (origin === undefined) return [];
    const names = Object.keys((synthesized(origin) as StackJson).output ?? {});
    return Object.keys(outputs ?? {})
      .filter((name) => !names.includes(name))
      .map((name) => {
        const place = `overrides["${address}"].outputs.${name}`;
        return `${place} must be an output of ${origin.node.path}, got ${names.join(", ") || "no outputs"}`;
      });
  });
}

function placeholder({ node }: TerraformStack, value: unknown): string {
  const text = typeof value === "string" ? value.replace(/\$\{([^}]*)\}/g, "$1") : JSON.stringify(value);
  return `<${node.path}: ${literal(text)}>`;
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
