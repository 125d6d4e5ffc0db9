import { certificatesBy, type Deadline } from "../../../cli/services/certificates";
import { certificatesIn, type FrontCertificates } from "../../../cli/services/front-certificates";
import { issuanceError } from "../../../cli/services/issuance-log";
import { spanOf } from "../../../cli/services/time-left";
import { authorityFolder } from "../../../constructs/services/render/caddy-certificates";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { madeCertificate } from "./made-certificate";

const HOST = "web.example.org";
const DAY = 86_400_000;
const PRODUCTION = "acme-v02.api.letsencrypt.org-directory";
const ACME = { acme: { email: "ops@example.org" } };
const WEB = { image: "web:1", port: 80, hosts: [HOST] };
const PEM = madeCertificate({ names: [`DNS:${HOST}`], days: 90 }).pem;
// Certificates are made from now on.
const BEGIN = Date.now() + 60_000;

function platform(more: Partial<ServicesEnvironment> = {}, front: Partial<ServicesEnvironment["front"]> = {}) {
  return { name: "lab", front: { image: "caddy:2.11", certificates: ACME, ...front }, services: { web: WEB }, ...more };
}

/** What the front of a node has. */
function front(more: Partial<FrontCertificates> = {}, node = "local"): FrontCertificates {
  const hosts = new Map([["web", [HOST]]]);
  return { node, issued: new Map(), files: new Map(), hosts, log: () => Promise.resolve(""), ...more };
}
const issued = (pem: string, authority = PRODUCTION, host = HOST) =>
  front({ issued: new Map([[host, new Map([[authority, pem]])]]) });
const inDays = (days: number, within = 14): Deadline => ({ days: within, now: new Date(BEGIN + days * DAY) });

async function row(facts: FrontCertificates, deadline = inDays(0), described: ServicesEnvironment = platform()) {
  const [first] = await certificatesBy(described, [facts], deadline);
  return first;
}
const wrong = async (...args: Parameters<typeof row>) => (await row(...args))?.wrong;
const OVERDUE = "slipway services logs lab front says why it was not renewed";

describe("the certificate of a host", () => {
  test("has an issuer, names, an end and a source", async () => {
    expect(await row(issued(PEM))).toEqual({
      ...{ host: HOST, kind: "host", service: "web", node: "local", source: "acme", issuer: "Lab, R1", names: [HOST] },
      ...{ validFrom: expect.stringMatching(/Z$/), validUntil: expect.stringMatching(/Z$/), daysLeft: 89, wrong: [] },
    });
    const { validUntil = "" } = (await row(issued(PEM))) ?? {};
    expect(Math.abs(Date.parse(validUntil) - BEGIN - 90 * DAY)).toBeLessThan(120_000);
  });

  test.each([
    [75, 14, []],
    [77, 14, [`expires in 12 days; ${OVERDUE}`]],
    [77, 5, []],
    [89, 1, [`expires in 23 h; ${OVERDUE}`]],
    [92, 0, [`expired 2 days ago; ${OVERDUE}`]],
  ])("after %d days is within %d days of its end, or not", async (days, within, expected) => {
    expect(await wrong(issued(PEM), inDays(days + 0.01, within))).toEqual(expected);
  });

  test("that lives for hours counts when its renewal is overdue", async () => {
    const { pem } = madeCertificate({ names: [`DNS:${HOST}`], days: 1 });
    const described = platform({}, { certificates: "internal" });
    const facts = issued(pem, "local");
    expect(await row(facts, inDays(19 / 24), described)).toMatchObject({ source: "internal", wrong: [], daysLeft: 0 });
    expect(await wrong(facts, inDays(21.5 / 24), described)).toEqual([`expires in 2 h; ${OVERDUE}`]);
  });

  test("must be for the host, and valid already", async () => {
    const { pem } = madeCertificate({ names: ["DNS:a.example.org", "IP:192.0.2.1"], days: 90 });
    expect(await wrong(issued(pem))).toEqual([`must be for ${HOST}, got a.example.org, 192.0.2.1`]);
    expect((await wrong(issued(PEM), inDays(-1)))?.[0]).toMatch(/^is valid from 20\d\d-.*Z on$/);
  });

  test("that cannot be read is reported", async () => {
    expect(await wrong(issued("nonsense"))).toEqual([
      "its file must be a certificate in PEM, got none that can be read",
    ]);
  });

  test("is that of the declared authority", async () => {
    const other = madeCertificate({ names: [`DNS:${HOST}`], days: 300, subject: "/CN=staging" }).pem;
    const STAGING = "acme-staging-v02.api.letsencrypt.org-directory";
    const both = front({
      issued: new Map([
        [
          HOST,
          new Map([
            [STAGING, other],
            [PRODUCTION, PEM],
          ]),
        ],
      ]),
    });
    expect(await row(both)).toMatchObject({ issuer: "Lab, R1", wrong: [] });
    expect(await row(issued(other, STAGING))).toMatchObject({
      issuer: "staging",
      wrong: [`it is of ${STAGING}, and the declared authority has issued none yet`],
    });
    const chosen = platform({}, { globalOptions: ["cert_issuer acme {", "}"] });
    expect(await wrong(issued(other, STAGING), inDays(0), chosen)).toEqual([]);
  });
});

describe("a host without a certificate", () => {
  const LOG = [
    '{"level":"error","logger":"tls.obtain","msg":"will retry","error":"[other.example.org] Obtain: no"}',
    `{"level":"error","logger":"tls.obtain","msg":"will retry","error":"[${HOST}] Obtain: first"}`,
    `{"level":"error","logger":"http.log","error":"[${HOST}] of a request"}`,
    `{"level":"info","logger":"tls.obtain","error":"[${HOST}] nothing"}`,
    `{"level":"error","logger":"tls.obtain","identifier":"${HOST}","error":"no valid A records\\u001b[31m"}`,
    `{"level":"error", ${HOST} cut off`,
    `${HOST} is no JSON`,
  ].join("\n");

  test("is not deployed yet", async () => {
    expect(await row(front({ hosts: new Map([["web", ["a.example.org"]]]) }))).toEqual({
      ...{ host: HOST, kind: "host", service: "web", node: "local" },
      wrong: ["missing: the host is not deployed yet: slipway deploy lab"],
    });
  });

  test("waits for its authority", async () => {
    expect(await wrong(front())).toEqual([
      "missing: the authority has issued none yet; its DNS record must point to local, with ports 80 and 443 open: slipway services logs lab front",
    ]);
    expect(await wrong(front(), inDays(0), platform({}, { certificates: "internal" }))).toEqual([
      "missing: the front's authority has issued none: slipway services logs lab front",
    ]);
  });

  test("has the reason from the front's log", async () => {
    expect(await wrong(front({ log: () => Promise.resolve(LOG) }))).toEqual([
      "missing: the front's last attempt got: no valid A records\\u001b[31m",
    ]);
    expect(issuanceError(LOG, "other.example.org")).toBe("Obtain: no");
    expect(issuanceError(LOG, "example.org")).toBeUndefined();
    const long = `{"level":"error","logger":"tls.obtain","error":"[a.org] ${"x".repeat(500)}"}`;
    expect(issuanceError(long, "a.org")).toHaveLength(240);
  });

  test("cannot be known of a front that does not answer", async () => {
    expect(await wrong(front({ trouble: "its front is not there: slipway deploy lab" }))).toEqual([
      "unknown: its front is not there: slipway deploy lab",
    ]);
  });

  test("that is not renewed has the reason too", async () => {
    const facts = { ...issued(PEM), log: () => Promise.resolve(LOG) };
    expect(await wrong(facts, inDays(80))).toEqual([
      expect.stringMatching(/^expires in 9 days; /),
      "the front's last attempt got: no valid A records\\u001b[31m",
    ]);
  });
});

describe("the file of certificate", () => {
  const moving = (acme?: "later" | "now") =>
    platform({
      services: { web: { ...WEB, certificate: { certFile: "web.pem", keyFile: "web.key", ...(acme && { acme }) } } },
    });
  const file = front({ files: new Map([["web", PEM]]) });

  test("is what the host has", async () => {
    expect(await row(file, inDays(0), moving())).toMatchObject({ source: "file", daysLeft: 89, wrong: [] });
    expect(await wrong(file, inDays(80), moving())).toEqual(["expires in 9 days; replace web.pem and deploy"]);
    expect(await row(file, inDays(0), moving())).not.toHaveProperty("note");
  });

  test("is not deployed yet", async () => {
    expect(await wrong(front(), inDays(0), moving())).toEqual([
      "missing: web.pem is not deployed yet: slipway deploy lab",
    ]);
  });

  test("has one of ACME beside it, or not yet", async () => {
    expect((await row(file, inDays(0), moving("now")))?.note).toBe("ACME has issued none beside it yet");
    const both = { ...issued(PEM), files: file.files };
    expect(await row(both, inDays(0), moving("now"))).toMatchObject({
      source: "file",
      note: "ACME has issued one beside it: remove certificate from web",
    });
  });

  test("that is short-lived counts as any other", async () => {
    const { pem } = madeCertificate({ names: [`DNS:${HOST}`], days: 3 });
    expect(await wrong(front({ files: new Map([["web", pem]]) }), inDays(0.5), moving())).toEqual([
      "expires in 2 days; replace web.pem and deploy",
    ]);
  });
});

describe("the hosts of a platform", () => {
  const two: ServicesEnvironment = platform(
    {
      nodes: { a: { dockerHost: "ssh://a" }, b: { dockerHost: "ssh://b", address: "10.0.0.2" } },
      services: {
        web: {
          ...{ port: 80, hosts: [HOST], stagingHosts: ["staging.example.org"], live: "blue", node: "a" },
          blue: { image: "web:1" },
        },
        docs: { image: "docs:1", port: 80, hosts: ["docs.example.org"], node: "b" },
      },
    },
    { redirects: { "www.example.org": `https://${HOST}` } },
  );

  test("each have a row, on the node of their front", async () => {
    const rows = await certificatesBy(two, [front({}, "a"), front({}, "b")], inDays(0));
    expect(rows.map(({ host, kind, service, node }) => [host, kind, service, node])).toEqual([
      [HOST, "host", "web", "a"],
      ["staging.example.org", "stagingHost", "web", "a"],
      ["docs.example.org", "host", "docs", "b"],
      ["www.example.org", "redirect", undefined, "a"],
    ]);
  });

  test("are none without services, for then there is no front", async () => {
    expect(await certificatesBy({ ...two, services: {} }, [], inDays(0))).toEqual([]);
  });

  test("that redirect have the certificate of the front that DNS leads to", async () => {
    const { pem } = madeCertificate({ names: ["DNS:www.example.org"], days: 90 });
    const b = { ...issued(pem, PRODUCTION, "www.example.org"), node: "b" };
    const rows = await certificatesBy(two, [front({}, "a"), b], inDays(0));
    expect(rows.at(-1)).toMatchObject({ host: "www.example.org", node: "b", source: "acme", wrong: [] });
  });
});

describe("what a front prints", () => {
  test("is read by authority, host and service", () => {
    const text = [
      "=== /data/caddy/certificates/local/web.test/web.test.crt",
      ...["LEAF", "CHAIN"],
      "=== /data/caddy/certificates/acme.test-dir/web.test/web.test.crt",
      "OTHER",
      "=== /data/slipway/web.crt",
      "FILE",
      "=== /routes/hosts/_redirects",
      "www.test",
      "=== /routes/hosts/web",
      ...["web.test", "a.test", ""],
    ].join("\n");
    expect(certificatesIn(text)).toEqual({
      issued: new Map([
        [
          "web.test",
          new Map([
            ["local", "LEAF\nCHAIN\n"],
            ["acme.test-dir", "OTHER\n"],
          ]),
        ],
      ]),
      files: new Map([["web", "FILE\n"]]),
      hosts: new Map([
        ["_redirects", ["www.test"]],
        ["web", ["web.test", "a.test"]],
      ]),
    });
    expect(certificatesIn("")).toEqual({ issued: new Map(), files: new Map(), hosts: new Map() });
  });

  test.each([
    ["internal" as const, "local"],
    [ACME, PRODUCTION],
    [{ acme: { email: "a@b", ca: "https://10.0.0.1:14000/dir/" } }, "10.0.0.1-14000-dir"],
    [{ acme: { email: "a@b", ca: "https://CA.example.org" } }, "ca.example.org"],
    [
      { acme: { email: "a@b", ca: "https://ca.example.org/acme/a+b/directory" } },
      "ca.example.org-acme-a_plus_b-directory",
    ],
  ])("of the authority %j is in the folder %s", (certificates, folder) => {
    expect(authorityFolder(certificates)).toBe(folder);
  });

  test.each([
    [2 * DAY, "2 days"],
    [2 * DAY - 1, "47 h"],
    [3_600_000, "1 h"],
    [60_000, "1 min"],
  ])("%d ms are %s", (milliseconds, text) => {
    expect(spanOf(milliseconds)).toBe(text);
  });
});
