import type { FrontAction } from "../../constructs/services/render/driver";
import type { DeclaredStack } from "../recovery/import-ids";
import { labelled } from "./labelled";
import type { Looked } from "./strays";

/** Those that write files of a front. To run again where all is as it should be changes nothing. */
const WRITERS: readonly FrontAction[] = ["configure", "switch", "route", "tidy"];

/** Addresses of the programs of a stack that do one of some actions. */
function frontPrograms({ resource = {} }: DeclaredStack, wanted: readonly FrontAction[]): string[] {
  return Object.entries(resource.terraform_data ?? {}).flatMap(([name, data]) => {
    const { provisioner = [] } = data as {
      readonly provisioner?: readonly { readonly "local-exec"?: { readonly environment?: Record<string, string> } }[];
    };
    const actions = provisioner.map((each) => each["local-exec"]?.environment?.ACTION);
    return actions.some((action) => wanted.some((each) => each === action)) ? [`terraform_data.${name}`] : [];
  });
}

/** What somebody has done to a front by hand, the programs set right that did it before. */
export function programsAgain(declared: DeclaredStack, looked: Looked | undefined): string[] {
  const { otherFiles = [], fronts = [], apart = [] } = looked?.there ?? {};
  const names = Object.values(declared.resource?.docker_container ?? {}).map(({ name }) => name);
  const actions = [
    ...(otherFiles.length > 0 || apart.some(({ how }) => how === "ending") ? WRITERS : []),
    ...(fronts.some(({ name }) => !names.includes(name)) ? (["handover"] as const) : []),
  ];
  return actions.length === 0 ? [] : frontPrograms(declared, actions);
}

/** Addresses of the fronts that a stack declares. */
export function frontsOf(declared: DeclaredStack): string[] {
  return labelled(declared, "services.part", "front");
}
