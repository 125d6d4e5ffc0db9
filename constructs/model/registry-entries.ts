import type { AccessEnvironment } from "./groups-schema";

/** The models that each group sees, for the front end. */
export function registryEntries({
  groups,
  administrators,
}: Pick<AccessEnvironment, "groups" | "administrators">): Record<string, readonly string[]> {
  const entries = Object.entries(groups).map(([name, { roleName, models = [] }]) => {
    const isAdmins = administrators !== undefined && roleName === administrators.roleName;
    const own = roleName === undefined ? [name] : isAdmins ? administrators.models : [];
    return [name, [...new Set([...own, ...models])]] as const;
  });
  return Object.fromEntries(entries);
}
