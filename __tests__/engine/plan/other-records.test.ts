import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { recordWarnings } from "../../../engine/plan/other-records";

const domain = "${digitalocean_domain.Org.name}";
const RECORDS = {
  Web: { domain, type: "A", name: "web", value: "${digitalocean_reserved_ip.Ip.ip_address}" },
  Apex: { domain, type: "A", name: "@", value: "192.0.2.1" },
  Www: { domain, type: "A", name: "www", value: "192.0.2.1" },
  Docs: { domain, type: "CNAME", name: "docs", value: "web.example.org." },
  Mail: { domain, type: "MX", name: "@", value: "mx.example.net.", priority: 5 },
  Free: { domain, type: "A", name: "free", value: "192.0.2.1" },
};
const DECLARED = {
  resource: { digitalocean_domain: { Org: { name: "example.org" } }, digitalocean_record: RECORDS },
};
const THERE = [
  ["A", "web", "198.51.100.1"],
  ["A", "web", "198.51.100.2"],
  ["AAAA", "web", "2001:db8::1"],
  ["TXT", "web", "a"],
  ["A", "@", "192.0.2.1"],
  ["CNAME", "www", "old.example.net"],
  ["CNAME", "docs", "web.example.org"],
  ["TXT", "docs", "b"],
  ["MX", "@", "mx.example.com"],
].map(([type, name, data], id) => ({ id, type, name, data, tag: null }));

const plan = (names: readonly (keyof typeof RECORDS)[], destroyed: readonly string[] = []) => {
  const changes = (those: readonly string[]) =>
    those.map((name) => ({ type: "digitalocean_record", address: `digitalocean_record.${name}`, differences: [] }));
  return { stack: "lab-nodes", created: changes(names), imported: [], destroyed: changes(destroyed) };
};

describe("records that a plan makes", () => {
  let server: Server;
  let environment: NodeJS.ProcessEnv;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((_, answer) => {
      asked += 1;
      answer.writeHead(200, { "content-type": "application/json" });
      answer.end(JSON.stringify({ domain_records: THERE }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    environment = { DIGITALOCEAN_API_URL: `http://127.0.0.1:${port}/`, DIGITALOCEAN_TOKEN: "secret" };
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const advice =
    "which is not in the file and gets requests too; delete it at DigitalOcean when it is no longer needed";

  test("are told of other addresses of their hosts, which answer too", async () => {
    expect(await recordWarnings(DECLARED, plan(["Web", "Apex", "Mail", "Free"]), environment)).toEqual([
      `lab-nodes: web.example.org also has A 198.51.100.2, ${advice}`,
      `lab-nodes: web.example.org also has AAAA 2001:db8::1, ${advice}`,
    ]);
  });

  test("are refused where an alias excludes them, all at once", async () => {
    const rule = "must have no record beside an alias";
    const advice = "delete it at DigitalOcean, or leave the host out of dns";
    await expect(recordWarnings(DECLARED, plan(["Www", "Docs"]), environment)).rejects.toThrow(
      new Error(
        `lab-nodes: www.example.org ${rule}, got CNAME old.example.net; ${advice}\n` +
          `lab-nodes: docs.example.org ${rule}, got TXT b; ${advice}`,
      ),
    );
  });

  test("are looked at only where there are any, and none goes, which is still listed", async () => {
    const before = asked;
    expect(await recordWarnings(DECLARED, plan([]), environment)).toEqual([]);
    expect(await recordWarnings(DECLARED, plan(["Mail"]), environment)).toEqual([]);
    expect(await recordWarnings(DECLARED, plan(["Www"], ["Old"]), environment)).toEqual([]);
    expect(asked).toBe(before);
  });
});
