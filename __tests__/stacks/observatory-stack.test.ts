import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { ObservatoryEnvironment } from "../../constructs/observatory";
import { stacks } from "../../stacks/observatory-stack";
import { stackSnapshot, Template } from "../../testing";

const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
const FAKE = { instanceId: "fake-data1", agentClass: "FakeDataAgent" };
const SITE: ObservatoryEnvironment = {
  name: "site",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  hosts: [{ hostname: "site-docker", agents: [FAKE] }],
};
const TWO: ObservatoryEnvironment = {
  ...SITE,
  nodes: { tower: { dockerHost: "ssh://ocs@tower" }, dome: { dockerHost: "ssh://ocs@dome", address: "10.0.0.2" } },
  crossbar: { node: "dome", ip: "10.0.0.2", allowPublic: true },
  hosts: [
    { hostname: "tower-docker", node: "tower", agents: [FAKE] },
    { hostname: "dome-docker", node: "dome", agents: [] },
  ],
};

function stacksOf(environment: ObservatoryEnvironment, workspace = environment.name) {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out") });
  return stacks(app, { workspace, environment }, join(FOLDER, "terraform.tfstate.d"));
}

interface Json {
  readonly terraform: { readonly backend: unknown; readonly required_providers: unknown };
  readonly provider: { readonly docker: unknown };
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

const jsonOf = (environment: ObservatoryEnvironment, index = 0) =>
  Template.of(stacksOf(environment)[index] as ReturnType<typeof stacksOf>[number]).json as unknown as Json;

describe("observatoryStacks", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true }));

  test("are one, of the workspace's name, on this machine's engine", () => {
    expect(stacksOf(SITE).map(({ node }) => node.id)).toEqual(["site"]);
    const { provider, terraform } = jsonOf(SITE);
    expect(provider.docker).toEqual([{}]);
    expect(terraform.required_providers).toEqual({
      docker: { source: "kreuzwerker/docker", version: ">= 3.6.2, < 5.0.0" },
    });
  });

  test("are one for each Docker host, the router's first, each with a state of its own", () => {
    expect(stacksOf(TWO).map(({ node }) => node.id)).toEqual(["site-dome", "site-tower"]);
    expect(jsonOf(TWO, 1).terraform.backend).toEqual({
      local: { path: "../../../terraform.tfstate.d/site-tower/terraform.tfstate" },
    });
    expect(jsonOf(TWO, 1).provider.docker).toMatchObject([{ host: "ssh://ocs@tower" }]);
  });

  test("tell the containers' names, and a client's configuration", () => {
    const { output } = jsonOf(SITE);
    expect(output.containers?.value).toEqual({ "fake-data1": expect.stringMatching(/^\$\{docker_container\./) });
    expect(output.client_configuration?.value).toContain("http://127.0.0.1:8001/call");
  });

  test("have the workspace's name", () => {
    expect(() => stacksOf(SITE, "other")).toThrow(
      new Error('[other] name must be the workspace\'s, got "site"; give both one name'),
    );
  });

  test("of one agent, with a router elsewhere, are what they were", () => {
    const crossbar = { wampServer: "ws://router:8001/ws", wampHttp: "http://router:8001/call" };
    expect(stacksOf({ ...SITE, crossbar }).map((stack) => stackSnapshot(stack))).toMatchSnapshot();
  });
});
