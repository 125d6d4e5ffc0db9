import { spawnSync } from "node:child_process";
import { freePort } from "../../sandbox/port";
import { failures, MixedLoad } from "./mixed-load";
import { CADDY, docker, PlatformProject } from "./platform-project";
import { buildSpeaker, SPEAKER } from "./speaker";

/** Every transition of a pair while requests of all kinds come in, with TLS: none fails. */
describe("a pair under load", () => {
  const project = new PlatformProject();
  const total = { sent: 0, failed: 0 };
  let httpsPort: number;

  const version = (text: string) => `image: { local: "${SPEAKER}" }, environment: { VERSION: "${text}" }`;
  const pair = (live: string, blue: string, green: string, more = "", others = "") => `
  services: {
    web: {
      port: 8000, hosts: ["web.test"], stagingHosts: ["staging.test"], live: "${live}", health: { minHealthySeconds: 1 },
      blue: { ${version(blue)} }, green: { ${version(green)} }, ${more}
    }, ${others}
  },`;

  const docs = (host: string) => `docs: { port: 8000, hosts: ["${host}"], ${version("docs 1")} },`;
  /** Where the service leaves the host, it leads elsewhere. */
  const fronted = (text: string, options = "") => {
    const front = `${options}image: "${CADDY}", certificates: "internal", httpPort: ${project.port}, httpsPort: ${httpsPort}, removal: "allowed"`;
    const redirects = /hosts: \["web\.test"\]/.test(text) ? "" : ', redirects: { "web.test": "https://docs.test" }';
    return `front: { ${front}${redirects} },${text}`;
  };

  /** What a change does to the requests that come in meanwhile. */
  const underLoad = async (what: string, change: () => Promise<unknown>) => {
    const leadsElsewhere = /leads elsewhere|comes back/.test(what);
    const load = await MixedLoad.start({ scheme: "https", port: httpsPort, host: "web.test", leadsElsewhere });
    await change();
    const report = await load.stop();
    console.log(`${what}: ${report.sent} sent, ${report.failed} failed, the slowest took ${report.slowest} ms`);
    expect(Math.min(...Object.values(report.ways).map(({ sent }) => sent))).toBeGreaterThan(0);
    return report;
  };
  const answer = (host: string) => {
    const url = `https://${host}:${httpsPort}/version`;
    const asked = ["-sk", "--max-time", "10", "--resolve", `${host}:${httpsPort}:127.0.0.1`, url];
    return spawnSync("curl", asked, { encoding: "utf8" }).stdout;
  };
  const answers = () => [answer("web.test"), answer("staging.test")];

  beforeAll(async () => {
    await project.start();
    buildSpeaker();
    httpsPort = await freePort("127.0.0.1", undefined, project.port + 1);
    await project.deploy("pair", fronted(pair("blue", "blue 1", "green 1")));
    await project.expectNothingToDo("pair");
    expect(answers()).toEqual(["blue 1", "green 1"]);
  });
  afterAll(() => project.stop());

  /** Blue alone. */
  const alone = pair("blue", "blue 3", "x")
    .replace(/green: \{.*?\} \},/, "")
    .replace(/stagingHosts: \[.*?\],/, "");

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
    ["they go back", pair("green", "blue 3", "green 5", "", docs("docs.test")), ["green 5", "blue 3"]],
    [
      "its service has another name",
      pair("green", "blue 3", "green 5", "", docs("docs.test")).replace("web: {", "site: {"),
      ["green 5", "blue 3"],
    ],
    ["its service goes, and its hosts go to the other", `services: { ${docs("web.test")} },`, ["docs 1", ""]],
    [
      "the other has another name, and comes beside it",
      pair("green", "blue 3", "green 5", "", docs("docs.test")).replace("web: {", "site: {"),
      ["green 5", "blue 3"],
    ],
    [
      "its host leads elsewhere, and the other service goes",
      pair("green", "blue 3", "green 5").replace("web: {", "site: {").replace('["web.test"]', '["site.test"]'),
      ["", "blue 3"],
    ],
    ["it comes back, under its first name", pair("green", "blue 3", "green 5"), ["green 5", "blue 3"]],
    ["the other is live, and what was live is taken out", alone, ["blue 3", ""]],
  ])("%s: no request is lost", async (what, text, expected) => {
    const report = await underLoad(what, () => project.deploy("pair", fronted(text)));
    total.sent += report.sent;
    total.failed += report.failed;
    expect(failures(report)).toEqual([]);
    expect(answers()).toEqual(expected);
    await project.expectNothingToDo("pair");
  });

  test("so many requests were sent", () => {
    console.log(`${total.sent} requests were sent, ${total.failed} failed`);
    expect(total.sent).toBeGreaterThan(2000);
  });

  test("the front's own options are changed: at most a moment's requests are lost", async () => {
    const text = fronted(alone, 'globalOptions: ["default_sni web.test"], ');
    const { sent, failed } = await underLoad("the front's own options are changed", () => project.deploy("pair", text));
    expect(failed).toBeLessThan(sent / 50);
    expect(docker("exec", `${project.name("pair")}-front`, "cat", "/routes/edge.caddy")).toContain(
      "default_sni web.test",
    );
    await project.expectNothingToDo("pair");
  });

  test("the old containers are gone, and no route is left", () => {
    expect(Object.keys(project.running("pair")).sort()).toEqual(["front", "web-blue"]);
    const files = docker("exec", `${project.name("pair")}-front`, "sh", "-c", "cd /routes; find . -type f | sort");
    expect(files.split("\n").filter(Boolean)).toEqual([
      ...[
        ...["edge", "router", "routes/_redirects", "routes/web"].map((path) => `./.kept/${path}.caddy`),
        "./.lock",
        "./.sums",
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
