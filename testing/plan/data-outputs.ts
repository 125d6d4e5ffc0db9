import { blockAt } from "../block-at";
import type { Mocked } from "./mocks";
import type { StackJson } from "./settings";

/** How an output is named that tells what a data source answers. */
const OUTPUT = "mocked_data_";

/** Whether an output is none of the stack. */
export function isDataOutput(name: string): boolean {
  return name.startsWith(OUTPUT);
}

/** A stack's JSON with an output for each data source: nothing else that Terraform prints of a plan tells what mocks answer. */
export function withDataOutputs(json: StackJson): StackJson {
  const outputs = addressesOf(json).map((address, index) => [
    `${OUTPUT}${index}`,
    // Else Terraform refuses it where a part of it is secret.
    { value: `\${${address}}`, sensitive: true },
  ]);
  return outputs.length === 0 ? json : { ...json, output: { ...json.output, ...Object.fromEntries(outputs) } };
}

/**
 * What data sources answered, by their addresses.
 *
 * @param answer the value of an output, by its name; undefined while it is unknown
 */
export function mockedData(json: StackJson, answer: (output: string) => unknown): Mocked[] {
  return addressesOf(json).flatMap((address, index): Mocked[] => {
    const values = answer(`${OUTPUT}${index}`);
    if (!isBlock(values)) return [];
    if (blockAt(json, address)?.for_each === undefined) return [{ address, values }];
    return Object.entries(values).flatMap(([key, each]) =>
      isBlock(each) ? [{ address: `${address}[${JSON.stringify(key)}]`, values: each }] : [],
    );
  });
}

function addressesOf({ data = {} }: StackJson): string[] {
  return Object.entries(data).flatMap(([type, all]) =>
    type === "terraform_remote_state" ? [] : Object.keys(all).map((name) => `data.${type}.${name}`),
  );
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
