import { factsIn } from "../../../cli/services/routes";
import { CADDY } from "../../../constructs/services/render/caddy";
import type { RouteDescription, Target } from "../../../constructs/services/render/driver";

const BLUE: Target = { upstream: "web-blue", lane: 0 };
const GREEN: Target = { upstream: "web-green", lane: 1 };

/** What the front's script prints of a route, and of the colour that is live. */
function printed(more: Partial<RouteDescription> = {}, live?: string): string {
  const files = CADDY.route({
    ...{ service: "web", hosts: ["web.localhost"], stagingHosts: [], certificates: "none", directives: [] },
    ...{ targets: { blue: BLUE, green: GREEN }, port: 8000, scheme: "http", readTimeoutSeconds: 300 },
    ...more,
  });
  const words = live === undefined ? [] : [`=== live/web\n${live}\n`];
  return [...Object.entries(files).map(([path, text]) => `=== ${path}\n${text}\n`), ...words].join("");
}

describe("the files of a front", () => {
  test.each<[string, Partial<RouteDescription>, string | undefined, object]>([
    ["the colour that is live", {}, "green", { live: "green" }],
    ["the other one", {}, "blue", { live: "blue" }],
    ["a share of the other", { canary: { percent: 10, sticky: "none" } }, "blue", { live: "blue", percent: 10 }],
    [
      "a colour elsewhere",
      { targets: { blue: BLUE, green: { address: "10.0.0.2:8041" } } },
      "green",
      { live: "green" },
    ],
    ["what is no colour", {}, "purple", { noColour: "purple" }],
    ["what is no pair", { targets: { only: { upstream: "web", lane: 0 } } }, undefined, { live: "blue" }],
    ["a maintenance", { maintenance: "soon" }, "green", {}],
    ["directives of a user", { directives: ["reverse_proxy /api api:80"] }, "green", { live: "green" }],
  ])("say %s", (_what, more, live, expected) => {
    expect(factsIn(printed(more, live)).routes).toEqual(new Map([["web", expected]]));
  });

  test("say which container an upstream has", () => {
    expect(factsIn(`${printed({}, "green")}=== current/web-green.http-8000\nlab-web-green-2\n`)).toEqual({
      routes: new Map([["web", { live: "green" }]]),
      current: new Map([["web-green", "lab-web-green-2"]]),
      otherFiles: [],
    });
  });

  test("say which of them somebody has changed", () => {
    const sums = "1 2 live/web\n3 4 routes/web.caddy\n";
    const text = `=== .sums\n${sums}=== .sums-now\n${sums.replace("1 2", "5 6")}7 8 routes/extra.caddy\n`;
    expect(factsIn(text).otherFiles).toEqual(["live/web", "routes/extra.caddy"]);
  });

  test("say nothing where there are none", () => {
    expect(factsIn("")).toEqual({ routes: new Map(), current: new Map(), otherFiles: [] });
  });
});
