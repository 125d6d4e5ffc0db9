import { existsSync, readFileSync } from "node:fs";
import { sandboxFolder } from "../../engine/folders";
import { down } from "../../sandbox/server";
import { Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
const project = temporary.folder();
let ocean: Ocean;
beforeAll(async () => {
  ocean = await Ocean.start(project);
});
afterAll(() => temporary.remove());

const NO_ROUTE = "GET /v2/kubernetes/clusters is not emulated. docs/sandbox.md lists what is.";

describe("the front", () => {
  test("refuses a request without a bearer token", async () => {
    const { status, body } = await ocean.ask("GET", "account", undefined, { authorization: "Basic abc" });
    expect([status, body]).toEqual([
      401,
      { id: "unauthorized", message: "Unable to authenticate you.", request_id: expect.any(String) },
    ]);
    // Whoever it is asks DigitalOcean there, not S3.
    expect((await fetch(`${ocean.url}/v2/account`)).status).toBe(401);
  });

  test("answers from the root too, where godo's absolute paths lead, and leaves the root to AWS otherwise", async () => {
    expect((await ocean.ask("GET", `${ocean.sandbox}/v2/account`)).body).toEqual(await ocean.get("account"));
    const signed = { authorization: "AWS4-HMAC-SHA256 Credential=a/20260101/tor1/execute-api/aws4_request" };
    for (const [path, headers] of [
      ["account", signed],
      ["apis", {}],
    ] as const) {
      const aws = await fetch(`${ocean.sandbox}/v2/${path}`, { headers });
      expect(aws.headers.get("x-request-id")).toBeNull();
    }
  });

  test.each([{}, { authorization: "Bearer " }, { authorization: "Basic abc" }])(
    "refuses those without a token: %j",
    async (headers) => {
      const ask = async (url: string) => (await fetch(`${url}/v2/droplets/7`, { headers })).status;
      expect(await ask(ocean.url)).toBe(401);
      if (headers.authorization !== "Basic abc") expect(await ask(ocean.sandbox)).toBe(401);
    },
  );

  test("says of a route that it has not that it is not emulated, in the log too", async () => {
    const { status, body } = await ocean.ask("GET", "kubernetes/clusters");
    expect([status, body.id, body.message]).toEqual([501, "not_implemented", NO_ROUTE]);
    expect(readFileSync(sandboxFolder(project).log, "utf8")).toContain(
      `the sandbox could not answer GET /slipway-digitalocean/v2/kubernetes/clusters: ${NO_ROUTE}\n`,
    );
  });

  test.each([
    ["no JSON", "{", 400, "The request body is not valid JSON."],
    ["no object", "[]", 400, "The request must be a JSON object."],
    ["nothing", "{}", 422, "Name can't be blank"],
    ["an empty name", '{"name": ""}', 422, "Name can't be blank"],
    ["another type", '{"name": 5}', 422, "Name must be a string"],
  ])("refuses %s as a body", async (_, body, status, message) => {
    const answered = await ocean.ask("POST", "account/keys", body);
    expect([answered.status, answered.body.message]).toEqual([status, message]);
  });

  test("lists in pages, with links to the others", async () => {
    for (let number = 1; number <= 5; number += 1) await ocean.must(201, "POST", "tags", { name: `page-${number}` });
    const names = ({ tags }: { tags: { name: string }[] }) => tags.map(({ name }) => name);
    const first = await ocean.get("tags?per_page=2");
    expect([names(first), first.meta]).toEqual([["page-1", "page-2"], { total: 5 }]);
    expect(first.links.pages).toEqual({
      next: `${ocean.url}/v2/tags?per_page=2&page=2`,
      last: `${ocean.url}/v2/tags?per_page=2&page=3`,
    });
    const second = (await ocean.ask("GET", first.links.pages.next)).body;
    expect([names(second), Object.keys(second.links.pages)]).toEqual([
      ["page-3", "page-4"],
      ["first", "prev", "next", "last"],
    ]);
    const last = (await ocean.ask("GET", first.links.pages.last)).body;
    expect([names(last), Object.keys(last.links.pages)]).toEqual([["page-5"], ["first", "prev"]]);
    expect(names(await ocean.get("tags?page=9"))).toEqual([]);
    expect((await ocean.get("tags")).links).toEqual({});
    expect(await ocean.refusal("GET", "tags?page=0")).toEqual([400, "page must be a number of at least 1"]);
  });

  test("shows at most 200 on a page", async () => {
    await ocean.must(201, "POST", "domains", { name: "many.example" });
    const made = Array.from({ length: 201 }, (_, number) =>
      ocean.must(201, "POST", "domains/many.example/records", { type: "TXT", name: `n${number}`, data: "x" }),
    );
    await Promise.all(made);
    const { domain_records, meta } = await ocean.get("domains/many.example/records?per_page=500");
    expect([domain_records.length, meta]).toEqual([200, { total: 205 }]);
  });

  test("counts requests, and refuses those above the limit", async () => {
    const first = await ocean.ask("GET", "account");
    const second = await ocean.ask("GET", "account");
    const left = ({ headers }: { headers: Headers }) => Number(headers.get("ratelimit-remaining"));
    expect([first.headers.get("ratelimit-limit"), left(first) - left(second)]).toEqual(["5000", 1]);

    const limited = await Ocean.start(temporary.folder(), 0, { SLIPWAY_DIGITALOCEAN_REQUESTS_PER_HOUR: "2" });
    await limited.get("account");
    expect(left(await limited.ask("GET", "account"))).toBe(0);
    const { status, body, headers } = await limited.ask("GET", "account");
    expect([status, body.id, body.message]).toEqual([429, "too_many_requests", "API rate limit exceeded."]);
    expect(Number(headers.get("ratelimit-reset"))).toBeGreaterThan(Date.now() / 1_000);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("does not start with a variable that is no number", async () => {
    await expect(Ocean.start(temporary.folder(), Number.NaN)).rejects.toThrow(
      "SLIPWAY_DIGITALOCEAN_ACTION_SECONDS must be a number of at least 0, got NaN; correct it or unset it",
    );
  });
});

test("the account", async () => {
  const { account } = await ocean.get("account");
  expect(account).toMatchObject({ status: "active", email_verified: true, droplet_limit: 25 });
});

test("regions and sizes: what is retired is listed, and not available", async () => {
  const { regions } = await ocean.get("regions");
  const { sizes } = await ocean.get("sizes?per_page=200");
  const named = (list: { slug: string; available: boolean }[], slug: string) => list.find((one) => one.slug === slug);
  expect(named(regions, "ams2")).toMatchObject({ available: false, sizes: [] });
  expect(named(regions, "ams3")).toMatchObject({ available: true, sizes: expect.arrayContaining(["s-1vcpu-1gb"]) });
  expect(named(sizes, "512mb")).toMatchObject({ available: false, regions: [] });
  expect(named(sizes, "s-1vcpu-1gb")).toMatchObject({
    available: true,
    memory: 1024,
    vcpus: 1,
    disk: 25,
    price_monthly: 6,
    price_hourly: 0.00893,
  });
});

test("what an account holds survives a stop; discarding throws it away", async () => {
  const kept = temporary.folder();
  const first = await Ocean.start(kept, 3_600);
  const { droplet } = await first.must(202, "POST", "droplets", {
    name: "kept",
    region: "fra1",
    size: "s-1vcpu-1gb",
    image: "debian-12-x64",
    tags: ["kept"],
  });
  await first.must(201, "POST", "domains", { name: "kept.example" });
  const domain = await first.get("domains/kept.example/records");
  await down({ project: kept });

  const second = await Ocean.start(kept, 0);
  expect(await second.get("domains/kept.example/records")).toEqual(domain);
  // The action that was in progress is done meanwhile.
  const { droplet: again } = await second.get(`droplets/${droplet.id}`);
  expect(again).toMatchObject({ name: "kept", status: "active", tags: ["kept"], created_at: droplet.created_at });
  const other = await second.droplet({ name: "later" });
  expect(other.id).toBeGreaterThan(droplet.id);

  await down({ project: kept, discard: true });
  expect(existsSync(sandboxFolder(kept).account)).toBe(false);
  expect((await (await Ocean.start(kept)).get("droplets")).droplets).toEqual([]);
});
