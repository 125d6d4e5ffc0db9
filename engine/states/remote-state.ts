import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { terraformProgram } from "../../constructs/shared/terraform-program";
import type { StackJson } from "../stack-json";
import { type Place, placeText } from "./place";
import { type State, stateFrom, stateIn } from "./state";
import { withStore } from "./store";

/** A state of another stack that a stack reads, in the words of Terraform. */
interface RemoteState {
  readonly backend: string;
  readonly config: { readonly path?: string; readonly [setting: string]: unknown };
}

/** Where the states are that a stack reads, by the names under which it does. */
export function placesRead({ data }: StackJson, stackFolder: string): ReadonlyMap<string, Place> {
  const read = (data?.terraform_remote_state ?? {}) as Readonly<Record<string, RemoteState>>;
  return new Map(
    Object.entries(read).map(([name, { backend, config }]) => {
      if (backend === "local") return [name, { local: { path: resolve(stackFolder, config.path ?? "") } }];
      return [name, (backend === "s3" ? { s3: config } : { cloud: config }) as unknown as Place];
    }),
  );
}

/** The outputs of a state, wherever it is; none where there is no state. */
export async function outputsAt(
  place: Place,
  options: { readonly command: string; readonly environment: NodeJS.ProcessEnv },
): Promise<NonNullable<State["outputs"]>> {
  if ("local" in place) return stateIn(place.local.path)?.outputs ?? {};
  const text = await withStore(place, options, (store) => store.pull());
  return stateFrom(text)?.outputs ?? {};
}

const REFERENCE = /\$\{data\.terraform_remote_state\.(\w+)\.outputs\.(\w+)(?:\.(\w+)|\["([^"]+)"\])\.(\w+)\}/g;

/** Whether texts of a stack name outputs of another. */
export function hasReferences(texts: readonly string[]): boolean {
  return texts.some((text) => new RegExp(REFERENCE).test(text));
}

/**
 * Texts of a stack with the outputs of others that they name, as the states have them.
 *
 * @param folder the stack's
 */
export async function withoutReferences(
  texts: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const declared = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as StackJson;
  const places = placesRead(declared, folder);
  const options = { command: terraformProgram(environment).command, environment };
  const states = new Map(
    await Promise.all([...places].map(async ([name, place]) => [name, await outputsAt(place, options)] as const)),
  );
  return texts.map((text) =>
    text.replace(REFERENCE, (_, name: string, output: string, plain = "", quoted = "", key = "") => {
      const value = states.get(name)?.[output]?.value as Readonly<Record<string, Readonly<Record<string, string>>>>;
      const found = value?.[plain || quoted]?.[key];
      if (found !== undefined) return found;
      const place = places.get(name);
      throw new Error(`${plain || quoted} must be deployed, got no such node in ${place && placeText(place)}`);
    }),
  );
}
