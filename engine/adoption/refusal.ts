import type { Changes } from "../plan/changes";
import { isOfFargate, isOld } from "./old-state";

/** Throws where a plan would destroy what the older modules of a model have made: its file does not adopt it, or only a part of it. */
export function refuseOldModules(
  { stack, workspace }: { readonly stack: string; readonly workspace: string },
  { destroyed }: Pick<Changes, "destroyed">,
): void {
  const addresses = destroyed.map(({ address }) => address);
  const fargate = addresses.find(isOfFargate);
  if (fargate !== undefined) {
    throw new Error(
      `${stack}: its state must be of Lambda alone, got ${fargate} of the older modules; nothing was changed: leave it to the old code until Slipway has Fargate`,
    );
  }
  const old = addresses.find(isOld);
  if (old === undefined) return;
  throw new Error(
    `${stack}: its state must be Slipway's, got ${old} of the older modules; nothing was changed: run slipway model adopt ${workspace}, or leave it to the old code`,
  );
}
