import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { digitalOceanIds } from "../../../engine/recovery/digitalocean-ids";
import { withSecrets } from "../../../engine/secret-commands/kept";

const IN_ORG = { domain: "${digitalocean_domain.Org.name}" };
const DECLARED = {
  resource: {
    digitalocean_droplet: { Bob: { name: "bob", tags: ["lab"] }, Carl: { name: "carl", tags: ["lab"] } },
    digitalocean_vpc: { Net: { name: "lab-ams3" } },
    digitalocean_firewall: { Wall: { name: "bob" } },
    digitalocean_reserved_ip: {
      Ip: { droplet_id: "${digitalocean_droplet.Bob.id}" },
      Other: { droplet_id: "${digitalocean_droplet.Carl.id}" },
    },
    digitalocean_domain: { Org: { name: "example.org" }, Com: { name: "example.com" }, Net: { name: "example.net" } },
    digitalocean_record: {
      Www: { ...IN_ORG, type: "A", name: "www", value: "${digitalocean_reserved_ip.Ip.ip_address}" },
      New: { ...IN_ORG, type: "A", name: "new", value: "192.0.2.7" },
      One: { ...IN_ORG, type: "A", name: "two", value: "192.0.2.1" },
      Two: { ...IN_ORG, type: "A", name: "two", value: "192.0.2.2" },
      Alias: { ...IN_ORG, type: "CNAME", name: "alias", value: "example.org." },
      Mail: { ...IN_ORG, type: "MX", name: "@", value: "mx1.example.net.", priority: 5 },
      Other: { ...IN_ORG, type: "MX", name: "@", value: "mx3.example.net.", priority: 5 },
      Spf: { ...IN_ORG, type: "TXT", name: "@", value: "v=spf1 -all" },
      Text: { ...IN_ORG, type: "TXT", name: "@", value: "a=$${b}" },
      Issue: { ...IN_ORG, type: "CAA", name: "@", value: "letsencrypt.org.", tag: "issue" },
      Wild: { ...IN_ORG, type: "CAA", name: "@", value: "letsencrypt.org.", tag: "issuewild" },
      InCom: { domain: "${digitalocean_domain.Com.name}", type: "A", name: "@", value: "192.0.2.7" },
      InNet: { domain: "${digitalocean_domain.Net.name}", type: "A", name: "@", value: "192.0.2.7" },
    },
  },
};
const created = Object.entries(DECLARED.resource)
  .flatMap(([type, all]) => Object.keys(all).map((name) => ({ type, address: `${type}.${name}` })))
  // This one is in the state, or is adopted.
  .filter(({ address }) => address !== "digitalocean_domain.Net");

let id = 0;
const listed = (type: string, name: string, data: string, more: object = {}) => {
  return { id: ++id, type, name, data, tag: null, ...more };
};

describe("what exists at DigitalOcean", () => {
  let server: Server;
  let environment: NodeJS.ProcessEnv;
  const asked: string[] = [];
  const answers: Record<string, object> = {
    "/api/v2/droplets?tag_name=lab&per_page=200&page=1": {
      droplets: [{ id: 1, name: "alice" }],
      links: { pages: { next: "there is more" } },
    },
    "/api/v2/droplets?tag_name=lab&per_page=200&page=2": { droplets: [{ id: 7, name: "bob" }], links: {} },
    "/api/v2/vpcs?per_page=200&page=1": { vpcs: [{ id: "net-1", name: "lab-ams3" }] },
    "/api/v2/firewalls?per_page=200&page=1": { firewalls: [{ id: "wall-1", name: "else" }] },
    "/api/v2/domains?per_page=200&page=1": { domains: [{ name: "example.org" }, { name: "lab.example.com" }] },
    "/api/v2/domains/example.org/records?per_page=200&page=1": {
      domain_records: [
        listed("A", "www", "198.51.100.1"),
        listed("AAAA", "new", "2001:db8::9"),
        listed("A", "two", "192.0.2.2"),
        listed("A", "two", "198.51.100.1"),
        listed("CNAME", "alias", "@"),
        listed("MX", "@", "mx1.example.net", { priority: 10 }),
        listed("MX", "@", "mx2.example.net", { priority: 10 }),
        listed("TXT", "@", "v=spf1 mx ~all"),
        listed("TXT", "@", "a=${b}"),
        listed("CAA", "@", "letsencrypt.org", { tag: "issue" }),
      ],
      links: {},
    },
    "/api/v2/domains/example.net/records?per_page=200&page=1": { domain_records: [listed("A", "@", "192.0.2.7")] },
    "/api/v2/reserved_ips?per_page=200&page=1": {
      reserved_ips: [
        { ip: "192.0.2.1", droplet: null },
        { ip: "192.0.2.7", droplet: { id: 7 } },
      ],
    },
  };

  beforeAll(async () => {
    server = createServer(({ url = "", headers }, answer) => {
      asked.push(`${headers.authorization} ${url}`);
      answer.writeHead(answers[url] === undefined ? 404 : 200, { "content-type": "application/json" });
      answer.end(JSON.stringify(answers[url] ?? {}));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    environment = { DIGITALOCEAN_API_URL: `http://127.0.0.1:${port}/api/`, DIGITALOCEAN_TOKEN: "secret" };
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test("is found by its name, a record by its value, or as the only one of its use", async () => {
    const found = await digitalOceanIds(DECLARED, created, environment);
    expect(Object.fromEntries([...found].filter(([address]) => /_(domain|record)\./.test(address)))).toEqual({
      "digitalocean_domain.Org": "example.org",
      "digitalocean_record.Www": "example.org,1",
      "digitalocean_record.Two": "example.org,3",
      "digitalocean_record.One": "example.org,4",
      "digitalocean_record.Alias": "example.org,5",
      "digitalocean_record.Mail": "example.org,6",
      "digitalocean_record.Spf": "example.org,8",
      "digitalocean_record.Text": "example.org,9",
      "digitalocean_record.Issue": "example.org,10",
      "digitalocean_record.InNet": "example.net,11",
    });
    // A domain that does not exist has none.
    expect(asked.filter((each) => each.includes("example.com"))).toEqual([]);
  });

  test("is not what a record of the state is, also where its value is about to change", async () => {
    const { One, Two } = DECLARED.resource.digitalocean_record;
    const { Mail } = DECLARED.resource.digitalocean_record;
    const resource = {
      digitalocean_domain: DECLARED.resource.digitalocean_domain,
      digitalocean_record: {
        ...{ One: { ...One, value: "192.0.2.3" }, Two, Three: { ...Two, value: "198.51.100.1" } },
        ...{ Mail: { ...Mail, value: "mx2.example.net." }, Again: Mail },
      },
    };
    const added = ["Three", "Again"].map((name) => {
      return { type: "digitalocean_record", address: `digitalocean_record.${name}` };
    });
    await expect(digitalOceanIds({ resource }, added, environment)).resolves.toEqual(
      new Map([["digitalocean_record.Again", "example.org,6"]]),
    );
  });

  test("is found by its name, a droplet also by its tag, an address by its droplet", async () => {
    const machines = created.filter(({ type }) => !/_(domain|record)$/.test(type));
    await expect(digitalOceanIds(DECLARED, machines, environment)).resolves.toEqual(
      new Map([
        ["digitalocean_droplet.Bob", "7"],
        ["digitalocean_vpc.Net", "net-1"],
        ["digitalocean_reserved_ip.Ip", "192.0.2.7"],
      ]),
    );
    expect(new Set(asked.map((each) => each.split(" ").slice(0, 2).join(" ")))).toEqual(new Set(["Bearer secret"]));
  });

  test("is asked for with the token that a command has printed", async () => {
    asked.length = 0;
    const { DIGITALOCEAN_TOKEN: _, ...others } = environment;
    const kept = { ...withSecrets(others, { DIGITALOCEAN_TOKEN: "printed" }) };
    const found = await digitalOceanIds(DECLARED, created, kept);
    expect(new Set(asked.map((each) => each.split(" /")[0]))).toEqual(new Set(["Bearer printed"]));
    expect(found).toEqual(await digitalOceanIds(DECLARED, created, environment));
    expect((await digitalOceanIds(DECLARED, created, others)).size).toBe(0);
  });

  test("is nothing without a token, or where nobody answers", async () => {
    asked.length = 0;
    await expect(digitalOceanIds(DECLARED, created, {})).resolves.toEqual(new Map());
    const away = { ...environment, DIGITALOCEAN_API_URL: "http://127.0.0.1:1/" };
    await expect(digitalOceanIds(DECLARED, created, away)).resolves.toEqual(new Map());
    await expect(
      digitalOceanIds({}, [{ type: "aws_s3_bucket", address: "aws_s3_bucket.A" }], environment),
    ).resolves.toEqual(new Map());
    expect(asked).toEqual([]);
  });
});
