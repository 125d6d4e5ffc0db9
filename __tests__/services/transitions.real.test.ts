import { Load } from "../../demos/load";
import { app, CADDY, docker, PlatformProject } from "./platform-project";

/** Every transition of a pair while requests come in, quick ones and slow ones: none fails. */
describe("a pair under load", () => {
  const project = new PlatformProject();
  const total = { quick: 0, slow: 0 };

  const pair = (live: string, blue: string, green: string, more = "", others = "") => `
  services: {
    web: {
      port: 8000, hosts: ["web.test"], stagingHosts: ["staging.test"], live: "${live}", health: { minHealthySeconds: 1 },
      blue: { ${app(blue)} }, green: { ${app(green)} }, ${more}
    }, ${others}
  },`;

  const docs = (host: string) => `docs: { port: 8000, hosts: ["${host}"], ${app("docs 1")} },`;
  /** Where the service leaves the host, it leads elsewhere. */
  const redirected = (text: string) => {
    if (/hosts: \["web\.test"\]/.test(text)) return text;
    const front = `image: "${CADDY}", certificates: "none", httpPort: ${project.port}, removal: "allowed"`;
    return `front: { ${front}, redirects: { "web.test": "http://docs.test" } },${text}`;
  };

  /** What a change does to the requests that come in meanwhile. */
  const underLoad = async (change: () => Promise<unknown>) => {
    const url = `http://127.0.0.1:${project.port}`;
    const headers = { host: "web.test" };
    const quick = new Load({ url: `${url}/`, headers, requestsPerSecond: 50, concurrency: 10, perSegment: 100 });
    const slow = new Load({ url: `${url}/slow`, headers, requestsPerSecond: 4, concurrency: 8, perSegment: 8 });
    await Promise.all([quick.start(), slow.start()]);
    await change();
    const [quickly, slowly] = [await quick.stop(), await slow.stop()];
    total.quick += quickly.requests;
    total.slow += slowly.requests;
    expect(quickly.requests).toBeGreaterThan(100);
    expect(slowly.requests).toBeGreaterThan(7);
    return { quick: quickly.failed, slow: slowly.failed };
  };
  const answers = async () => [(await project.get("web.test")).text, (await project.get("staging.test")).text];

  beforeAll(async () => {
    await project.start();
    await project.deploy("pair", pair("blue", "blue 1", "green 1"));
    await project.expectNothingToDo("pair");
    expect(await answers()).toEqual(["blue 1", "green 1"]);
  });
  afterAll(() => project.stop());

  test.each<[string, string, [live: string, staging: string]]>([
    ["the idle colour is deployed", pair("blue", "blue 1", "green 2"), ["blue 1", "green 2"]],
    ["it is promoted", pair("green", "blue 1", "green 2"), ["green 2", "blue 1"]],
    ["it is rolled back", pair("blue", "blue 1", "green 2"), ["blue 1", "green 2"]],
    ["one shot: the idle colour is changed, and live", pair("green", "blue 1", "green 3"), ["green 3", "blue 1"]],
    ["the live colour is changed in its place", pair("green", "blue 1", "green 4"), ["green 4", "blue 1"]],
    [
      "all three at once: both are changed, and the other is live",
      pair("blue", "blue 2", "green 5"),
      ["blue 2", "green 5"],
    ],
    ["the other is live, and what was live is changed", pair("green", "blue 3", "green 5"), ["green 5", "blue 3"]],
    ["the limits of its route are changed", pair("green", "blue 3", "green 5", "maxBodyMiB: 1"), ["green 5", "blue 3"]],
    ["another service comes", pair("green", "blue 3", "green 5", "", docs("docs.test")), ["green 5", "blue 3"]],
    [
      "its host goes to the other service, and that one's to it",
      pair("green", "blue 3", "green 5", "", docs("web.test")).replace(
        'hosts: ["web.test"], staging',
        'hosts: ["docs.test"], staging',
      ),
      ["docs 1", "blue 3"],
    ],
    [
      "they go back, and its service has another name",
      pair("green", "blue 3", "green 5", "", docs("docs.test")).replace("web: {", "site: {"),
      ["green 5", "blue 3"],
    ],
    [
      "its host leads elsewhere, and the other service goes",
      pair("green", "blue 3", "green 5").replace("web: {", "site: {").replace('["web.test"]', '["site.test"]'),
      ["", "blue 3"],
    ],
    ["it comes back, under its first name", pair("green", "blue 3", "green 5"), ["green 5", "blue 3"]],
    [
      "the other is live, and what was live is taken out",
      pair("blue", "blue 3", "x")
        .replace(/green: \{.*?\} \},/, "")
        .replace(/stagingHosts: \[.*?\],/, ""),
      ["blue 3", ""],
    ],
  ])("%s: no request is lost", async (_what, text, expected) => {
    const failed = await underLoad(() => project.deploy("pair", redirected(text)));
    expect(failed).toEqual({ quick: 0, slow: 0 });
    expect(await answers()).toEqual(expected);
    await project.expectNothingToDo("pair");
  });

  test("so many requests were sent", () => {
    console.log(`${total.quick} quick requests and ${total.slow} slow ones were sent`);
    expect(total.quick).toBeGreaterThan(2000);
  });

  test("the old containers are gone, and no route is left", () => {
    expect(Object.keys(project.running("pair")).sort()).toEqual(["front", "web-blue"]);
    const files = docker("exec", `${project.name("pair")}-front`, "sh", "-c", "cd /routes; find . -type f | sort");
    expect(files.split("\n").filter(Boolean)).toEqual([
      ...[
        "./.lock",
        "./current/web-blue.http-8000",
        "./edge.caddy",
        "./hosts/_redirects",
        "./hosts/web",
        "./live/web",
        "./router.caddy",
        "./routes/_redirects.caddy",
        "./routes/web.caddy",
      ],
    ]);
  });
});
