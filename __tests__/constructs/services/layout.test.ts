import {
  frontOf,
  nodeNames,
  nodePlan,
  nodesBefore,
  placesOf,
  stackName,
  upstreamName,
} from "../../../constructs/services/render/layout";
import { nodesInOrder } from "../../../constructs/services/render/node-order";
import type { PairSettings, PlatformSettings, ServiceSettings } from "../../../constructs/services/settings";

const IMAGE = "example/web:1";
const SERVICE: ServiceSettings = { image: IMAGE, port: 80, hosts: ["docs.example.org"] };
const PAIR: PairSettings = {
  port: 80,
  hosts: ["nmpi.example.org"],
  live: "blue",
  blue: { image: IMAGE },
  green: { image: IMAGE },
};

function platform(nodes: readonly string[], services: PlatformSettings["services"]): PlatformSettings {
  const named = Object.fromEntries(nodes.map((node, index) => [node, { address: `10.0.0.${index + 1}` }]));
  const front = { image: "caddy:2.11.2", certificates: "none" } as const;
  return { name: "lab", front, services, ...(nodes.length > 0 && { nodes: named }) };
}

describe("the layout of a platform", () => {
  test("without nodes is one, local, whose stack has the workspace's name", () => {
    const lab = platform([], { docs: SERVICE, nmpi: PAIR });
    expect(nodeNames(lab)).toEqual(["local"]);
    expect(nodesInOrder(lab)).toEqual(["local"]);
    expect(stackName("lab", "local")).toBe("lab");
    expect(nodePlan(lab, "local")).toEqual({
      node: "local",
      containers: [
        { service: "docs", node: "local" },
        { service: "nmpi", colour: "blue", node: "local" },
        { service: "nmpi", colour: "green", node: "local" },
      ],
      routes: ["docs", "nmpi"],
      isAsked: false,
    });
  });

  test("gives a node's stack its name, whichever other nodes there are", () => {
    expect(stackName("lab", "bob")).toBe("lab-bob");
    expect([upstreamName("docs"), upstreamName("nmpi", "green")]).toEqual(["docs", "nmpi-green"]);
  });

  test("has a colour on a node of its own, and the hosts on a third", () => {
    const nmpi: PairSettings = { ...PAIR, node: "a", front: "edge", green: { image: IMAGE, node: "b" } };
    const lab = platform(["edge", "a", "b"], { nmpi });
    expect(placesOf(lab, "nmpi")).toEqual([
      { service: "nmpi", colour: "blue", node: "a" },
      { service: "nmpi", colour: "green", node: "b" },
    ]);
    expect(frontOf(lab, "nmpi")).toBe("edge");
    expect(nodesBefore(lab, "edge")).toEqual(["a", "b"]);
    expect(nodesBefore(lab, "edge", "live")).toEqual(["a"]);
    expect(nodesInOrder(lab)).toEqual(["a", "b", "edge"]);
    expect(["edge", "a", "b"].map((node) => nodePlan(lab, node).isAsked)).toEqual([false, true, true]);
    expect(nodePlan(lab, "edge")).toMatchObject({ containers: [], routes: ["nmpi"] });
  });

  test("is deployed in the file's order where no front asks another", () => {
    const lab = platform(["b", "a"], { one: { ...SERVICE, node: "a" }, two: { ...SERVICE, node: "b" } });
    expect(nodesInOrder(lab)).toEqual(["b", "a"]);
  });

  test("has no order where fronts ask each other", () => {
    const one = { ...SERVICE, node: "a", front: "b" };
    const two = { ...SERVICE, node: "b", front: "a" };
    expect(nodesInOrder(platform(["a", "b"], { one, two }))).toBeUndefined();
    expect(nodesInOrder(platform(["a", "b"], { one, two: { ...two, front: "b" } }))).toEqual(["a", "b"]);
  });

  test("of a pair with one colour has one place", () => {
    const { green: _, ...nmpi } = PAIR;
    expect(placesOf(platform([], { nmpi }), "nmpi")).toEqual([{ service: "nmpi", colour: "blue", node: "local" }]);
  });
});
