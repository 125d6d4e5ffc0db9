import { imported } from "./imported";
import { said } from "./sentences";

const HUB = `hub: {wamp_server: 'ws://10.0.0.2:8001/ws', wamp_http: 'http://10.0.0.2:8001/call', wamp_realm: test_realm, address_root: observatory}
hosts:
`;
const HM = "{agent-class: HostManager, instance-id: hm}";

/** A compose file with the container of an agent, found by SITE_HOST where that is said. */
function service(id: string, hostname: string, siteHost?: string): string {
  const variables = [`INSTANCE_ID=${id}`, ...(siteHost === undefined ? [] : [`SITE_HOST=${siteHost}`])];
  return `services:\n  ocs-${id}: {image: "simonsobs/ocs:v0.12.1", hostname: ${hostname}, environment: [${variables.join(", ")}]}\n`;
}

/** A site with these hosts and an agent `fake` beside others, imported. */
function hostsOf(site: string, ...compose: readonly string[]) {
  return imported(`${HUB}${site}`, ...compose).environment.hosts.map(({ hostname, kind = "docker", agents }) => {
    return [hostname, kind, ...agents.map(({ instanceId }) => instanceId)].join(" ");
  });
}

describe("a host with containers and native agents", () => {
  test.each<[what: string, site: string, compose: string[], hosts: string[]]>([
    [
      "a HostManager in the block of its containers",
      `  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`,
      [],
      ["dome native hm", "dome-docker docker fake"],
    ],
    [
      "a HostManager beside a container of the compose file",
      `  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`,
      [service("fake", "dome-docker")],
      ["dome native hm", "dome-docker docker fake"],
    ],
    [
      "a HostManager of a machine that has a host of its own",
      `  dome: {agent-instances: [{agent-class: A, instance-id: a}]}\n  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`,
      [service("fake", "dome-docker")],
      ["dome native a hm", "dome-docker docker fake"],
    ],
    [
      "a HostManager whose machine has the name of other containers",
      `  dome: {agent-instances: [{agent-class: A, instance-id: a}]}\n  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`,
      [service("fake", "dome-docker"), service("a", "dome")],
      ["dome docker a", "dome-native native hm", "dome-docker docker fake"],
    ],
    [
      "containers that find the host by SITE_HOST",
      `  tower: {agent-instances: [${HM}, {agent-class: FakeDataAgent, instance-id: fake, manage: docker/up}, {agent-class: A, instance-id: a}]}\n`,
      [service("fake", "tower-containers", "tower")],
      ["tower native hm a", "tower-containers docker fake"],
    ],
    [
      "containers with the hostname of the machine",
      `  tower: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, {agent-class: A, instance-id: a, manage: host/down}]}\n`,
      [service("fake", "tower")],
      ["tower native a", "tower-docker docker fake"],
    ],
    [
      "containers alone, found by SITE_HOST",
      "  tower: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}]}\n",
      [service("fake", "tower-containers", "tower")],
      ["tower docker fake"],
    ],
    ["a HostManager alone", `  dome-docker: {agent-instances: [${HM}]}\n`, [], ["dome-docker native hm"]],
    ["no agents", "  dome-docker: {agent-instances: []}\n", [], ["dome-docker docker"]],
  ])("is split: %s", (_, site, compose, hosts) => {
    expect(hostsOf(site, ...compose)).toEqual(hosts);
  });

  test("is reported, with how its native agents are started now", () => {
    const site = `${HUB}  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`;
    expect(imported(site, service("fake", "dome-docker")).messages).toEqual([
      said(
        "site.yaml:3: host dome-docker",
        "hostSplit",
        '"hm" is',
        "dome: start them with --site-host dome",
        "dome-docker",
      ),
    ]);
  });

  test("whose HostManager is in a container gets none for it", () => {
    const site = `${HUB}  dome-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]}\n`;
    const { environment, messages } = imported(site, service("fake", "dome-docker"), service("hm", "dome-docker"));
    expect(environment.hosts.map(({ kind }) => kind)).toEqual(["native", undefined]);
    expect(messages).toContain(
      'compose-2.yml:2: service "ocs-hm" is a HostManager, which starts programs on its machine and cannot from a container; it is left out',
    );
  });

  test("gives its native half no address that containers alone know", () => {
    const site = `${HUB}  dome-docker:
    wamp_server: ws://crossbar:8001/ws
    wamp_http: http://crossbar:8001/call
    crossbar: {}
    agent-instances: [{agent-class: FakeDataAgent, instance-id: fake}, ${HM}]
`;
    const [native, containers] = imported(site, service("fake", "dome-docker")).environment.hosts;
    expect(native).toEqual({
      hostname: "dome",
      kind: "native",
      crossbar: {},
      agents: [{ instanceId: "hm", agentClass: "HostManager" }],
    });
    expect(containers).toMatchObject({ wampServer: "ws://crossbar:8001/ws", wampHttp: "http://crossbar:8001/call" });
    expect(containers).not.toHaveProperty("crossbar");
  });
});
