import { nodeNames, nodePlan, upstreamName } from "../../constructs/services/render/layout";
import { postgresOn } from "../../constructs/services/render/postgres";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { overSsh, sshCommand } from "../../constructs/shared/render/docker-host";
import { placeOf } from "../../engine/docker-host";
import { dropletsOf, withDroplets } from "../../engine/droplets";
import { type FrontRecord, frontRecords } from "../../engine/front-records";
import { outputOf } from "../../engine/process";
import type { Project } from "../../engine/project";
import { sizeText } from "../../engine/size-text";
import { dropletTrouble } from "./droplet-state";

/** A machine of a platform. */
export interface NodeStatus {
  readonly name: string;
  /** Its engine; absent of this machine's own, and of a droplet that is not deployed. */
  readonly host?: string;
  /** The public address, if it is known, otherwise the one in the private network. */
  readonly address?: string;
  /** ISO 8601; of a droplet. */
  readonly created?: string;
  /** The slug; of a droplet. */
  readonly size?: string;
  readonly region?: string;
  /** In US dollars. */
  readonly priceMonthly?: number;
  /** DNS records of hosts in no declared domain, which must point to it. */
  readonly records?: readonly Pick<FrontRecord, "name" | "type" | "value">[];
  /** The containers that its file places there: `nmpi-blue`, `docs`. */
  readonly services: readonly string[];
  /** Of the root disk. */
  readonly diskUsedPercent?: number;
  readonly diskBytes?: number;
  /** Load average of the last minute. */
  readonly load?: number;
  /** Whether an update needs a reboot. */
  readonly rebootNeeded?: boolean;
  /** Why its disk and load are unknown. */
  readonly trouble?: string;
}

/** Prints the disk's size in KiB and its usage, the load, and whether a reboot is pending. */
const SCRIPT = `set -- $(df -Pk / | tail -n 1); echo "$2 $5"
cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo
[ -e /var/run/reboot-required ] && echo reboot || echo`;
const PATIENCE_MILLISECONDS = 15_000;
const NOT_DEPLOYED = "not deployed";

/** The machines of a platform, with disk and load as each reports them. */
export async function nodesOf(project: Project, platform: ServicesEnvironment): Promise<NodeStatus[]> {
  const droplets = await dropletsOf(project, platform, process.env);
  const reached = withDroplets(platform, droplets);
  const records = frontRecords(platform, droplets);
  return Promise.all(
    nodeNames(platform).map(async (name) => {
      const {
        dockerHost: host,
        address: own,
        publicAddress: address = own,
        droplet,
        ...trust
      } = reached.nodes?.[name] ?? {};
      const services = [
        ...nodePlan(platform, name).containers.map(({ service, colour }) => upstreamName(service, colour)),
        ...postgresOn(platform, name),
      ];
      const made = droplets[name];
      const pointing = records.filter(({ node }) => node === name).map(({ node: _, ...record }) => record);
      const known = {
        name,
        ...(host !== undefined && { host }),
        ...(address !== undefined && { address }),
        ...(made !== undefined && {
          ...{ address: made.ip_address, created: made.created_at, size: made.size, region: made.region },
          priceMonthly: made.price_monthly,
        }),
        services,
        ...(pointing.length > 0 && { records: pointing }),
      };
      if (droplet !== undefined) return { ...known, trouble: NOT_DEPLOYED };
      const answer = await asked({ ...trust, ...(host !== undefined && { dockerHost: host }) });
      if (answer.trouble === undefined || made === undefined) return { ...known, ...answer };
      const place = { platform: platform.name, node: name };
      return { ...known, trouble: (await dropletTrouble(place, process.env)) ?? answer.trouble };
    }),
  );
}

/** Asks the machine itself. If only its Docker engine is reachable, its disk and load are unknown. */
async function asked(settings: Parameters<typeof placeOf>[0] & object): Promise<Partial<NodeStatus>> {
  const { host, ssh } = placeOf(settings);
  if (host !== undefined && !overSsh(host)) return { trouble: "only its engine is reached" };
  const command: [string, ...string[]] =
    host === undefined
      ? ["sh", "-c", SCRIPT]
      : sshCommand({ host, ssh: ["-o", "BatchMode=yes", ...(ssh ?? [])] }, SCRIPT);
  const { status, stdout, stderr } = await outputOf(command, { timeoutMilliseconds: PATIENCE_MILLISECONDS });
  if (status !== 0) return { trouble: stderr.trim().split("\n").at(-1) || "it does not answer" };
  const [disk = "", load = "", reboot = ""] = stdout.split("\n");
  const [kibibytes = 0, percent = 0] = disk.split(" ").map((word) => Number.parseInt(word, 10));
  return {
    diskUsedPercent: percent,
    diskBytes: kibibytes * 1024,
    ...(load !== "" && { load: Number(load) }),
    rebootNeeded: reboot === "reboot",
  };
}

/** A row of the table. */
export function cellsOf(node: NodeStatus): string[] {
  const { name, host, created = "", size = "", region = "", priceMonthly, services, load = "" } = node;
  const { diskUsedPercent, diskBytes, rebootNeeded, trouble } = node;
  const { address = host ?? (trouble === NOT_DEPLOYED ? "" : "this machine") } = node;
  const price = priceMonthly === undefined ? "" : `$${priceMonthly}`;
  const disk = diskBytes === undefined ? "" : `${diskUsedPercent} % of ${sizeText(diskBytes)}`;
  const state = trouble ?? `${load}${rebootNeeded ? ", reboot needed" : ""}`;
  return [name, address, created.slice(0, 10), size, region, price, services.join("\n"), disk, state];
}
