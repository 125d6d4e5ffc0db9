import type { Change } from "../plan/changes";
import type { DeclaredStack } from "./import-ids";

const API = "https://api.digitalocean.com/";
const LONGEST_MILLISECONDS = 20_000;

/** What DigitalOcean lists; only what is read here. */
interface Listed {
  readonly id: string | number;
  readonly name: string;
}
interface ReservedIp {
  readonly ip: string;
  readonly droplet: { readonly id: number } | null;
}

/** Lists by the type of what is in them. Droplets are those of the platform, whose tag they have. */
const LISTS = {
  digitalocean_droplet: (tag: string) => [`droplets?tag_name=${encodeURIComponent(tag)}&`, "droplets"],
  digitalocean_vpc: () => ["vpcs?", "vpcs"],
  digitalocean_firewall: () => ["firewalls?", "firewalls"],
} as const;

/**
 * What DigitalOcean's resources are imported by that only its API knows, by their names: droplets with their reserved addresses, private
 * networks and firewalls. Names are not unique there, so a second deployment would pay for all of it twice. Nothing where the API
 * does not answer: Terraform says why.
 */
export async function digitalOceanIds(
  { resource = {} }: DeclaredStack,
  created: readonly Pick<Change, "address" | "type">[],
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (!created.some(({ type }) => type.startsWith("digitalocean_"))) return found;
  const declaredOf = ({ address, type }: Pick<Change, "address" | "type">) =>
    resource[type]?.[address.slice(type.length + 1)];
  for (const [type, list] of Object.entries(LISTS)) {
    for (const each of created.filter((one) => one.type === type)) {
      const { name, tags } = declaredOf(each) ?? {};
      const [path = "", key = ""] = list(String(([tags].flat() as unknown[])[0] ?? ""));
      const all = await listed<Listed>(path, key, environment);
      const one = all.find((there) => there.name === name);
      if (one !== undefined) found.set(each.address, String(one.id));
    }
  }
  const addresses = created.filter(({ type }) => type === "digitalocean_reserved_ip");
  const there =
    addresses.length === 0 || found.size === 0
      ? []
      : await listed<ReservedIp>("reserved_ips?", "reserved_ips", environment);
  for (const each of addresses) {
    const [, droplet = ""] = /^\$\{(digitalocean_droplet\.\w+)\.id\}$/.exec(String(declaredOf(each)?.droplet_id)) ?? [];
    const one = there.find((ip) => ip.droplet !== null && String(ip.droplet.id) === found.get(droplet));
    if (one !== undefined) found.set(each.address, one.ip);
  }
  return found;
}

async function listed<T>(path: string, key: string, environment: NodeJS.ProcessEnv): Promise<readonly T[]> {
  const token = environment.DIGITALOCEAN_TOKEN || environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) return [];
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const url = new URL(`v2/${path}per_page=200&page=${page}`, environment.DIGITALOCEAN_API_URL || API);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(LONGEST_MILLISECONDS) }).catch(
      () => undefined,
    );
    if (!answer?.ok) return all;
    const body = (await answer.json()) as Readonly<Record<string, readonly T[]>>;
    const { next } = (body as unknown as { links?: { pages?: { next?: string } } }).links?.pages ?? {};
    all.push(...(body[key] ?? []));
    if (next === undefined) return all;
  }
}
