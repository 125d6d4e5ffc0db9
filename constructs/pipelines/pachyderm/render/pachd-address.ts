import type { PachydermVersion } from "../../workflow/settings";

/** Where `pachd` is looked for. */
export interface PachdPlace {
  readonly version: PachydermVersion;
  readonly namespace: string;
  /** @default - the service `pachd` of the namespace, at its version's port */
  readonly address?: string;
}

/** The port at which the service `pachd` answers `pachctl`. */
function portOf(version: PachydermVersion): number {
  return version === "2" ? 30_650 : 650;
}

/** `host:port` without a scheme. */
export function pachdAddress({ version, namespace, address }: PachdPlace): string {
  return (address ?? `pachd.${namespace}:${portOf(version)}`).replace(/^grpcs?:\/\//, "");
}

/** The variables by which `pachctl` finds `pachd`: ADDRESS up to 1.8, PACHD_ADDRESS from then on. */
export function pachctlEnvironment(place: PachdPlace): Record<string, string> {
  const address = pachdAddress(place);
  if (place.version !== "2") return { ADDRESS: address, PACHD_ADDRESS: address };
  const scheme = /^grpcs?:\/\//.exec(place.address ?? "")?.[0] ?? "grpc://";
  return { PACHD_ADDRESS: `${scheme}${address}` };
}
