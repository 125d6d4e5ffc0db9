import { TerraformStack, Testing } from "cdktf";
import { ExternalNode, PlatformNode, type PlatformSettings } from "../../../constructs/services";
import { failure } from "../../support/synthesized";
import { found } from "./made";

const IMAGE = "example/web:1";
const PAIR = { port: 80, live: "blue", blue: { image: IMAGE }, green: { image: "example/web:2" } } as const;
const ONE: PlatformSettings = {
  name: "lab",
  front: { image: "caddy:2.11.2", certificates: "none" },
  services: {
    nmpi: { ...PAIR, hosts: ["nmpi.example.org"], stagingHosts: ["staging.example.org"] },
    docs: { image: IMAGE, port: 80, hosts: ["docs.example.org"] },
  },
};
/** Blue and green on two nodes behind a third; quotas on one of them, with hosts of its own; docs behind the third. */
const THREE: PlatformSettings = {
  ...ONE,
  nodes: {
    edge: { dockerHost: "ssh://edge" },
    ginormica: { dockerHost: "ssh://ginormica", address: "10.106.0.2" },
    drcockroach: { dockerHost: "ssh://drcockroach", address: "fd00::3" },
  },
  front: { ...ONE.front, innerPort: 9000 },
  services: {
    nmpi: {
      ...PAIR,
      hosts: ["nmpi.example.org"],
      stagingHosts: ["staging.example.org"],
      node: "ginormica",
      front: "edge",
      green: { image: IMAGE, node: "drcockroach" },
    },
    quotas: { image: IMAGE, port: 80, hosts: ["quotas.example.org"], node: "ginormica" },
    docs: { image: IMAGE, port: 80, hosts: ["docs.example.org"], node: "ginormica", front: "edge" },
  },
};

function part(platform: PlatformSettings, name = "local") {
  const stack = new TerraformStack(Testing.app(), "test");
  const node = new ExternalNode(stack, "Node", platform.nodes?.[name] ?? {});
  const here = new PlatformNode(stack, "Platform", { ...platform, here: { name, node } });
  const warnings = here.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data));
  return { ...found(stack), here, warnings };
}

/** The runs without the part of their names that all have. */
const names = (runs: readonly string[]) => runs.map((name) => name.replace(/^Platform_(Services_)?/, ""));

describe("PlatformNode", () => {
  test("has no address of a colour that only another node asks", () => {
    const nodes = { local: {}, far: { dockerHost: "ssh://far", address: "10.106.0.4" } };
    const web = { ...PAIR, hosts: ["web.test"], node: "local", front: "local", green: { image: IMAGE, node: "far" } };
    const platform = { ...ONE, nodes, services: { web } };
    expect(names(part(platform, "far").runs)).toEqual([
      "Front_Configuration",
      "Front_Handover",
      "Front_Tidy",
      "web_Green_Switch",
    ]);
    expect([...part(platform, "local").here.upstreams.keys()]).toEqual(["web-blue"]);
  });

  test("is a platform whole, where there is one node", () => {
    const { here, runs, template } = part(ONE);
    expect([...here.upstreams.keys()]).toEqual(["nmpi-blue", "nmpi-green", "docs"]);
    expect(names(runs)).toEqual([
      ...["Front_Configuration", "Front_Handover", "Front_Tidy", "docs_Route", "docs_Upstream_Switch"],
      ...["nmpi_Blue_Switch", "nmpi_Green_Switch", "nmpi_Route"],
    ]);
    expect(template.counts).toEqual({
      docker_container: 4,
      docker_image: 4,
      docker_network: 1,
      docker_volume: 2,
      terraform_data: 8,
    });
  });

  test("has a node's own containers, which another's front asks", () => {
    const { here, runs, container } = part(THREE, "drcockroach");
    expect([...here.upstreams.keys()]).toEqual(["nmpi-green"]);
    expect(names(runs)).toEqual(["Front_Configuration", "Front_Handover", "Front_Tidy", "nmpi_Green_Switch"]);
    expect(container("lab-front").ports).toEqual([
      { internal: 9000, external: 9000, ip: "fd00::3", protocol: "tcp" },
      { internal: 9001, external: 9001, ip: "fd00::3", protocol: "tcp" },
    ]);
  });

  test("has hosts and containers of others' hosts on one node", () => {
    const { here, runs, container, run } = part(THREE, "ginormica");
    expect([...here.upstreams.keys()]).toEqual(["nmpi-blue", "quotas", "docs"]);
    expect(names(runs)).toEqual([
      ...["Front_Configuration", "Front_Handover", "Front_Tidy", "docs_Upstream_Switch", "nmpi_Blue_Switch"],
      ...["quotas_Route", "quotas_Upstream_Switch"],
    ]);
    const ports = container("lab-front").ports as readonly { readonly ip: string; readonly external: number }[];
    expect(ports.map(({ ip, external }) => `${ip} ${external}`)).toEqual([
      ...["127.0.0.1 80", "10.106.0.2 9000", "10.106.0.2 9001"],
    ]);
    expect(run("Platform_Front_Tidy").told.keep).toEqual([
      ...["current/docs.http-80", "current/nmpi-blue.http-80", "current/quotas.http-80"],
      ...["hosts/_redirects", "hosts/quotas"],
      ...["inner/0/docs.caddy", "inner/0/nmpi-blue.caddy", "inner/0/quotas.caddy"],
      ...["routes/_redirects.caddy", "routes/quotas.caddy"],
    ]);
  });

  test("leads hosts to other nodes at their addresses, each colour at its port", () => {
    const { here, runs, run, container } = part(THREE, "edge");
    expect(here.upstreams.size).toBe(0);
    expect(names(runs)).toEqual(["Front_Configuration", "Front_Handover", "Front_Tidy", "docs_Route", "nmpi_Route"]);
    expect(run("Platform_Services_nmpi_Route").told.probe).toMatchObject({ url: "http://10.106.0.2:9000/" });
    expect(JSON.stringify(run("Platform_Services_nmpi_Route").told.files)).toContain("to [fd00::3]:9001");
    expect(run("Platform_Services_docs_Route").told.probe).toMatchObject({ url: "http://10.106.0.2:9000/" });
    expect(container("lab-front").ports).toEqual([{ internal: 80, external: 80, ip: "127.0.0.1", protocol: "tcp" }]);
  });

  test("has the same ids wherever the hosts of its containers point to", () => {
    const behind = (front: "edge" | undefined) => {
      const { front: _, ...docs } = THREE.services.docs as { front?: string };
      const services = { docs: { ...docs, ...(front && { front }) } } as unknown as PlatformSettings["services"];
      return part({ ...THREE, services }, "ginormica");
    };
    expect(behind("edge").runs).toContain("Platform_Services_docs_Upstream_Switch");
    expect(behind(undefined).runs).toContain("Platform_Services_docs_Upstream_Switch");
    const ofPair = (front: "edge" | "ginormica", node: string) => {
      const nmpi = { ...THREE.services.nmpi, front } as PlatformSettings["services"][string];
      return part({ ...THREE, services: { nmpi } }, node).runs;
    };
    expect(ofPair("edge", "ginormica")).toContain("Platform_Services_nmpi_Blue_Switch");
    expect(ofPair("ginormica", "ginormica")).toContain("Platform_Services_nmpi_Blue_Switch");
  });

  test("is nothing where a node has nothing to do", () => {
    const { docs: _, quotas: __, nmpi } = THREE.services;
    const { green: ___, stagingHosts: ____, ...blue } = nmpi as typeof PAIR & { stagingHosts?: readonly string[] };
    const services = { nmpi: blue } as unknown as PlatformSettings["services"];
    const { here, template } = part({ ...THREE, services }, "drcockroach");
    expect(here.front).toBeUndefined();
    expect(template.counts).toEqual({});
  });

  test("warns at the first node alone", () => {
    const same = { ...ONE, services: { nmpi: { ...PAIR, hosts: ["nmpi.example.org"], green: PAIR.blue } } };
    const said = ["warning: services.nmpi: blue and green are the same; promoting changes nothing"];
    expect(part(same).warnings).toEqual(said);
    const nodes = { a: { dockerHost: "ssh://a" }, b: { dockerHost: "ssh://b" } };
    const placed = { ...same, nodes, services: { nmpi: { ...same.services.nmpi, node: "b" } } };
    expect(["a", "b"].map((node) => part(placed, node).warnings)).toEqual([said, []]);
  });

  test("says all that is wrong with the platform", () => {
    const wrong = { ...ONE, name: "Lab", services: { nmpi: { ...ONE.services.nmpi, live: "red" }, docs: {} } };
    expect(
      failure((stack) => {
        const here = { name: "local", node: new ExternalNode(stack, "Node") };
        new PlatformNode(stack, "Platform", { ...(wrong as unknown as PlatformSettings), here });
      }),
    ).toBe(
      [
        '[test/Platform] name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "Lab"; containers, networks and volumes begin with it',
        '[test/Platform] services.nmpi.live must be "blue" or "green", got "red"; the other is idle',
        "[test/Platform] services.docs.hosts is required; write it in [ ]",
        '[test/Platform] services.docs.image is required; for example "registry.example.org/nmpi@sha256:…"',
        "[test/Platform] services.docs.port is required; it is the one that the program in the container listens on",
      ].join("\n"),
    );
  });
});
