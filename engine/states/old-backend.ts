import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../folders";
import { counted } from "../holdings/holding";
import { programHere } from "../program";
import type { Project } from "../project";
import type { StackJson } from "../stack-json";
import { reasonOf, type TerraformEvent } from "../terraform-events";
import { declaredPlace, type Place, placeText } from "./place";
import { countOf, stateFrom } from "./state";
import { withStore } from "./store";

/** Where Terraform has written down which backend a stack's folder was prepared for, and nothing else. */
interface Prepared {
  readonly backend?: { readonly type: string; readonly config: Readonly<Record<string, unknown>> };
}

/** Whether `terraform init` has failed because the stack had another backend when it was prepared last. */
export function hasOldBackend(events: readonly TerraformEvent[]): boolean {
  return /Backend configuration changed|state migration|Migrating state/i.test(reasonOf(events).join(" "));
}

/**
 * Lets a stack's folder forget its old backend, where nothing is in the state there. Throws where something is: the next plan would
 * create all of it again.
 */
export async function forgetOldBackend(project: Project, stack: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const folder = project.stackFolder(stack);
  const file = join(dataFolder(folder, environment), "terraform.tfstate");
  const place = placeIn(JSON.parse(readFileSync(file, "utf8")) as Prepared, folder);
  if (place !== undefined) {
    const advice = `${programHere().word} -chdir=${project.output}/stacks/${stack} init -migrate-state moves it`;
    const count = await resourcesAt(project, stack, place, { environment, file });
    if (count > 0) {
      throw new Error(
        `${stack}: its state must move to its new backend, got one with ${counted(count, "resource")} in ${placeText(place)}; ${advice}, or write the old backend into the file again`,
      );
    }
  }
  rmSync(file);
}

function placeIn({ backend }: Prepared, folder: string): Place | undefined {
  if (backend === undefined) return undefined;
  const { type, config } = backend;
  const { workspaces, ...given } = withoutNull(config) as Record<string, unknown>;
  const cloud = { ...given, workspaces: [workspaces].flat()[0] };
  const terraform = type === "cloud" ? { cloud } : { backend: { [type]: given } };
  return declaredPlace({ terraform } as StackJson, folder);
}

/** Without what nobody has set: Terraform writes it as null. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  const set = Object.entries(value).filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0));
  return Object.fromEntries(set.map(([name, each]) => [name, withoutNull(each)]));
}

async function resourcesAt(
  project: Project,
  stack: string,
  place: Place,
  { environment, file }: { readonly environment: NodeJS.ProcessEnv; readonly file: string },
): Promise<number> {
  try {
    const text = await withStore(place, { command: project.terraform, environment }, (store) => store.pull());
    return countOf(stateFrom(text));
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n${stack}: its old backend must be read before the new one is used, got no answer from ${placeText(place)}; ` +
        `if no state is left there, delete ${file}`,
    );
  }
}
