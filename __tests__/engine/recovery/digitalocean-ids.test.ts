import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { digitalOceanIds } from "../../../engine/recovery/digitalocean-ids";
import { withSecrets } from "../../../engine/secret-commands/kept";

const DECLARED = {
  resource: {
    digitalocean_droplet: { Bob: { name: "bob", tags: ["lab"] }, Carl: { name: "carl", tags: ["lab"] } },
    digitalocean_vpc: { Net: { name: "lab-ams3" } },
    digitalocean_firewall: { Wall: { name: "bob" } },
    digitalocean_reserved_ip: {
      Ip: { droplet_id: "${digitalocean_droplet.Bob.id}" },
      Other: { droplet_id: "${digitalocean_droplet.Carl.id}" },
    },
  },
};
const created = Object.entries(DECLARED.resource).flatMap(([type, all]) =>
  Object.keys(all).map((name) => ({ type, address: `${type}.${name}` })),
);

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

  test("is found by its name, a droplet also by its tag, an address by its droplet", async () => {
    await expect(digitalOceanIds(DECLARED, created, environment)).resolves.toEqual(
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
    expect((await digitalOceanIds(DECLARED, created, kept)).size).toBe(3);
    expect(new Set(asked.map((each) => each.split(" /")[0]))).toEqual(new Set(["Bearer printed"]));
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
