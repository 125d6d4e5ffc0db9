import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { refuseUnoffered } from "../../../engine/plan/droplet-offers";

const droplet = (size: string, region = "ams3", name = "bob") => ({ name, size, region, tags: ["lab"] });
const declared = (attributes: object, more: object = {}) => ({
  resource: { digitalocean_droplet: { Bob: attributes as Readonly<Record<string, unknown>> } },
  ...more,
});
const BOB = [{ address: "digitalocean_droplet.Bob", type: "digitalocean_droplet", differences: [] }];
const NONE = { stack: "lab-nodes", created: [], changed: [], replaced: [] };
const CREATED = { ...NONE, created: BOB };
const CHANGED = { ...NONE, changed: BOB };

const size = (slug: string, disk: number, regions = ["ams3", "nyc3"], available = true) => {
  return { slug, disk, regions, available };
};
const region = (slug: string, available = true) => ({ slug, available });
const there = (id: number, name: string, size_slug: string, disk: number, tags = ["lab"]) => {
  return { id, name, size_slug, disk, tags, region: { slug: "ams3" } };
};

describe("what DigitalOcean offers", () => {
  let server: Server;
  let environment: NodeJS.ProcessEnv;
  let asked: string[] = [];
  let lists: Record<string, { readonly status?: number; readonly all: readonly object[] }> = {};
  beforeAll(async () => {
    server = createServer((request, response) => {
      const name = /^\/v2\/(\w+)/.exec(request.url ?? "")?.[1] ?? "";
      asked.push(name);
      const { status = 200, all } = lists[name] ?? { status: 404, all: [] };
      // The sizes fill two pages, of which the second may be refused.
      const isFirst = request.url?.endsWith("page=1") ?? false;
      const isLong = name === "sizes";
      const links = isLong && isFirst ? { pages: { next: "there is more" } } : {};
      response.writeHead(isFirst && isLong ? 200 : status);
      response.end(JSON.stringify({ [name]: isLong ? (isFirst ? all.slice(0, 2) : all.slice(2)) : all, links }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    environment = { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: "token" };
  });
  beforeEach(() => {
    asked = [];
    lists = {
      sizes: {
        all: [
          size("s-1vcpu-512mb-10gb", 10),
          size("s-1vcpu-1gb", 25),
          size("s-1vcpu-2gb", 50),
          size("s-9vcpu-9gb", 50, [], true),
          size("s-2vcpu-2gb", 60, ["nyc3"]),
          size("old", 60, ["ams3"], false),
        ],
      },
      regions: { all: [region("ams3"), region("nyc3"), region("sfo1", false)] },
      droplets: {
        all: [
          there(6, "bob", "old", 90, ["another"]),
          there(7, "bob", "s-1vcpu-1gb", 25),
          there(8, "alice", "s-1vcpu-1gb", 50),
        ],
      },
    };
  });
  afterAll(() => server.close());

  const refusal = (...[stack, plan]: [Parameters<typeof refuseUnoffered>[0], Parameters<typeof refuseUnoffered>[1]]) =>
    refuseUnoffered(stack, plan, environment).then(
      () => undefined,
      (error: Error) => error.message,
    );

  test.each([
    ["a new droplet of a size that is offered", declared(droplet("s-1vcpu-1gb")), CREATED],
    ["a larger disk", declared(droplet("s-1vcpu-2gb")), CHANGED],
    ["another change of a droplet whose size is retired", declared({ ...droplet("old"), tags: ["another"] }), CHANGED],
    ["a droplet whose size is not known yet", declared(droplet("${var.size}")), CREATED],
    ["a droplet that is not listed", declared(droplet("s-1vcpu-512mb-10gb", "ams3", "eve")), CHANGED],
  ])("%s is let through", async (_, stack, plan) => expect(await refusal(stack, plan)).toBeUndefined());

  test.each([
    [
      "a size that does not exist",
      declared(droplet("s-1vcpu-2bg")),
      CREATED,
      'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "s-1vcpu-2bg"; did you mean "s-1vcpu-2gb"?',
    ],
    [
      "a size unlike any",
      declared(droplet("enormous")),
      { ...NONE, replaced: BOB },
      'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "enormous"; https://slugs.do-api.dev lists what there is',
    ],
    [
      "a retired size",
      declared(droplet("old")),
      CREATED,
      'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "old"; it is retired or sold out: take another',
    ],
    [
      "a size that is sold out",
      declared(droplet("s-9vcpu-9gb")),
      CREATED,
      'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "s-9vcpu-9gb"; it is retired or sold out: take another',
    ],
    [
      "a size of other regions",
      declared(droplet("s-2vcpu-2gb")),
      CREATED,
      'lab-nodes: the size of bob must be one that DigitalOcean offers in ams3, got "s-2vcpu-2gb"; it is offered in nyc3',
    ],
    [
      "a region that takes no new droplets",
      declared(droplet("s-1vcpu-1gb", "sfo1")),
      CREATED,
      'lab-nodes: the region of bob must be one where DigitalOcean takes new droplets, got "sfo1"; it offers ams3, nyc3',
    ],
    [
      "a region that does not exist, and a size that does not",
      declared(droplet("enormous", "ams33")),
      CREATED,
      'lab-nodes: the region of bob must be one where DigitalOcean takes new droplets, got "ams33"; did you mean "ams3"?\n' +
        'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "enormous"; https://slugs.do-api.dev lists what there is',
    ],
    [
      "a smaller disk",
      declared(droplet("s-1vcpu-512mb-10gb")),
      CHANGED,
      'lab-nodes: the size of bob must have a disk of at least 25 GB, as the droplet has, got "s-1vcpu-512mb-10gb" with 10 GB; DigitalOcean makes no disk smaller: take s-1vcpu-1gb, s-1vcpu-2gb, or move what is on it to a new node',
    ],
    [
      "a smaller disk of a droplet that is adopted, and has another name",
      declared({ ...droplet("s-1vcpu-512mb-10gb"), tags: [] }, { import: [{ to: BOB[0]?.address, id: "8" }] }),
      CHANGED,
      'lab-nodes: the size of bob must have a disk of at least 50 GB, as the droplet has, got "s-1vcpu-512mb-10gb" with 10 GB; DigitalOcean makes no disk smaller: take s-1vcpu-2gb, or move what is on it to a new node',
    ],
    [
      "a change to a size that does not exist",
      declared(droplet("s-1vcpu-2bg")),
      CHANGED,
      'lab-nodes: the size of bob must be one that DigitalOcean offers to this account, got "s-1vcpu-2bg"; did you mean "s-1vcpu-2gb"?',
    ],
  ])("%s is refused", async (_, stack, plan, message) => expect(await refusal(stack, plan)).toBe(message));

  test("is asked once for all droplets, and not at all where none is made or changed", async () => {
    const two = { resource: { digitalocean_droplet: { Bob: droplet("x"), Eve: droplet("y", "ams3", "eve") } } };
    const plan = { ...CREATED, created: [...BOB, { ...BOB[0], address: "digitalocean_droplet.Eve" } as never] };
    expect((await refusal(two, plan))?.split("\n")).toHaveLength(2);
    expect(asked.sort()).toEqual(["regions", "sizes", "sizes"]);
    asked = [];
    await refusal(two, {
      ...NONE,
      changed: [{ address: "docker_container.A", type: "docker_container", differences: [] }],
    });
    expect(asked).toEqual([]);
  });

  test("refuses nothing that it cannot know", async () => {
    const wrong = declared(droplet("enormous", "ams33"));
    lists.sizes = { ...lists.sizes, status: 500, all: lists.sizes?.all ?? [] };
    lists.regions = { status: 403, all: [] };
    expect(await refusal(wrong, CREATED)).toBeUndefined();
    await refuseUnoffered(wrong, CREATED, { ...environment, DIGITALOCEAN_API_URL: "http://127.0.0.1:1" });
    await refuseUnoffered(wrong, CREATED, { DIGITALOCEAN_API_URL: environment.DIGITALOCEAN_API_URL });
  });
});
