import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dropletTrouble } from "../../../cli/services/droplet-state";

describe("a droplet that does not answer", () => {
  let server: Server;
  let environment: NodeJS.ProcessEnv;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = "", headers }, answer) => {
      asked.push(url);
      answer.writeHead(headers.authorization === "Bearer right" ? 200 : 401, { "content-type": "application/json" });
      const droplets = [
        { name: "bob", status: "off" },
        { name: "carl", status: "active" },
      ];
      answer.end(JSON.stringify({ droplets }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    environment = { DIGITALOCEAN_API_URL: `http://127.0.0.1:${port}/`, DIGITALOCEAN_TOKEN: "right" };
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test.each([
    ["bob", "off at DigitalOcean"],
    ["carl", undefined],
    ["dora", "gone at DigitalOcean; slipway deploy lab creates it again"],
  ])("%s is %s", async (node, trouble) => {
    expect(await dropletTrouble({ platform: "lab", node }, environment)).toBe(trouble);
    expect(asked.at(-1)).toBe("/v2/droplets?tag_name=lab&per_page=200");
  });

  test("is not known without a token that counts", async () => {
    const wrong = { ...environment, DIGITALOCEAN_TOKEN: "wrong" };
    expect(await dropletTrouble({ platform: "lab", node: "bob" }, wrong)).toBeUndefined();
    expect(await dropletTrouble({ platform: "lab", node: "bob" }, {})).toBeUndefined();
  });
});
