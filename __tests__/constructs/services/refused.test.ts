import { problemsWithinServices, servicesEnvironment, warningsOfServices } from "../../../constructs/services/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { DOCS, LAB, NMPI, REFUSED, REFUSED_DNS, REFUSED_POSTGRES } from "./refused";
import { said as expected } from "./sentences";

/** All that is said of a file. */
function said(changes: Readonly<Record<string, unknown>>): string[] {
  const value = given({ ...LAB, ...changes });
  const problems = [...problemsOf(servicesEnvironment, value), ...problemsWithinServices(value)];
  return problems.map(({ path, message }) => `${path}${path === "" ? "" : " "}${message}`);
}

/** Without what is undefined, at every depth. */
function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(kept.map(([key, part]) => [key, given(part)]));
}

const DATABASE = { NMPI_DATABASE_HOST: "db", NMPI_DATABASE_PORT: "5432" };
const SECRETS = Object.fromEntries(
  ["DJANGO_SECRET_KEY", "NMPI_DATABASE_PASSWORD", "HBP_OIDC_CLIENT_ID", "HBP_OIDC_CLIENT_SECRET"].map((name) => [
    name,
    { variable: name.toLowerCase() },
  ]),
);

describe("a platform", () => {
  test("that is right is not complained of", () => {
    expect(said({})).toEqual([]);
    expect(said({ services: { docs: DOCS, nmpi: NMPI } })).toEqual([]);
  });

  test.each(REFUSED_DNS)("with a domain is refused with %s", (_what, changes, says) => {
    expect(said(changes)).toEqual(says);
  });

  test.each(REFUSED_POSTGRES)("with PostgreSQL is refused with %s", (_what, changes, says) => {
    expect(said(changes)).toEqual(says);
  });

  test.each(REFUSED)("is refused with %s", (_what, changes, says) => expect(said(changes)).toEqual(says));

  test.each([
    ["an image of the engine", { ...DOCS, image: { local: "web:dev" } }],
    ["latest, where that is said", { ...DOCS, image: "example/web", allowLatest: true }],
    ["directives with ends of blocks", { ...DOCS, directives: ["@a {", "path /a", "}", "handle @a {", "}", ""] }],
    [
      "directives with braces that are none of a block",
      {
        ...DOCS,
        directives: [
          'respond /a "}" # }',
          "respond /b `",
          "}`",
          "respond /c <<HTML",
          "  { bind",
          "  HTML",
          "header A it's{} \\",
          "  b",
          "redir /d {scheme}://d.org{uri}",
        ],
      },
    ],
    [
      "passwords as hashes",
      { ...DOCS, directives: ["basic_auth bcrypt Lab {", "a $2a$14$hash", "b JDJhJDE0", "c {$HASH}", "}"] },
    ],
    ["one colour", { port: 80, hosts: ["nmpi.example.org"], live: "blue", blue: NMPI.blue }],
    ["colours on the only node, which one of them names", { ...NMPI, green: { ...NMPI.green, node: "local" } }],
    [
      "a canary of colours with TLS on the only node, which one of them names",
      { ...NMPI, scheme: "https", canary: { percent: 10 }, green: { ...NMPI.green, node: "local" } },
    ],
    ["a preset that needs nothing", { preset: "docs", image: "example/web:1", hosts: ["docs.example.org"] }],
    ["a preset, whose variables each colour has", preset({ blue: DATABASE, green: DATABASE })],
    ["a preset with DEBUG where it is not live", preset({ blue: DATABASE, green: { ...DATABASE, DEBUG: "True" } })],
    ["a preset with DEBUG off", preset({ blue: { ...DATABASE, DEBUG: "False" }, green: DATABASE })],
  ])("may have %s", (_what, service) => expect(said({ services: { service } })).toEqual([]));

  function preset({ blue, green }: Readonly<Record<"blue" | "green", object>>) {
    const { port: _, ...rest } = NMPI;
    const colours = {
      blue: { ...NMPI.blue, environment: blue },
      green: { ...NMPI.green, environment: green },
    };
    return { ...rest, ...colours, preset: "quotas", secretEnvironment: SECRETS };
  }

  test.each([
    undefined,
    null,
    "lab",
    [],
    {},
    { services: [null, 1] },
    { ...LAB, nodes: 7, front: [], services: { docs: null, nmpi: { live: [], blue: 1, green: [], hosts: {} } } },
    { ...LAB, nodes: [], services: { nmpi: { ...NMPI, environment: [], secretEnvironment: 3, mounts: { a: [1] } } } },
    { ...LAB, front: { redirects: 1, certificates: {} }, services: { nmpi: { canary: 1, certificate: [], node: {} } } },
    { ...LAB, postgres: 7 },
    { ...LAB, postgres: { db: null, other: 1, third: { roles: 1, databases: { a: null }, settings: [] } } },
    { ...LAB, postgres: { db: { node: [] } }, services: { docs: { ...DOCS, database: null } } },
    { ...LAB, dns: 7, nodes: { bob: { droplet: {} } } },
    { ...LAB, dns: { domains: { "example.org": null, a: 1 } }, nodes: { bob: { droplet: {} } } },
    {
      ...LAB,
      dns: {
        domains: { "example.org": { spf: [1], records: [null, { name: 1 }, { name: "a", type: "A", value: [] }] } },
      },
      nodes: { bob: { droplet: {} }, lab: 3 },
      services: { docs: { hosts: [1, null], node: "lab" } },
    },
    { ...LAB, services: { docs: { preset: "nmpi", environment: 1, secretEnvironment: [], blue: null } } },
  ])("of any shape is complained of, and breaks nothing: %j", (value) => {
    expect(problemsOf(servicesEnvironment, value).length + problemsOfWithin(value)).toBeGreaterThan(0);
  });

  const problemsOfWithin = (value: unknown) => problemsWithinServices(value).length;

  test("with a secret does not show it", () => {
    const shown = REFUSED.flatMap(([, , says]) => says).join("\n");
    expect(JSON.stringify(REFUSED.map(([, changes]) => changes))).toContain("hunter2");
    expect(shown).not.toContain("hunter2");
  });
});

describe("warnings of services", () => {
  test.each(["caddy:2.10.2", "registry.example.org/caddy:1.0", "caddy:2.9-alpine"])(
    "tell of an old Caddy: %s",
    (image) => {
      expect(warnings({ front: { ...LAB.front, image } })).toEqual([
        "front.image is of Caddy before 2.11, which may not count what a switch waits for: requests on their way end",
      ]);
    },
  );

  const warnings = (changes: object, ...others: object[]) =>
    warningsOfServices([{ ...LAB, ...changes }, ...others] as never).get("lab");

  test("are none of a usual platform", () => {
    expect(warnings({ services: { docs: { ...DOCS, drainSeconds: 1, readTimeoutSeconds: 31 }, nmpi: NMPI } })).toEqual(
      [],
    );
  });

  test.each([
    [{ certificates: "none", ip: "0.0.0.0" }, "0.0.0.0"],
    [{ certificates: "none", ip: "10.0.0.1" }, "10.0.0.1"],
    [{ certificates: "none", ip: "127.0.0.2" }, undefined],
    [{ certificates: "none", ip: "::1" }, undefined],
    [{ certificates: "internal", ip: "0.0.0.0" }, undefined],
  ])("name a front that the world reaches without TLS: %j", (more, ip) => {
    expect(warnings({ front: { ...LAB.front, ...more } })).toEqual(
      ip === undefined ? [] : [`front answers at ${ip} without TLS: passwords can be read on the way`],
    );
  });

  test("name what cuts requests off", () => {
    expect(warnings({ services: { docs: { ...DOCS, drainSeconds: 0 } } })).toEqual([
      "services.docs: with drainSeconds 0, requests that are on their way are cut off when a container is replaced",
    ]);
  });

  test("name colours that are the same", () => {
    expect(warnings({ services: { nmpi: { ...NMPI, green: NMPI.blue } } })).toEqual([
      "services.nmpi: blue and green are the same; promoting changes nothing",
    ]);
  });

  test("name another platform with the same port of the same engine", () => {
    const other = {
      ...LAB,
      name: "other",
      front: { ...LAB.front, certificates: "internal", httpPort: 8080, httpsPort: 80 },
    };
    expect(warnings({}, other)).toEqual([expected("front: port 80", "engineShared", '"other"')]);
    expect(warnings({}, { ...other, nodes: { bob: { dockerHost: "ssh://bob" } } })).toEqual([]);
    expect(warnings({}, { ...other, nodes: { bob: { droplet: { size: "s-1vcpu-1gb" } } } })).toEqual([]);
    expect(warnings({ front: { ...LAB.front, httpPort: 81 } }, other)).toEqual([]);
  });
});
