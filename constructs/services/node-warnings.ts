import { BlockList, isIP } from "node:net";
import { dockerHostWarnings } from "../shared/docker-host-problems";
import type { NodeSettings } from "./settings";

/** Networks that nobody reaches over the internet. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv6");

/** What is allowed in the settings of nodes, and may be a mistake. */
export function nodeWarnings(nodes: Readonly<Record<string, NodeSettings>> = {}): string[] {
  return Object.entries(nodes).flatMap(([name, { dockerHost, address }]) => [
    ...dockerHostWarnings(dockerHost, `nodes.${name}.`),
    ...(address === undefined || isPrivate(address)
      ? []
      : [
          `nodes.${name}.address is ${address}, which is public: what fronts say to each other is not encrypted, and others can ask; take an address in a private network`,
        ]),
  ]);
}

/** Whether an address is in a private network. */
export function isPrivate(address: string): boolean {
  // Of a droplet, which is in a private network, only Terraform knows it.
  if (isIP(address) === 0) return true;
  return PRIVATE.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
