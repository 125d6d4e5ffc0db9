import { X509Certificate } from "node:crypto";
import { NOT_FOUND, Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
const domain = "observatory.example";
let ocean: Ocean;
beforeAll(async () => {
  ocean = await Ocean.start(temporary.folder());
  await ocean.must(201, "POST", "domains", { name: domain, ip_address: "192.0.2.1" });
});
afterAll(() => temporary.remove());

const records = `domains/${domain}/records`;
const add = async (record: object) => (await ocean.must(201, "POST", records, { ...record })).domain_record;

describe("domains", () => {
  test("have an SOA, name servers, and the address that was given", async () => {
    const { domain_records } = await ocean.get(records);
    const short = ({ type, name, data, ttl }: Record<string, unknown>) => [type, name, data, ttl];
    expect(domain_records.map(short)).toEqual([
      ["SOA", "@", "1800", 1800],
      ["NS", "@", "ns1.digitalocean.com", 1800],
      ["NS", "@", "ns2.digitalocean.com", 1800],
      ["NS", "@", "ns3.digitalocean.com", 1800],
      ["A", "@", "192.0.2.1", 1800],
    ]);
    const { domain: found } = await ocean.get(`domains/${domain}`);
    expect([found.name, found.ttl]).toEqual([domain, 1800]);
    expect(found.zone_file).toContain(`$ORIGIN ${domain}.\n$TTL 1800\n`);
    expect(found.zone_file).toContain(`${domain}. 1800 IN A 192.0.2.1\n`);
  });

  test("are made once, and deleted with their records", async () => {
    expect(await ocean.refusal("POST", "domains", { name: domain })).toEqual([422, "Name already exists"]);
    expect(await ocean.refusal("POST", "domains", { name: "no spaces.example" })).toEqual([
      422,
      "Name Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)",
    ]);
    await ocean.must(201, "POST", "domains", { name: "gone.example" });
    await ocean.must(204, "DELETE", "domains/gone.example");
    expect(await ocean.refusal("GET", "domains/gone.example/records")).toEqual(NOT_FOUND);
  });
});

describe("records", () => {
  const none = { priority: null, port: null, weight: null, flags: null, tag: null, ttl: 1800 };
  test.each([
    [{ type: "A", name: "a", data: "192.0.2.2" }, {}],
    [{ type: "AAAA", name: "aaaa", data: "2001:db8::1" }, {}],
    [{ type: "TXT", name: "txt", data: "v=spf1 -all" }, {}],
    [{ type: "A", name: "*", data: "192.0.2.3", ttl: 60 }, {}],
    [{ type: "CNAME", name: "cname", data: "www.example.org." }, { data: "www.example.org" }],
    [{ type: "CNAME", name: "own", data: `${domain}.` }, { data: "@" }],
    [{ type: "A", name: `whole.${domain}.`, data: "192.0.2.4" }, { name: "whole" }],
    [{ type: "NS", name: "sub", data: "ns.example.org." }, { data: "ns.example.org" }],
    [{ type: "MX", name: "@", data: "mail.example.org.", priority: 10 }, { data: "mail.example.org" }],
    [
      { type: "SRV", name: "_sip._tcp", data: "sip.example.org.", priority: 0, port: 5060, weight: 5 },
      { data: "sip.example.org" },
    ],
    [{ type: "CAA", name: "@", data: "letsencrypt.org.", flags: 0, tag: "issue" }, { data: "letsencrypt.org" }],
    [{ type: "CAA", name: "caa", data: "mailto:a@example.org", flags: 128, tag: "iodef" }, {}],
  ])("are made: %j", async (record, answered) => {
    const made = await add(record);
    expect(made).toEqual({ id: expect.any(Number), ...none, ...record, ...answered });
    expect((await ocean.get(`${records}/${made.id}`)).domain_record).toEqual(made);
    await ocean.must(204, "DELETE", `${records}/${made.id}`);
    expect(await ocean.refusal("GET", `${records}/${made.id}`)).toEqual(NOT_FOUND);
  });

  test.each([
    [{ type: "A", name: "a", data: "::1" }, "IP address did not match IPv4 format (e.g. 127.0.0.1)."],
    [
      { type: "AAAA", name: "a", data: "127.0.0.1" },
      "IP address did not match IPv6 format (e.g. 2001:db8::ff00:42:8329).",
    ],
    [{ type: "CNAME", name: "c", data: "www.example.org" }, "Data needs to end with a dot (.)"],
    [{ type: "CNAME", name: "@", data: "www.example.org." }, "CNAME records cannot share a name with other records"],
    [{ type: "MX", name: "@", data: "mail.example.org." }, "Priority can't be blank"],
    [{ type: "SRV", name: "s", data: "s.example.org.", priority: 1, weight: 1 }, "Port can't be blank"],
    [{ type: "CAA", name: "@", data: "a.example.", flags: 256, tag: "issue" }, "Flags must be between 0 and 255"],
    [
      { type: "CAA", name: "@", data: "a.example.", flags: 0, tag: "other" },
      "Tag must be one of issue, issuewild, iodef",
    ],
    [{ type: "A", name: "a", data: "192.0.2.1", ttl: 5 }, "Ttl must be at least 30"],
    [
      { type: "A", name: "a b", data: "192.0.2.1" },
      "Name Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)",
    ],
    [{ type: "PTR", name: "a", data: "x." }, "Type must be one of A, AAAA, CAA, CNAME, MX, NS, SOA, SRV, TXT"],
    [{ type: "A", name: "@", data: "192.0.2.1" }, "Record already exists"],
  ])("that cannot be made are refused: %j", async (record, message) => {
    expect(await ocean.refusal("POST", records, record)).toEqual([422, message]);
  });

  test("are found by type and name, changed, and share one TTL", async () => {
    const one = await add({ type: "A", name: "pool", data: "192.0.2.5" });
    const two = await add({ type: "A", name: "pool", data: "192.0.2.6" });
    const found = async (query: string) =>
      (await ocean.get(`${records}?${query}`)).domain_records.map(({ id }: { id: number }) => id);
    expect(await found(`type=A&name=pool.${domain}`)).toEqual([one.id, two.id]);
    expect(await found(`type=AAAA&name=pool.${domain}`)).toEqual([]);
    await ocean.must(200, "PUT", `${records}/${one.id}`, { name: "pool", data: "192.0.2.7", ttl: 300 });
    expect((await ocean.get(`${records}/${two.id}`)).domain_record.ttl).toBe(300);
    await ocean.must(200, "PATCH", `${records}/${one.id}`, { ttl: 600 });
    expect((await ocean.get(`${records}/${one.id}`)).domain_record).toMatchObject({ data: "192.0.2.7", ttl: 600 });
  });

  test("of the domain itself: the SOA's TTL is changed, and it stays", async () => {
    const [{ id }] = (await ocean.get(`${records}?type=SOA`)).domain_records;
    await ocean.must(200, "PATCH", `${records}/${id}`, { ttl: 900 });
    expect((await ocean.get(`domains/${domain}`)).domain.ttl).toBe(900);
    expect(await ocean.refusal("DELETE", `${records}/${id}`)).toEqual([422, "The SOA record can't be deleted"]);
  });
});

describe("certificates", () => {
  test("of Let's Encrypt are for domains of the account", async () => {
    const dns_names = [domain, `*.${domain}`];
    const { certificate } = await ocean.must(201, "POST", "certificates", {
      name: "le",
      type: "lets_encrypt",
      dns_names,
    });
    expect(certificate).toMatchObject({ name: "le", type: "lets_encrypt", state: "verified", dns_names });
    expect(certificate.sha1_fingerprint).toMatch(/^[0-9a-f]{40}$/);
    expect((await ocean.get("certificates?name=le")).certificates).toEqual([certificate]);
    expect((await ocean.get("certificates?name=other")).certificates).toEqual([]);
    const foreign = { name: "no", type: "lets_encrypt", dns_names: ["example.org"] };
    expect(await ocean.refusal("POST", "certificates", foreign)).toEqual([
      422,
      "example.org must belong to a domain of the account: Let's Encrypt asks its records",
    ]);
    await ocean.must(204, "DELETE", `certificates/${certificate.id}`);
    expect(await ocean.refusal("GET", `certificates/${certificate.id}`)).toEqual(NOT_FOUND);
  });

  test("of one's own are read", async () => {
    const { key, leaf } = OWN;
    const own = { name: "own", private_key: key, leaf_certificate: leaf };
    const { certificate } = await ocean.must(201, "POST", "certificates", own);
    expect(certificate).toMatchObject({
      type: "custom",
      sha1_fingerprint: new X509Certificate(leaf).fingerprint.replaceAll(":", "").toLowerCase(),
      dns_names: ["own.example"],
    });
    expect(await ocean.refusal("POST", "certificates", own)).toEqual([422, "Certificate name must be unique"]);
    const [status, message] = await ocean.refusal("POST", "certificates", {
      ...own,
      name: "x",
      leaf_certificate: "no",
    });
    expect([status, message]).toEqual([422, expect.stringContaining("The certificate or its key is not valid PEM")]);
  });
});

/** Made by openssl for own.example; it signs nothing. */
const OWN = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZNRLjDJbECMIVQ6Y
crqgmIi3MADAMhN4f/M57mKpZz2hRANCAARHM592EzFCfdq+VO3gYeczMRqRe0I8
m/hwbowQf4HWoQYkq+4sNqzqNghhUzpxcbTa4x7PykYwe9wFI9XWtVvf
-----END PRIVATE KEY-----
`,
  leaf: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUHvR4pj4pOypSTSHQPE9nAiNNHc4wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLb3duLmV4YW1wbGUwIBcNMjYxMTMwMDQ0NzE0WhgPMjEyNjEx
MDYwNDQ3MTRaMBYxFDASBgNVBAMMC293bi5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAERzOfdhMxQn3avlTt4GHnMzEakXtCPJv4cG6MEH+B1qEGJKvu
LDas6jYIYVM6cXG02uMez8pGMHvcBSPV1rVb36NrMGkwHQYDVR0OBBYEFMrYOn0j
hpEIAZVnpEi2w9U3VB5yMB8GA1UdIwQYMBaAFMrYOn0jhpEIAZVnpEi2w9U3VB5y
MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILb3duLmV4YW1wbGUwCgYIKoZI
zj0EAwIDRwAwRAIgIAf1XuVvQVzwew7rougccQsWTYL/sFNzd7MWcHK91k4CIBq9
ENv0Hue4zSb7eN6frrWn0RA425y+jaXKPYo0NGHC
-----END CERTIFICATE-----
`,
};
