import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { wayTo } from "../../../local/model/way";

describe("the way of a container to an address", () => {
  test("is the address itself, where it is none of this machine's own", async () => {
    const way = await wayTo("https://s3.example.org", "127.0.0.1");
    expect({ url: way.url, args: way.args }).toEqual({ url: "https://s3.example.org", args: [] });
  });

  test.each([["127.0.0.1:4599"], ["localhost:4599"], ["[::1]:4599"]])(
    "of %s leads through Docker's name, where the bridge is none of this machine",
    async (host) => {
      for (const gateway of [undefined, "192.0.2.1"]) {
        const way = await wayTo(`http://${host}`, gateway);
        expect({ url: way.url, args: way.args }).toEqual({
          url: "http://host.docker.internal:4599",
          args: ["--add-host=host.docker.internal:host-gateway"],
        });
      }
    },
  );

  test("leads through the bridge, until it is closed", async () => {
    const server = createServer((_, response) => response.end("here"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      // Stands for the gateway, which is another address of this machine.
      const way = await wayTo(`http://localhost:${(server.address() as AddressInfo).port}`, "127.0.0.2");
      expect(way.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
      expect(await (await fetch(way.url)).text()).toBe("here");
      way.close();
      await expect(fetch(way.url)).rejects.toThrow("fetch failed");
    } finally {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });
});
