import { Resolver } from "node:dns/promises";
import { pendingRecordsOf, pendingText, platformNamed, recordLines } from "../../../cli/services/records";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { Project } from "../../../engine/project";
import { TestProject } from "../../support/project";

const NMPI = { name: "nmpi.example.org", type: "A", value: "203.0.113.9", node: "bob" } as const;
const WIKI = { name: "wiki.example.org", type: "AAAA", value: "2001:db8::9", node: "lab" } as const;

describe("DNS records that somebody creates", () => {
  test("are lines as in a zone file", () => {
    expect(recordLines([NMPI, WIKI, { name: "docs.example.org", type: "A", node: "far" }])).toEqual([
      "nmpi.example.org  A     203.0.113.9",
      "wiki.example.org  AAAA  2001:db8::9",
      "docs.example.org  A     the address of far",
    ]);
    expect(recordLines([NMPI])).toEqual(["nmpi.example.org  A  203.0.113.9"]);
  });

  test("are warned of with what their names resolve to", () => {
    expect(pendingText("lab", [])).toBeUndefined();
    expect(pendingText("lab", [{ ...NMPI, found: [] }])).toBe(
      [
        "",
        "lab: 1 host does not resolve to the front yet, which gets no certificate until then; create this record where the domain's DNS is:",
        "nmpi.example.org  A  203.0.113.9",
        "",
      ].join("\n"),
    );
    expect(
      pendingText("lab", [
        { ...NMPI, found: ["198.51.100.1"] },
        { ...WIKI, found: [] },
      ]),
    ).toContain(
      [
        "lab: 2 hosts do not resolve to the front yet, which gets no certificate until then; create these records where the domain's DNS is:",
        "nmpi.example.org  A     203.0.113.9  (now 198.51.100.1)",
        "wiki.example.org  AAAA  2001:db8::9",
      ].join("\n"),
    );
  });
});

describe("what a plan says of DNS", () => {
  const project = new TestProject({});
  afterAll(() => project.remove());
  afterEach(() => jest.restoreAllMocks());

  const platform = (certificates: ServicesEnvironment["front"]["certificates"]): ServicesEnvironment => ({
    name: "lab",
    nodes: { lab: { dockerHost: "ssh://lab", publicAddress: "203.0.113.9" } },
    front: { image: "caddy:2.11.2", certificates },
    services: { docs: { image: "example/web:1", port: 80, hosts: ["docs.slipway-platform.eu"] } },
  });
  const ACME = { acme: { email: "webmaster@example.org" } } as const;
  const said = (of: ServicesEnvironment | undefined, environment: NodeJS.ProcessEnv = {}) =>
    pendingRecordsOf(Project.at(project.folder), of, environment)();
  const dns = (answer: () => Promise<string[]>) =>
    jest.spyOn(Resolver.prototype, "resolve4").mockImplementation(answer);

  test("names hosts that DNS has otherwise", async () => {
    dns(async () => ["198.51.100.1"]);
    await expect(said(platform(ACME))).resolves.toContain(
      "docs.slipway-platform.eu  A  203.0.113.9  (now 198.51.100.1)",
    );
    dns(async () => ["203.0.113.9"]);
    await expect(said(platform(ACME))).resolves.toBeUndefined();
  });

  test("is nothing, and asks nobody, without ACME, in the sandbox, and of other domains", async () => {
    const asked = dns(async () => []);
    await expect(said(platform("internal"))).resolves.toBeUndefined();
    await expect(said(platform(ACME), { DIGITALOCEAN_API_URL: "http://127.0.0.1:1/" })).resolves.toBeUndefined();
    await expect(said(undefined)).resolves.toBeUndefined();
    expect(platformNamed(Project.at(project.folder), "lab")).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
  });

  test("is not waited for, where nobody answers", async () => {
    dns(() => new Promise(() => {}));
    const begin = Date.now();
    await expect(said(platform(ACME))).resolves.toBeUndefined();
    expect(Date.now() - begin).toBeLessThan(2000);
  });
});
