import { Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { hostsElsewhere } from "../constructs/services/render/dns-hosts";
import { isLookedUp } from "../constructs/services/render/public-names";
import type { ServicesEnvironment } from "../constructs/services/schema";
import type { Droplets } from "./droplets";

/** A DNS record that somebody makes elsewhere, so that a host reaches its front. */
export interface FrontRecord {
  readonly name: string;
  readonly type: "A" | "AAAA";
  /** Absent where nobody knows the address yet: of a droplet that is not deployed, or of a machine without `publicAddress`. */
  readonly value?: string;
  /** Of the front. */
  readonly node: string;
}

/** One that is not there yet. */
export interface PendingRecord extends FrontRecord {
  /** What the name resolves to now. */
  readonly found: readonly string[];
}

/** The records of the hosts that lie in no domain of the file. */
export function frontRecords(platform: ServicesEnvironment, droplets: Droplets): FrontRecord[] {
  return hostsElsewhere(platform).map(({ host, node }) => {
    const value = droplets[node]?.ip_address ?? platform.nodes?.[node]?.publicAddress;
    const type = value !== undefined && isIPv6(value) ? "AAAA" : "A";
    return { name: host, type, node, ...(value !== undefined && { value }) };
  });
}

/** How DNS is asked. */
interface Asking {
  /** Addresses of name servers. @default - those of this machine */
  readonly servers?: readonly string[];
  /** @default 1500 */
  readonly milliseconds?: number;
}

/** Those of some records that DNS does not have. Nothing is said of a name that no server answers in time. */
export async function pendingRecords(
  records: readonly FrontRecord[],
  { servers, milliseconds = 1500 }: Asking = {},
): Promise<PendingRecord[]> {
  const asked = records.filter(({ name, value }) => value !== undefined && isLookedUp(name));
  if (asked.length === 0) return [];
  const resolver = new Resolver({ timeout: milliseconds, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  const late = setTimeout(() => resolver.cancel(), milliseconds);
  const found = await Promise.all(asked.map(({ name, type }) => addressesOf(resolver, name, type)));
  clearTimeout(late);
  return asked.flatMap((record, index) => {
    const addresses = found[index];
    const isThere = addresses === undefined || addresses.includes(record.value as string);
    return isThere ? [] : [{ ...record, found: addresses }];
  });
}

/** Undefined where nobody says it. */
async function addressesOf(resolver: Resolver, name: string, type: "A" | "AAAA"): Promise<string[] | undefined> {
  try {
    return await (type === "A" ? resolver.resolve4(name) : resolver.resolve6(name));
  } catch (error) {
    return ["ENOTFOUND", "ENODATA"].includes(String((error as NodeJS.ErrnoException).code)) ? [] : undefined;
  }
}
