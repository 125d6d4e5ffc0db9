import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { domainsOf, rdapService, registrations } from "../../../cli/services/domains";
import type { ServicesEnvironment } from "../../../constructs/services/schema";

const NOW = new Date("2026-05-01T00:00:00Z");
const EXPIRES = (eventDate: unknown) => ({
  events: [{ eventAction: "registration" }, { eventAction: "expiration", eventDate }],
});

/** What the registries answer, by domain; `silent.org` gets no answer. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "later.org": EXPIRES("2027-03-01T12:00:00+02:00"),
  "soon.org": EXPIRES("2026-05-04T00:00:00Z"),
  "gone.org": EXPIRES("2026-04-30T00:00:00Z"),
  "odd.org": EXPIRES("soon"),
  "number.org": EXPIRES(5),
  "none.org": { events: [{ eventAction: "registration", eventDate: "2020-01-01T00:00:00Z" }, null] },
  "empty.org": {},
  "list.org": [],
  "text.org": "<html>",
};

describe("the registration of a domain", () => {
  const asked: string[] = [];
  let server: Server;
  let service: string;
  beforeAll(async () => {
    server = createServer(({ url = "", headers }, response) => {
      asked.push(`${headers.accept} ${url}`);
      const name = url.replace("/rdap/domain/", "");
      if (name === "silent.org") return;
      // As rdap.org leads to the registry of a domain.
      if (name === "moved.org") return void response.writeHead(302, { location: "/rdap/domain/later.org" }).end();
      const answer = ANSWERS[name];
      if (answer === undefined) return void response.writeHead(404).end(JSON.stringify({ errorCode: 404 }));
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    service = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rdap`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const look = (...domains: string[]) =>
    registrations(domains, { service, days: 14, now: NOW, timeoutMilliseconds: 300 });

  test("is the event of its expiration, by RDAP", async () => {
    expect(await look("later.org")).toEqual([
      { domain: "later.org", registeredUntil: "2027-03-01T10:00:00.000Z", daysLeft: 304, wrong: [] },
    ]);
    expect(asked).toEqual(["application/rdap+json /rdap/domain/later.org"]);
    expect(await look("moved.org")).toMatchObject([{ daysLeft: 304 }]);
  });

  test("that ends soon, or has ended, is reported", async () => {
    const renew = "renew it at the registrar";
    expect(await look("soon.org", "gone.org")).toMatchObject([
      { daysLeft: 3, wrong: [`its registration expires in 3 days; ${renew}`] },
      { daysLeft: -1, wrong: [`its registration expired on 2026-04-30; ${renew}`] },
    ]);
  });

  test.each(["silent.org", "nobody.org", "odd.org", "number.org", "none.org", "empty.org", "list.org", "text.org"])(
    "of %s is unknown, and no error",
    async (domain) => {
      expect(await look(domain)).toEqual([{ domain, registeredUntil: "unknown", wrong: [] }]);
    },
  );

  test("is unknown where nobody answers at the service", async () => {
    const lookUp = { service: "http://127.0.0.1:1", days: 14, now: NOW };
    expect(await registrations(["a.org"], lookUp)).toEqual([
      { domain: "a.org", registeredUntil: "unknown", wrong: [] },
    ]);
  });
});

describe("the domains of a platform", () => {
  const platform = (hosts: string[], more: object = {}, redirects = {}): ServicesEnvironment => ({
    name: "lab",
    front: { image: "caddy:2.11", certificates: "none", redirects },
    services: { web: { port: 80, hosts, live: "blue", blue: { image: "web:1" }, ...more } },
  });

  test("are those that are registered, each once", () => {
    const hosts = ["a.b.example.co.uk", "example.co.uk", "c.example.com"];
    const more = { stagingHosts: ["staging.example.net", "d.example.com"] };
    expect(domainsOf(platform(hosts, more, { "www.example.org": "https://c.example.com" }))).toEqual([
      ...["example.co.uk", "example.com", "example.net", "example.org"],
    ]);
  });

  test("are none of names that no registry has", () => {
    const hosts = [
      "web",
      "web.localhost",
      "web.test",
      "web.internal",
      "web.local",
      "web.home.arpa",
      "a.example",
      "co.uk",
    ];
    expect(domainsOf(platform(hosts))).toEqual([]);
  });
});

describe("the service for registrations", () => {
  test.each([
    [undefined, "https://rdap.org"],
    ["", "https://rdap.org"],
    ["https://rdap.example.org/v1/", "https://rdap.example.org/v1"],
  ])("named %j is %s", (named, service) => {
    expect(rdapService({ SLIPWAY_RDAP_URL: named })).toBe(service);
  });

  test.each(["rdap.org", "ftp://rdap.org", "http://"])("%j is refused", (named) => {
    expect(() => rdapService({ SLIPWAY_RDAP_URL: named })).toThrow(
      `SLIPWAY_RDAP_URL must be an address with https:// or http://, got "${named}"; for example https://rdap.org`,
    );
  });
});
