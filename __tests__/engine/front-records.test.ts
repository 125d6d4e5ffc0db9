import type { ServicesEnvironment } from "../../constructs/services/schema";
import { frontRecords, pendingRecords } from "../../engine/front-records";
import { NameServer } from "../support/name-server";

const IMAGE = "example/web:1";
const BOB = { ip_address: "203.0.113.9" };

/** A platform on a droplet and on two machines that exist; one says its address. */
function platform(more: Partial<ServicesEnvironment> = {}, front: object = {}): ServicesEnvironment {
  return {
    name: "lab",
    nodes: {
      bob: { droplet: { size: "s-1vcpu-1gb" } },
      lab: { dockerHost: "ssh://lab", publicAddress: "2001:db8::9" },
      far: { dockerHost: "ssh://far" },
    },
    front: {
      image: "caddy:2.11.2",
      certificates: { acme: { email: "webmaster@example.org" } },
      redirects: { "example.org": "https://wiki.example.org", "old.example.org": "https://elsewhere.example.com/a" },
      ...front,
    },
    services: {
      nmpi: {
        ...{ port: 80, hosts: ["nmpi.example.org"], stagingHosts: ["staging.example.org"], live: "blue", node: "bob" },
        blue: { image: IMAGE },
      },
      wiki: { image: IMAGE, port: 80, hosts: ["wiki.example.org", "wiki.lab.test", "wiki"], node: "lab" },
      docs: { image: IMAGE, port: 80, hosts: ["docs.example.org"], node: "far" },
    },
    ...more,
  };
}

const record = (name: string, value = "203.0.113.9") => ({ name, type: "A", value, node: "bob" }) as const;

describe("records of the front's hosts", () => {
  test("are those of all public names, with the addresses of their nodes", () => {
    expect(frontRecords(platform(), { bob: BOB } as never)).toEqual([
      { name: "nmpi.example.org", type: "A", value: "203.0.113.9", node: "bob" },
      { name: "staging.example.org", type: "A", value: "203.0.113.9", node: "bob" },
      { name: "wiki.example.org", type: "AAAA", value: "2001:db8::9", node: "lab" },
      { name: "docs.example.org", type: "A", node: "far" },
      // It redirects to a host of that node; and to none, from the first.
      { name: "example.org", type: "AAAA", value: "2001:db8::9", node: "lab" },
      { name: "old.example.org", type: "A", value: "203.0.113.9", node: "bob" },
    ]);
  });

  test("have no address before the droplet has", () => {
    expect(frontRecords(platform(), {})[0]).toEqual({ name: "nmpi.example.org", type: "A", node: "bob" });
  });

  test("are none in a domain of the file, and where nobody reaches the front from elsewhere", () => {
    const dns = { domains: { "example.org": {} } };
    expect(frontRecords(platform({ dns }), {})).toEqual([]);
    expect(frontRecords(platform({ dns: { domains: { "nmpi.example.org": {} } } }), {})).toHaveLength(5);
    expect(frontRecords(platform({}, { certificates: "internal" }), {})).toEqual([]);
    expect(frontRecords(platform({}, { ip: "127.0.0.1" }), {})).toEqual([]);
    expect(frontRecords(platform({}, { certificates: "none", ip: "0.0.0.0" }), {})).toHaveLength(6);
  });
});

describe("records that are pending", () => {
  const server = new NameServer({
    "right.slipway-platform.eu": ["198.51.100.1", "203.0.113.9"],
    "wrong.slipway-platform.eu": ["198.51.100.1"],
    "empty.slipway-platform.eu": [],
    "failed.slipway-platform.eu": "failed",
    "silent.slipway-platform.eu": "silent",
    "nmpi.example.org": [],
  });
  let servers: string[];
  beforeAll(async () => {
    servers = [await server.start()];
  });
  afterAll(() => server.stop());

  const pending = async (...names: string[]) => {
    const found = await pendingRecords(
      names.map((name) => record(name)),
      { servers, milliseconds: 400 },
    );
    return found.map(({ name, found }) => [name, found]);
  };

  test("are those that DNS has not, or has otherwise", async () => {
    await expect(
      pending(...["right", "wrong", "empty", "missing"].map((name) => `${name}.slipway-platform.eu`)),
    ).resolves.toEqual([
      ["wrong.slipway-platform.eu", ["198.51.100.1"]],
      ["empty.slipway-platform.eu", []],
      ["missing.slipway-platform.eu", []],
    ]);
  });

  test("are none of which DNS says nothing, or nothing in time", async () => {
    const begin = Date.now();
    await expect(pending("failed.slipway-platform.eu", "silent.slipway-platform.eu")).resolves.toEqual([]);
    expect(Date.now() - begin).toBeLessThan(1500);
  });

  test("are not looked for under names that nobody can have, and without an address", async () => {
    server.asked.length = 0;
    await expect(pending("nmpi.example.org", "nmpi.lab.test", "nmpi.localhost")).resolves.toEqual([]);
    await expect(
      pendingRecords([{ name: "missing.slipway-platform.eu", type: "A", node: "far" }], { servers }),
    ).resolves.toEqual([]);
    expect(server.asked).toEqual([]);
  });
});
