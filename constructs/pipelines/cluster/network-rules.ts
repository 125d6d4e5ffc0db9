import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { labelsOf, NAMESPACE_LABEL, selectorOf } from "./labels";

/** Pods, or addresses, and the ports at which they are reached. */
export interface Traffic {
  /** @default - all addresses */
  readonly with?: readonly Peer[];
  readonly ports: readonly NetworkPort[];
}

interface NetworkPort {
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Pods of a namespace; all of them without labels. */
interface Peer {
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Settings of {@link NetworkRules}. */
export interface NetworkRulesProps {
  readonly name: string;
  readonly namespace: string;
  /** The application and the part of it whose pods these are. */
  readonly pods: { readonly instance: string; readonly component: string };
  /** Who may reach them. @default - nobody */
  readonly ingress?: readonly Traffic[];
  /** Whom they may reach. @default - nobody */
  readonly egress?: readonly Traffic[];
}

/** The cluster's names. Its pods have other labels from cluster to cluster. */
export const NAMES: Traffic = { ports: [{ port: 53, protocol: "UDP" }, { port: 53 }] };

/** The API of the cluster, whose address none of ours knows: behind its service it has one of these ports. */
export const CLUSTER_API: Traffic = { ports: [443, 6443, 8443, 16_443].map((port) => ({ port })) };

/** Nothing reaches some pods, and they reach nothing, but what is said. It needs a network that enforces policies. */
export class NetworkRules extends Construct {
  constructor(scope: Construct, id: string, { name, namespace, pods, ingress = [], egress = [] }: NetworkRulesProps) {
    super(scope, id);
    new NetworkPolicyV1(this, "Resource", {
      metadata: { name, namespace, labels: labelsOf(pods.instance, pods.component) },
      spec: {
        podSelector: { matchLabels: selectorOf(pods.instance, pods.component) },
        policyTypes: ["Ingress", "Egress"],
        // An empty list is read back as none; without one, nothing is let through.
        ...(ingress.length > 0 && { ingress: ingress.map((each) => rule(each, "from")) }),
        ...(egress.length > 0 && { egress: egress.map((each) => rule(each, "to")) }),
      },
    });
  }
}

function rule({ with: peers, ports }: Traffic, side: "from" | "to") {
  return {
    ports: ports.map(({ port, protocol = "TCP" }) => ({ port: String(port), protocol })),
    ...(peers !== undefined && { [side]: peers.map(peer) }),
  };
}

function peer({ namespace, labels }: Peer) {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    // Empty labels are read back as none.
    ...(labels !== undefined && { podSelector: { matchLabels: { ...labels } } }),
  };
}
