import { given } from "../shared/given";
import type { RoleSettings } from "./role-schema";

/** A role's name, path and boundary, for the provider. */
export function roleConfig({ permissionsBoundaryArn, rolePath, roleNamePrefix = "" }: RoleSettings, name: string) {
  return {
    name: `${roleNamePrefix}${name}`,
    ...given({ path: rolePath, permissionsBoundary: permissionsBoundaryArn }),
  };
}
