import { Domain } from "@cdktf/provider-digitalocean/lib/domain";
import { Record as DnsRecord } from "@cdktf/provider-digitalocean/lib/record";
import { Lazy, TerraformStack, Testing } from "cdktf";
import {
  Dns,
  type DnsProps,
  type RecordSettings,
  stackDigitaloceanProvider,
} from "../../../constructs/services/digitalocean";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";
import { said } from "./sentences";

type Resource = Readonly<Record<string, unknown>>;

function made(props: DnsProps): Template {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDigitaloceanProvider(stack);
  new Dns(stack, "Dns", props);
  return Template.of(stack);
}

const records = (all: readonly RecordSettings[], more: object = {}) =>
  made({ domains: { "example.org": { records: all, ...more } } }).all(DnsRecord);
const only = (record: RecordSettings) => records([record])[0] as Resource;
const refused = (props: DnsProps) => failure((stack) => new Dns(stack, "Dns", props));

/** Names of the records in the state, by name and value. */
function ids(all: readonly RecordSettings[]): Record<string, string> {
  const { json } = made({ domains: { "example.org": { records: all } } });
  const resources = (json.resource as Record<string, Record<string, Resource>>).digitalocean_record ?? {};
  return Object.fromEntries(Object.entries(resources).map(([id, { value }]) => [String(value), id]));
}

describe("Dns", () => {
  test("is a domain, which no plan deletes", () => {
    const { name, lifecycle, ipAddress } = made({ domains: { "example.org": {} } }).only(Domain);
    expect({ name, lifecycle, ipAddress }).toEqual({ name: "example.org", lifecycle: { prevent_destroy: true } });
    expect(made({ domains: { "example.org": { removal: "allowed" } } }).only(Domain).lifecycle).toEqual({
      prevent_destroy: false,
    });
  });

  test("adopts a domain by its name, or none", () => {
    expect(made({ domains: { "example.org": { origin: "adopted" } } }).json.import).toEqual([
      { id: "example.org", to: expect.stringMatching(/^digitalocean_domain\./) },
    ]);
    expect(made({ domains: { "example.org": { origin: "made" } } }).json).not.toHaveProperty("import");
  });

  test.each<[string, RecordSettings, Resource]>([
    ["A", { name: "www", type: "A", value: "203.0.113.9" }, { name: "www", value: "203.0.113.9" }],
    ["AAAA in its shortest form", { name: "www", type: "AAAA", value: "2001:DB8:0::9" }, { value: "2001:db8::9" }],
    ["CNAME", { name: "www", type: "CNAME", value: "Example.net" }, { value: "example.net." }],
    ["CNAME to the domain", { name: "*.dev", type: "CNAME", value: "@" }, { name: "*.dev", value: "example.org." }],
    ["MX", { name: "@", type: "MX", value: "mx.example.net.", priority: 0 }, { value: "mx.example.net.", priority: 0 }],
    [
      "CAA",
      { name: "@", type: "CAA", value: "ca.example", tag: "issue" },
      { value: "ca.example.", tag: "issue", flags: 0 },
    ],
    [
      "CAA with an address",
      { name: "@", type: "CAA", value: "mailto:a@example.org", tag: "iodef", flags: 128 },
      { value: "mailto:a@example.org", tag: "iodef", flags: 128 },
    ],
    ["TXT that looks like Terraform", { name: "@", type: "TXT", value: "a=${b}" }, { value: "a=$${b}" }],
    ["TXT of 400 bytes, in one piece", { name: "k", type: "TXT", value: "k".repeat(400) }, { value: "k".repeat(400) }],
  ])("has %s as the API wants it", (_what, record, wanted) => {
    expect(only(record)).toMatchObject({ type: record.type, ttl: 3600, ...wanted });
    expect(only(record).domain).toMatch(/^\$\{digitalocean_domain\.\w+\.name\}$/);
  });

  test("keeps records of one name and type for one time", () => {
    const ttls = records([
      { name: "a", type: "A", value: "203.0.113.8" },
      { name: "a", type: "A", value: "203.0.113.9", ttlSeconds: 600 },
      { name: "a", type: "AAAA", value: "2001:db8::9" },
    ]).map(({ value, ttl }) => [value, ttl]);
    expect(Object.fromEntries(ttls)).toEqual({ "203.0.113.8": 600, "203.0.113.9": 600, "2001:db8::9": 3600 });
  });

  test("joins the terms of SPF, with the TTL of the domain's other texts", () => {
    const other = { name: "@", type: "TXT", value: "site=1", ttlSeconds: 900 } as const;
    expect(records([other], { spf: ["include:_spf.example.net", "-all"] })).toContainEqual(
      expect.objectContaining({ type: "TXT", name: "@", value: "v=spf1 include:_spf.example.net -all", ttl: 900 }),
    );
    expect(records([], { spf: [] })).toMatchObject([{ value: "v=spf1", ttl: 3600 }]);
  });

  test("has addresses of hosts in the closest of its domains, and of no others", () => {
    const all = made({
      domains: { "example.org": {}, "lab.example.org": {} },
      hosts: {
        "example.org": "203.0.113.9",
        "www.example.org": Lazy.stringValue({ produce: () => "203.0.113.10" }),
        "a.lab.example.org": "2001:db8::9",
        "www.example.com": "203.0.113.9",
      },
    }).all(DnsRecord);
    expect(
      all.map(({ domain, type, name, value, ttl }) => [String(domain).includes("lab"), type, name, value, ttl]),
    ).toEqual(
      expect.arrayContaining([
        [false, "A", "@", "203.0.113.9", 300],
        [false, "A", "www", "203.0.113.10", 300],
        [true, "AAAA", "a", "2001:db8::9", 300],
      ]),
    );
    expect(all).toHaveLength(3);
    expect(
      made({ domains: { "example.org": {} }, hostTtlSeconds: 60, hosts: { "example.org": "203.0.113.9" } }).only(
        DnsRecord,
      ),
    ).toMatchObject({ ttl: 60 });
  });

  test("changes an address in place, whatever it is", () => {
    const [one, other] = ["203.0.113.8", "203.0.113.9"].map((value) =>
      Object.values(ids([{ name: "a", type: "A", value }])),
    );
    expect(one).toEqual(other);
  });

  test("replaces an address by an alias, in this order", () => {
    const address = Object.values(ids([{ name: "a", type: "A", value: "203.0.113.9" }]));
    expect(Object.values(ids([{ name: "a", type: "CNAME", value: "example.net" }]))).toEqual(address);
  });

  test("knows mail servers by their names, in whatever order they stand", () => {
    const mx = (value: string, priority: number) => ({ name: "@", type: "MX", value, priority }) as const;
    const all = [mx("a.example.net", 10), mx("b.example.net", 20)];
    expect(ids([...all].reverse())).toEqual(ids(all));
    expect(ids([mx("b.example.net", 5)])["b.example.net."]).toBe(ids(all)["b.example.net."]);
  });

  test("is refused with records that do not go together, each with its place", () => {
    const record: RecordSettings = { name: "www", type: "A", value: "example.net", ttlSeconds: 5 };
    expect(refused({ domains: { "example.org": { records: [record] } }, hosts: { www_: "home" } })).toBe(
      [
        said("[test/Dns] domains.example.org.records[0].ttlSeconds", "ttl", "5"),
        said("[test/Dns] hosts.www_", "host", '"www_"'),
        said("[test/Dns] domains.example.org.records[0].value", "ipv4", '"example.net"'),
      ].join("\n"),
    );
    expect(refused({ domains: {}, hosts: { "www.example.org": "home" } })).toBe(
      '[test/Dns] hosts.www.example.org must be an IP address, got "home"; for example "203.0.113.9"',
    );
    expect(
      refused({
        domains: { "example.org": { records: [{ name: "www", type: "A", value: "203.0.113.9" }] } },
        hosts: { "www.example.org": "203.0.113.9" },
      }),
    ).toBe(said("[test/Dns] domains.example.org.records[0]", "hostRecord", 'A "www"', "hosts.www.example.org"));
  });
});
