import { warningsOfServices } from "../../../constructs/services/schema";
import { DOCS, LAB, NMPI } from "./refused";

const warnings = (changes: object) => warningsOfServices([{ ...LAB, ...changes }] as never).get("lab");
const front = (more: object) => warnings({ front: { ...LAB.front, ...more } });
const docs = (more: object) => warnings({ services: { docs: { ...DOCS, ...more } } });
const node = (more: object) => warnings({ nodes: { bob: more } });
const acme = (more: object, ca?: string) =>
  front({ certificates: { acme: { email: "webmaster@example.org", ...(ca && { ca }) } }, ...more });

describe("warnings of a platform", () => {
  const moves = (path: string, tag: string) =>
    `${path} has the tag "${tag}": an image that is pushed under it later is not pulled, and nothing is deployed; name a version or a digest`;

  test.each(["blue", "green", "main", "stable", "edge", "dev", "nightly"])(
    "name an image whose tag moves: %s",
    (tag) => {
      expect(docs({ image: `r.example.org:5000/docs:${tag}` })).toEqual([moves("services.docs.image", tag)]);
      expect(front({ image: `caddy:${tag}` })).toEqual([moves("front.image", tag)]);
      const colours = { blue: { image: "a:1" }, green: { image: `a:${tag}` } };
      expect(warnings({ services: { nmpi: { ...NMPI, ...colours } } })).toEqual([
        moves("services.nmpi.green.image", tag),
      ]);
    },
  );

  test.each([
    "docs:1.4.0",
    "docs:7-stable",
    "docs:15-alpine",
    `docs:blue@sha256:${"0".repeat(64)}`,
    { local: "docs:blue" },
  ])("name no image that stays, or whose id is read: %j", (image) => expect(docs({ image })).toEqual([]));

  test("name the hash of a password that is written out, and none that a variable has", () => {
    const hashed = (hash: string) => docs({ directives: ["basic_auth /admin/* {", `  ada ${hash}`, "}"] });
    expect(hashed(`$2a$14$${"a".repeat(53)}`)).toEqual([
      "services.docs.directives[1]: the hash of a password is in the file and in the state, where it can be guessed from; put it into front.secretEnvironment, and write {$NAME}",
    ]);
    expect(hashed("{$ADA_HASH}")).toEqual([]);
    expect(hashed("{env.ADA_HASH}")).toEqual([]);
  });

  test.each(["tcp://bob", "tcp://bob:2375", "tcp://10.0.0.3:2375"])("name an engine without TLS: %s", (dockerHost) => {
    expect(node({ dockerHost })).toEqual([
      `nodes.bob.dockerHost is tcp:// without TLS: anyone who reaches ${dockerHost.slice(6)} has root there, and can read what goes there; use ssh://`,
    ]);
  });

  test.each([
    "tcp://bob:2376",
    "tcp://localhost:2375",
    "tcp://127.0.0.1:2375",
    "tcp://[::1]:2375",
    "ssh://bob",
    "unix:///x",
  ])("name no engine that others do not read: %s", (dockerHost) => expect(node({ dockerHost })).toEqual([]));

  test.each(["203.0.113.5", "172.32.0.1", "100.128.0.1", "2001:db8::1"])("name an address in public: %s", (address) => {
    expect(node({ address })).toEqual([
      `nodes.bob.address is ${address}, which is public: what fronts say to each other is not encrypted, and others can ask; take an address in a private network`,
    ]);
  });

  test.each(["10.106.0.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "fd00::3", "fe80::1"])(
    "name no address in a private network: %s",
    (address) => expect(node({ address })).toEqual([]),
  );

  test.each([
    ["httpPort", "Let's Encrypt asks port 80: forward 80 to 8081"],
    ["httpsPort", "Let's Encrypt asks port 443: forward 443 to 8081"],
  ])("name a port at which Let's Encrypt does not ask: %s", (key, asked) => {
    for (const ca of [undefined, "production", "staging"])
      expect(acme({ [key]: 8081 }, ca)).toEqual([`front.${key} is 8081, but ${asked}, or leave it out`]);
    expect(acme({ [key]: 8081 }, "https://acme.example.org/directory")).toEqual([]);
  });

  test.each(["127.0.0.1", "::1"])("name an address that Let's Encrypt does not reach: %s", (ip) => {
    expect(acme({ ip })).toEqual([
      `front.ip is ${ip}, which Let's Encrypt cannot reach: forward its requests from here, or leave it out`,
    ]);
    expect(acme({ ip }, "https://acme.example.org/directory")).toEqual([]);
  });

  test.each([
    ["nginx:1.27", "nginx"],
    ["registry.example.org/caddy/nginx:1", "registry.example.org/caddy/nginx"],
    [{ local: "proxy" }, "proxy"],
  ])("name a front that may be no Caddy: %j", (image, name) => {
    expect(front({ image })).toEqual([
      `front.image is ${name}, whose name does not say caddy: the front needs Caddy 2.11 or later, with a shell`,
    ]);
  });

  test.each(["registry.example.org/our-caddy:1", { local: "Caddy-with-plugins" }])("name no Caddy: %j", (image) =>
    expect(front({ image })).toEqual([]),
  );

  test("name times of a request that do not agree", () => {
    const cut = (end: number, drain: number, grace: number) => [
      `services.docs: a request may take 300 s (readTimeoutSeconds), but is cut off after ${end} s when its container is replaced (drainSeconds ${drain}, stopGraceSeconds ${grace}); raise drainSeconds, or lower readTimeoutSeconds`,
    ];
    expect(docs({ drainSeconds: 10 })).toEqual(cut(40, 10, 30));
    expect(docs({ drainSeconds: 10, stopGraceSeconds: 5 })).toEqual(cut(15, 10, 5));
    expect(docs({ drainSeconds: 10, readTimeoutSeconds: 40 })).toEqual([]);
    expect(docs({ drainSeconds: 10, stopGraceSeconds: 290 })).toEqual([]);
  });

  test("name none of what is left out", () => {
    for (const more of [{}, { readTimeoutSeconds: 3000 }, { stopGraceSeconds: 5 }]) expect(docs(more)).toEqual([]);
  });

  test("name times of a gate that do not agree", () => {
    expect(docs({ health: { deadlineSeconds: 5, timeoutSeconds: 10 } })).toEqual([
      "services.docs.health: deadlineSeconds 5 is less than timeoutSeconds 10: the first slow answer is the last; raise deadlineSeconds",
    ]);
    for (const more of [{}, { minHealthySeconds: 10 }]) {
      expect(docs({ health: { deadlineSeconds: 5, ...more } })).toEqual([]);
    }
  });
});
