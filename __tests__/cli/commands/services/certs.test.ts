import { rmSync } from "node:fs";
import { join } from "node:path";
import { TestProject } from "../../../support/project";
import { slipwayIn } from "../../../support/warm-process";
import { FakeDocker } from "../../services/fake-docker";
import { madeCertificate } from "../../services/made-certificate";

const FILE = "environments/services/lab.ts";
const LAB = `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "internal", redirects: { "www.localhost": "https://web.localhost" } },
  services: {
    web: { image: "web:1", port: 80, hosts: ["web.localhost"] },
    docs: {
      image: "docs:1", port: 80, hosts: ["docs.localhost"], certificate: { certFile: "docs.pem", keyFile: "docs.key" },
    },
  },
};
`;
const ID = "a".repeat(64);
/** An engine with a front, whose files are in a folder. */
const ENGINE = `
[ ! -e "$FAKE/down" ] || { echo "Cannot connect to the Docker daemon at unix:///x. Is it running?" >&2; exit 1; }
case "$1 $2" in
  "ps --all") [ -e "$FAKE/absent" ] || echo "${ID} Up 3 minutes" ;;
  "container inspect") cat "$FAKE/container" ;;
  "image inspect") echo "[]" ;;
  "exec --interactive")
    [ ! -e "$FAKE/stuck" ] || { echo "sh: not found" >&2; exit 127; }
    sed "s#/data/#$FAKE/data/#g; s#/routes/#$FAKE/routes/#g" | sh -s | sed "s#^=== $FAKE#=== #" | tee "$FAKE/printed" ;;
  "logs --tail") cat "$FAKE/log" >&2 ;;
  *) exit 1 ;;
esac`;
const CONTAINER = [
  {
    ...{ Id: ID, Name: "/lab-front", Image: "sha256:1", Created: "2026-01-01T00:00:00Z", RestartCount: 0 },
    Config: { Labels: { "services.platform": "lab", "services.part": "front" } },
    State: { Status: "running", Running: true, ExitCode: 0 },
    NetworkSettings: { Ports: {} },
  },
];

describe("slipway services certs", () => {
  const made = (host: string) => madeCertificate({ names: [`DNS:${host}`], days: 30, subject: "/O=Lab" });
  const certificates = { web: made("web.localhost"), docs: made("docs.localhost"), www: made("www.localhost") };
  let project: TestProject;
  let docker: FakeDocker;
  beforeEach(() => {
    project = new TestProject({ [FILE]: LAB });
    docker = new FakeDocker(ENGINE);
    docker.write("container", JSON.stringify(CONTAINER));
    docker.write("log", "");
    for (const host of ["web.localhost", "www.localhost"] as const) {
      const { pem, key } = certificates[host.split(".")[0] as "web" | "www"];
      docker.write(`data/caddy/certificates/local/${host}/${host}.crt`, pem);
      docker.write(`data/caddy/certificates/local/${host}/${host}.key`, key);
    }
    // Such as HAProxy takes it.
    docker.write("data/slipway/docs.crt", `${certificates.docs.key}${certificates.docs.pem}`);
    docker.write("data/slipway/docs.key", certificates.docs.key);
    for (const name of ["web", "docs"]) docker.write(`routes/hosts/${name}`, `${name}.localhost\n`);
    docker.write("routes/hosts/_redirects", "www.localhost\n");
  });
  afterEach(() => {
    project.remove();
    docker.remove();
  });
  const certs = (...args: string[]) =>
    slipwayIn({ cwd: project.folder, env: docker.environment() }, "services", "certs", ...args);

  test("lists each host with its certificate, and fetches no key", () => {
    const { status, stdout, stderr } = certs();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.split("\n").filter((line) => line.includes("localhost"));
    const cells = lines.map((line) =>
      line
        .split("│")
        .map((cell) => cell.trim())
        .slice(1, 6),
    );
    expect(cells).toEqual([
      ["web.localhost", "local", "internal authority", "Lab", "web.localhost"],
      ["docs.localhost", "local", "file of certificate", "Lab", "docs.localhost"],
      ["www.localhost", "local", "internal authority", "Lab", "www.localhost"],
    ]);
    expect(stdout).toMatch(/│ \d{4}-\d\d-\d\d \d\d:\d\dZ │ 29 days │/);
    expect(docker.read("printed").match(/BEGIN \w+/g)).toEqual([
      "BEGIN CERTIFICATE",
      "BEGIN CERTIFICATE",
      "BEGIN CERTIFICATE",
    ]);
  });

  test("exits with 1 if one ends within --days", () => {
    const { status, stdout } = certs("lab", "--days", "40", "--json");
    expect(status).toBe(1);
    const { certificates: rows, domains } = JSON.parse(stdout);
    expect(domains).toEqual([]);
    expect(rows.map(({ host, daysLeft }: Record<string, unknown>) => [host, daysLeft])).toEqual([
      ["web.localhost", 29],
      ["docs.localhost", 29],
      ["www.localhost", 29],
    ]);
    expect(rows[1].wrong).toEqual(["expires in 29 days; replace docs.pem and deploy"]);
    expect(certs("--days", "x")).toMatchObject({ status: 1, stderr: expect.stringContaining('got "x"') });
  });

  test("exits with 1 if one is missing, and says why", () => {
    rmSync(join(docker.folder, "data/caddy/certificates/local/web.localhost"), { recursive: true });
    docker.write("log", '{"level":"error","logger":"tls.obtain","error":"[web.localhost] Obtain: disk full"}\n');
    const { status, stdout } = certs();
    expect(status).toBe(1);
    expect(stdout).toMatch(/│ web\.localhost +│ local │ none +│/);
    expect(stdout.split("\n").at(-2)).toBe(
      "web.localhost on local: missing: the front's last attempt got: Obtain: disk full",
    );
  });

  test.each([
    ["absent", "its front is not there: slipway deploy lab"],
    ["stuck", 'its front must run, got "sh: not found"; slipway services logs lab front'],
    [
      "down",
      'its Docker engine must answer, got "Cannot connect to the Docker daemon at unix:///x. Is it running?"; start it, or correct nodes in the file',
    ],
  ])("reports a front that is %s", (state, trouble) => {
    docker.write(state, "");
    const { status, stdout } = certs();
    expect(status).toBe(1);
    expect(stdout.split("\n").slice(-4, -1)).toEqual(
      ["web", "docs", "www"].map((name) => `${name}.localhost on local: unknown: ${trouble}`),
    );
  });

  test("says in one line that there are none", () => {
    project.write(FILE, LAB.replace('"internal"', '"none"').replace(/, certificate: .*\}/, ""));
    expect(certs()).toEqual({
      status: 0,
      stdout: 'lab: certificates is "none", so the front has no TLS and no certificates\n',
      stderr: "",
    });
    expect(docker.told()).toEqual([]);
  });

  test("lists when domains expire, or leaves it out", () => {
    project.write(
      FILE,
      LAB.replace('"internal"', '"none"')
        .replace(/, certificate: .*\}/, "")
        .replace("www.localhost", "www.example.org"),
    );
    const env = docker.environment({ SLIPWAY_RDAP_URL: "http://127.0.0.1:1" });
    const run = (...args: string[]) => slipwayIn({ cwd: project.folder, env }, "services", "certs", ...args);
    const { status, stdout } = run();
    expect({ status, row: stdout.split("\n").find((line) => line.includes("example.org")) }).toEqual({
      status: 0,
      row: expect.stringMatching(/│ example\.org │ unknown +│ +│/),
    });
    expect(run("--no-domains").stdout).not.toContain("example.org");
    env.SLIPWAY_RDAP_URL = "rdap.org";
    expect(run()).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/^SLIPWAY_RDAP_URL must be /) });
  });
});
