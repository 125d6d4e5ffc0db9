import type { Construct } from "constructs";
import { given } from "../../shared/given";
import { NAMES, NetworkRules, type Traffic } from "../cluster/network-rules";
import type { PachdPlace } from "./pachctl-step";
import { type PachdPlace as PlaceOfPachd, pachdAddress } from "./render/pachd-address";

const PACHD_PORTS = [650, 1650];

/** The way to `pachd`, which is in its namespace unless it has an address of its own. */
export function pachdTraffic(place: PlaceOfPachd): Traffic {
  const port = Number(pachdAddress(place).split(":").at(-1));
  const ports = [...new Set([...PACHD_PORTS, port])].map((each) => ({ port: each }));
  return place.address === undefined ? { with: [{ namespace: place.namespace }], ports } : { ports };
}

/** Closes the network of jobs with `pachctl`, where that is asked for. */
export function closeJobNetwork(scope: Construct, instance: string, { namespace, pachyderm }: PachdPlace): void {
  const { jobNetwork = "open", version, address } = pachyderm;
  if (jobNetwork === "open") return;
  new NetworkRules(scope, "JobNetwork", {
    ...{ name: `${instance}-jobs`, namespace, pods: { instance, component: "job" } },
    egress: [NAMES, pachdTraffic({ version, namespace, ...given({ address }) })],
  });
}
