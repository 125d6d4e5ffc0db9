import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../constructs/shared/rules";

/** Where `slipway eject` writes the plain Terraform of a workspace, from the project's folder. */
export function ejectedFolder(workspace: string): string {
  return `terraform/${workspace}`;
}

/** What `slipway eject` leaves last in that folder. */
export const EJECTED = "ejected.json";

/** A state has one owner: a workspace that plain Terraform has is not deployed from here. */
export function ejectedProblems(workspace: string, project: string): Problem[] {
  const folder = ejectedFolder(workspace);
  if (!existsSync(join(project, folder, EJECTED))) return [];
  const rule = `must not be ejected for slipway to work on it, got plain Terraform in ${folder}`;
  return [{ path: "", message: `${rule}; run terraform there, or delete that folder to go back` }];
}
