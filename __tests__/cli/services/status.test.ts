import type { Found, NodeFacts } from "../../../cli/services/look";
import type { Route } from "../../../cli/services/routes";
import { statusBy } from "../../../cli/services/status";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { said } from "../sentences";

const PLATFORM: ServicesEnvironment = {
  name: "lab",
  nodes: {
    here: {},
    there: { dockerHost: "tcp://10.0.0.2:2375", address: "10.0.0.2" },
  },
  front: { image: "caddy:2.11", certificates: "internal", httpsPort: 8443 },
  services: {
    web: {
      ...{ port: 8000, hosts: ["web.localhost"], stagingHosts: ["next.localhost"], front: "here", live: "blue" },
      blue: { image: "web:1", node: "here" },
      green: { image: "web:2", node: "there" },
    },
  },
};

function found(name: string, more: Partial<Found> = {}): Found {
  const [service, colour] = name === "front" ? [] : name.split("-");
  return {
    ...{
      id: `${name}-2`,
      container: `lab-${name}-2`,
      name,
      created: "2026-05-02",
      imageId: `id of ${name}`,
      image: "web:0",
    },
    ...{
      digest: "sha256:1",
      status: "Up 3 minutes",
      state: "running",
      exitCode: 0,
      networks: ["lab"],
      health: "none",
      ports: [],
    },
    ...(service !== undefined && { service, colour: colour as "blue" }),
    ...more,
  };
}

const FRONT = found("front", { container: "lab-front", health: "healthy", ports: ["127.0.0.1:8443->8443/tcp"] });
/** What a front has, with that about the service `web`. */
const withRoute = (web: Route, otherFiles: string[] = []): Partial<NodeFacts> => ({
  front: { routes: new Map([["web", web]]), current: new Map([["web-blue", "lab-web-blue-2"]]), otherFiles },
});
const HERE: NodeFacts = {
  node: "here",
  containers: [FRONT, found("web-blue")],
  images: new Map([
    ["caddy:2.11", "id of front"],
    ["web:1", "id of web-blue"],
  ]),
  front: {
    routes: new Map([["web", { live: "blue" }]]),
    current: new Map([["web-blue", "lab-web-blue-2"]]),
    otherFiles: [],
  },
};
const THERE: NodeFacts = {
  node: "there",
  containers: [{ ...FRONT, ports: [] }, found("web-green")],
  images: new Map([
    ["caddy:2.11", "id of front"],
    ["web:2", "id of web-green"],
  ]),
  front: { routes: new Map(), current: new Map([["web-green", "lab-web-green-2"]]), otherFiles: [] },
};

const rows = (here: NodeFacts, there: NodeFacts, specs: [string, string][] = []) =>
  statusBy(PLATFORM, [here, there], new Map(["lab-here", "lab-there"].map((stack) => [stack, new Map(specs)])));
const short = (...given: Parameters<typeof rows>) =>
  rows(...given).map(({ name, node, gets, wrong }) => [name, node, gets, ...wrong]);

describe("the state of a platform", () => {
  test("is told of every container", () => {
    expect(rows(HERE, THERE)).toEqual([
      {
        ...{ name: "front", node: "here", container: "lab-front", image: "caddy:2.11", digest: "sha256:1" },
        ...{ status: "Up 3 minutes", health: "healthy", gets: "", urls: [], ports: ["127.0.0.1:8443->8443/tcp"] },
        wrong: [],
      },
      {
        ...{ name: "web-blue", node: "here", container: "lab-web-blue-2", image: "web:1", digest: "sha256:1" },
        ...{
          status: "Up 3 minutes",
          health: "none",
          gets: "live",
          urls: ["https://web.localhost:8443"],
          ports: ["8000"],
        },
        wrong: [],
      },
      expect.objectContaining({ name: "front", node: "there", wrong: [] }),
      expect.objectContaining({ name: "web-green", gets: "idle", urls: ["https://next.localhost:8443"], wrong: [] }),
    ]);
  });

  test("goes on where an engine does not answer", () => {
    const trouble = said("", "engineSilent", '"no route"');
    expect(short(HERE, { node: "there", containers: [], images: new Map(), trouble })).toEqual([
      ["front", "here", ""],
      ["web-blue", "here", "live"],
      ["front", "there", "", trouble],
      ["web-green", "there", "", trouble],
    ]);
  });

  const noColour = 'the front must have a colour live, got "purple": slipway deploy lab makes blue live';
  const other = "the front has green live, the file says blue: slipway deploy lab makes blue live";
  test.each<[string, Partial<NodeFacts>, (string | undefined)[][]]>([
    [
      "another colour is live",
      withRoute({ live: "green" }),
      [
        ["front", "here", ""],
        ["web-blue", "here", "idle", other],
        ["front", "there", ""],
        ["web-green", "there", "live", other],
      ],
    ],
    [
      "somebody has written what is no colour",
      withRoute({ noColour: "purple" }, ["live/web"]),
      [
        ["front", "here", "", "files of the front that somebody has changed: live/web: slipway deploy lab"],
        ["web-blue", "here", "nothing", noColour],
        ["front", "there", ""],
        ["web-green", "there", "nothing", noColour],
      ],
    ],
    [
      "a share goes to the other",
      withRoute({ live: "blue", percent: 10 }),
      [
        ["front", "here", ""],
        ["web-blue", "here", "live, 90 %"],
        ["front", "there", ""],
        ["web-green", "there", "canary, 10 %"],
      ],
    ],
    [
      "an image is another",
      { images: new Map([...HERE.images, ["web:1", "id of another"]]) },
      [
        ["front", "here", ""],
        ["web-blue", "here", "live", "image web:1 is declared: slipway deploy lab"],
        ["front", "there", ""],
        ["web-green", "there", "idle"],
      ],
    ],
    [
      "an image is not there yet",
      { images: new Map([...HERE.images, ["web:1", ""]]) },
      [
        ["front", "here", ""],
        ["web-blue", "here", "live", "image web:1 is declared, which is not here yet: slipway deploy lab"],
        ["front", "there", ""],
        ["web-green", "there", "idle"],
      ],
    ],
    [
      "a container is replaced",
      {
        containers: [FRONT, found("web-blue", { container: "lab-web-blue-3", health: "unhealthy" }), found("web-blue")],
      },
      [
        ["front", "here", ""],
        [
          "web-blue",
          "here",
          "nothing",
          "its own health check fails",
          "the front asks lab-web-blue-2 in its place: slipway deploy lab",
        ],
        ["web-blue", "here", "live"],
        ["front", "there", ""],
        ["web-green", "there", "idle"],
      ],
    ],
    [
      "one is not there, another not declared",
      { containers: [FRONT, found("docs-blue", { state: "exited", exitCode: 3 })] },
      [
        ["front", "here", ""],
        ["web-blue", "here", "", "not there: slipway deploy lab"],
        [
          "docs-blue",
          "here",
          "",
          "it must run, got exited with code 3",
          "not declared: slipway deploy lab takes it away",
        ],
        ["front", "there", ""],
        ["web-green", "there", "idle"],
      ],
    ],
  ])("tells that %s", (_, facts, expected) => {
    expect(short({ ...HERE, ...facts }, THERE)).toEqual(expected);
  });

  test("tells that a front does not answer", () => {
    const { front: _, ...silent } = HERE;
    expect(short(silent, THERE)[0]).toEqual([
      "front",
      "here",
      "",
      "it must answer, got nothing: what is live is not known",
    ]);
  });

  test("tells that other settings are declared", () => {
    const here = { ...HERE, containers: [FRONT, found("web-blue", { spec: "1" })] };
    expect(short(here, THERE, [["web-blue", "2"]])[1]).toEqual([
      ...["web-blue", "here", "live", "other settings are declared: slipway deploy lab"],
    ]);
    expect(short(here, THERE, [["web-blue", "1"]])[1]).toEqual(["web-blue", "here", "live"]);
  });
});

describe("the status of a PostgreSQL server", () => {
  const platform: ServicesEnvironment = { ...PLATFORM, postgres: { db: { image: "postgres:17.6", node: "there" } } };
  const DB = found("db", {
    service: undefined as never,
    server: "db",
    container: "lab-db",
    health: "healthy",
    spec: "1",
  });
  const rowsOf = (containers: readonly Found[], more: Partial<NodeFacts> = {}, spec?: string) => {
    const images = new Map([["postgres:17.6", "id of db"]]);
    const facts = { node: "there", containers, images, ...more };
    const specs = new Map([["lab-there", new Map(spec === undefined ? [] : [["db", spec]])]]);
    return statusBy(platform, [facts], specs).filter(({ name }) => name === "db");
  };

  test("is that of its container", () => {
    const [row, ...others] = rowsOf([DB], {}, "1");
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ name: "db", node: "there", container: "lab-db", image: "postgres:17.6", gets: "", health: "healthy" },
      ...{ urls: [], wrong: [] },
    });
  });

  test.each([
    ["it is not there", [], {}, ["not there: slipway deploy lab"]],
    ["its engine does not answer", [], { trouble: "no answer" }, ["no answer"]],
    ["it has ended", [{ ...DB, state: "exited", exitCode: 1 }], {}, ["it must run, got exited with code 1"]],
    ["it answers no query", [{ ...DB, health: "unhealthy" }], {}, ["its own health check fails"]],
    ["it has other settings", [{ ...DB, spec: "0" }], {}, ["other settings are declared: slipway deploy lab"]],
    ["it has another image", [{ ...DB, imageId: "old" }], {}, ["image postgres:17.6 is declared: slipway deploy lab"]],
  ])("says that %s", (_what, containers, more, wrong) => {
    expect(rowsOf(containers, more, "1").map((row) => row.wrong)).toEqual([wrong]);
  });
});
