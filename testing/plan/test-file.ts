import { pieces } from "../json-text";
import { literal, withoutReferences } from "./remote-states";
import type { PlanSettings, StackJson, Values } from "./settings";
import { wellFormed } from "./well-formed";

/**
 * A file of Terraform's tests with one run, in which every provider is a mock.
 *
 * @param source the folder of the stack; the test's own where there is none
 * @param resolve what tokens of cdktf stand for in the stack
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export function testFile(
  json: StackJson,
  settings: PlanSettings,
  source: string | undefined,
  resolve: (value: unknown) => unknown,
): string {
  const { command = "plan", variables = {}, data = {}, resources = {}, asserts = [] } = settings;
  const mocks = providersOf(json).map(([name, blocks]) => [
    name,
    blocks.map(({ alias }) => ({
      ...(alias === undefined ? {} : { alias }),
      ...defaults("mock_data", name, data),
      ...defaults("mock_resource", name, resources),
    })),
  ]);
  const run = {
    command,
    ...(source === undefined ? {} : { module: { source } }),
    // Terraform reads references in these, and in nothing else that is given.
    ...(Object.keys(variables).length === 0 ? {} : { variables: literal(variables) }),
    ...(asserts.length === 0
      ? {}
      : {
          assert: asserts.map(({ condition, errorMessage }) => ({
            condition: expression(resolve(condition)),
            error_message: literal(errorMessage),
          })),
        }),
  };
  const file = {
    ...(mocks.length === 0 ? {} : { mock_provider: Object.fromEntries(mocks) }),
    ...overridden(overridesOf(json, settings), command),
    run: { plan: run },
  };
  return withoutReferences(JSON.stringify(file));
}

/** The providers that a stack configures, and those that it only requires: none of them may be asked. */
function providersOf({ provider = {}, terraform = {} }: StackJson): [string, readonly { readonly alias?: string }[]][] {
  const required = Object.keys(terraform.required_providers ?? {}).filter((name) => !(name in provider));
  return [...Object.entries(provider), ...required.map((name): [string, readonly object[]] => [name, [{}]])];
}

function defaults(block: string, provider: string, values: Values): object {
  const own = Object.entries(values).filter(([type]) => type.startsWith(`${provider}_`));
  if (own.length === 0) return {};
  return { [block]: Object.fromEntries(own.map(([type, each]) => [type, { defaults: each }])) };
}

/** What a test gives single ones, with the values that must have a form; beside these, its values by type. */
function overridesOf(json: StackJson, settings: PlanSettings): Values {
  const { data = {}, resources = {}, overrides = {} } = settings;
  const all = new Map(Object.entries(overrides));
  for (const { address, attribute, text } of wellFormed(json, settings)) {
    const isData = address.startsWith("data.");
    const [type = ""] = (isData ? address.slice("data.".length) : address).split(".");
    all.set(address, { ...(isData ? data : resources)[type], [attribute]: text, ...all.get(address) });
  }
  return Object.fromEntries(all);
}

function overridden(overrides: Values, command: string): object {
  const blocks = (is: RegExp, block: string, key: string, more: object) => {
    const own = Object.entries(overrides).filter(([address]) => is.test(address));
    const each = own.map(([target, values]) => ({ target, [key]: values, ...more }));
    return each.length === 0 ? {} : { [block]: each };
  };
  // Else a plan would leave them unknown; data sources and modules are read in a plan.
  const during = command === "plan" ? { override_during: "plan" } : {};
  return {
    ...blocks(/^(module\.[\w-]+\.)*data\.(?!terraform_remote_state\.)/, "override_data", "values", {}),
    ...blocks(/^module\.[\w-]+(\[[^\]]*\])?$/, "override_module", "outputs", {}),
    ...blocks(/^(module\.[\w-]+\.)*(?!data\.|module\.)[\w-]+\.[\w-]+(\[.*\])?$/, "override_resource", "values", during),
  };
}

/** In JSON an expression is a text with one reference. */
function expression(condition: unknown): string {
  const text = String(condition);
  const [first, ...more] = pieces(text);
  return first?.isReference && more.length === 0 ? text : `\${${text}}`;
}
