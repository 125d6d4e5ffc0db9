import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { DeletedPipelines } from "../../../constructs/pipelines/pachyderm/deleted-pipelines";
import { Workflow } from "../../../constructs/pipelines/pachyderm/workflow";
import { made } from "./made";
import { LOGD } from "./refused";

const PLACE = { namespace: "pachyderm", pachyderm: { version: "2", jobNetwork: "closed" } } as const;

describe("the network of the jobs that apply pipelines", () => {
  test("is open unless it is closed", () => {
    const open = made((stack) => new Workflow(stack, "W", { ...LOGD, ...PLACE, pachyderm: { version: "2" } }));
    expect(open.all(NetworkPolicyV1)).toEqual([]);
  });

  test("leads to pachd and the cluster's names alone", () => {
    const template = made((stack) => new Workflow(stack, "W", { ...LOGD, ...PLACE }));
    const names = {
      ports: [
        { port: "53", protocol: "UDP" },
        { port: "53", protocol: "TCP" },
      ],
    };
    const pachd = {
      ports: ["650", "1650", "30650"].map((port) => ({ port, protocol: "TCP" })),
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "pachyderm" } } }],
    };
    expect(template.only(NetworkPolicyV1)).toMatchObject({
      metadata: { name: "p-logd-jobs", namespace: "pachyderm" },
      spec: {
        podSelector: {
          matchLabels: { "app.kubernetes.io/instance": "p-logd", "app.kubernetes.io/component": "job" },
        },
        policyTypes: ["Ingress", "Egress"],
        egress: [names, pachd],
      },
    });
  });

  test("leads to the port of an address of its own", () => {
    const pachyderm = { ...PLACE.pachyderm, address: "grpcs://pachd.example.org:443" };
    const template = made((stack) => new DeletedPipelines(stack, "D", { ...PLACE, pachyderm, pipelines: ["old"] }));
    expect(template.only(NetworkPolicyV1)).toMatchObject({
      metadata: { name: "p-deleted-jobs" },
      spec: { egress: [{}, { ports: [{ port: "650" }, { port: "1650" }, { port: "443" }] }] },
    });
  });
});
