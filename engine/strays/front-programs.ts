import type { FrontAction } from "../../constructs/services/render/driver";
import type { DeclaredStack } from "../recovery/import-ids";

/** Those that write files of a front. To run again where all is as it should be changes nothing. */
export const WRITERS: readonly FrontAction[] = ["configure", "switch", "route", "tidy"];

/** Addresses of the programs of a stack that do one of some things. */
export function frontPrograms({ resource = {} }: DeclaredStack, wanted: readonly FrontAction[]): string[] {
  return Object.entries(resource.terraform_data ?? {}).flatMap(([name, data]) => {
    const { provisioner = [] } = data as {
      readonly provisioner?: readonly { readonly "local-exec"?: { readonly environment?: Record<string, string> } }[];
    };
    const actions = provisioner.map((each) => each["local-exec"]?.environment?.ACTION);
    return actions.some((action) => wanted.some((each) => each === action)) ? [`terraform_data.${name}`] : [];
  });
}
