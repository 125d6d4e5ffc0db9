import { otherRecords } from "../recovery/digitalocean-records";
import type { DeclaredStack } from "../recovery/import-ids";
import type { Changes } from "./changes";

/**
 * Warns of other addresses of a host whose record a plan makes or adopts. Throws where one excludes that record: the deployment would end there,
 * when the hosts before it point to the new node already.
 */
export async function recordWarnings(
  declared: DeclaredStack,
  {
    stack,
    created,
    imported,
    destroyed,
  }: Pick<Changes, "created" | "imported" | "destroyed"> & { readonly stack: string },
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const touched = [...created, ...imported].filter(({ type }) => type === "digitalocean_record");
  // What goes is still listed.
  const isExchanged = destroyed.some(({ type }) => type === "digitalocean_record");
  if (touched.length === 0 || isExchanged) return [];
  const all = await otherRecords(declared, new Set(touched.map(({ address }) => address)), environment);
  const excluded = all.filter(({ isExcluded }) => isExcluded);
  if (excluded.length > 0) {
    throw new Error(
      excluded
        .map(
          ({ host, type, data }) =>
            `${stack}: ${host} must have no record beside an alias, got ${type} ${data}; delete it at DigitalOcean, or leave the host out of dns`,
        )
        .join("\n"),
    );
  }
  return all.map(
    ({ host, type, data }) =>
      `${stack}: ${host} also has ${type} ${data}, which is not in the file and gets requests too; delete it at DigitalOcean when it is no longer needed`,
  );
}
