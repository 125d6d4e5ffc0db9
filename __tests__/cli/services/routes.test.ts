import { factsIn } from "../../../cli/services/routes";
import { CADDY } from "../../../constructs/services/render/caddy";
import type { RouteDescription, Target } from "../../../constructs/services/render/driver";

const BLUE: Target = { upstream: "web-blue", lane: 0 };
const GREEN: Target = { upstream: "web-green", lane: 1 };

/** What the front prints of a route that was written for it. */
function printed(targets: readonly [Target, ...Target[]], more: Partial<RouteDescription> = {}): string {
  const description: RouteDescription = {
    ...{ name: "web", service: "web", hosts: ["web.localhost"], certificates: "none", targets, innerPort: 8040 },
    ...{ scheme: "http", readTimeoutSeconds: 300, directives: [] },
    ...more,
  };
  return Object.entries(CADDY.route(description))
    .map(([path, text]) => `=== ${path}\n${text}`)
    .join("");
}

describe("what a front has", () => {
  test.each<[string, readonly [Target, ...Target[]], Partial<RouteDescription>, object]>([
    ["blue", [BLUE], {}, { live: "blue" }],
    ["green", [GREEN], {}, { live: "green" }],
    ["a service that is no pair", [{ upstream: "web", lane: 0 }], {}, { live: "blue" }],
    ["blue of another node", [{ address: "10.0.0.2:8040" }], {}, { live: "blue" }],
    ["green of another node", [{ address: "10.0.0.2:8041" }, BLUE], {}, { live: "green" }],
    ["green beside another node's", [GREEN, { address: "10.0.0.2:8040" }], {}, { live: "green" }],
    ["a share", [BLUE, GREEN], { canary: { percent: 10, sticky: "none" } }, { live: "blue", percent: 10 }],
    [
      "a share with a cookie",
      [GREEN, BLUE],
      { canary: { percent: 5, sticky: "cookie" } },
      { live: "green", percent: 5 },
    ],
    ["a maintenance", [BLUE], { maintenance: "back at noon" }, {}],
    [
      "directives that look like it",
      [GREEN],
      { directives: ["import web-blue", "to http://a:8040"] },
      { live: "green" },
    ],
    [
      "a proxy of a user's own",
      [GREEN],
      { directives: ["reverse_proxy {", "\tto http://a:8040", "}"] },
      { live: "green" },
    ],
  ])("is read back: %s", (_, targets, more, expected) => {
    expect(factsIn(printed(targets, more), 8040).routes).toEqual(new Map([["web", expected]]));
  });

  test("is read of all files", () => {
    const staging = printed([BLUE], { name: "web.staging" });
    const docs = printed([{ upstream: "docs", lane: 0 }], { name: "docs", service: "docs" });
    const current = "=== current/docs\nlab-docs-2026:80\n=== current/web-blue\nlab-web-blue-2026:8000\n";
    expect(factsIn(`${docs}${printed([GREEN])}${staging}${current}`, 8040)).toEqual({
      routes: new Map([
        ["docs", { live: "blue" }],
        ["web", { live: "green" }],
      ]),
      current: new Map([
        ["docs", "lab-docs-2026"],
        ["web-blue", "lab-web-blue-2026"],
      ]),
    });
  });

  test("is nothing before the first deployment", () => {
    expect(factsIn("", 8040)).toEqual({ routes: new Map(), current: new Map() });
  });
});
