import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { importCommand } from "../../../cli/commands/observatory/import";
import { pythonWord } from "../../../cli/import/python-words";
import { importSite } from "../../../cli/observatory/import/import-site";
import { typescriptOf } from "../../../cli/typescript";
import { siteFile, siteYaml } from "../../../constructs/observatory/render/site-file";
import { Project } from "../../../engine/project";
import { said as saidOfSite } from "../../constructs/observatory/sentences";
import { TestProject } from "../../support/project";
import { exported, imported } from "./imported";
import { said } from "./sentences";

const HUB = `hub:
  wamp_server: ws://10.10.10.2:8001/ws
  wamp_http: http://10.10.10.2:8001/call
  wamp_realm: test_realm
  address_root: observatory
hosts:
`;
const NO_IMAGE = said("site.yaml:1:", "imageUnknown", "simonsobs/ocs:v0.12.1");

/** A site with one native host, whose settings begin in line 8 and whose agents stand last. */
function lab(settings: string, agents = ""): string {
  return `${HUB}  lab:\n${settings}    agent-instances: [${agents}]\n`;
}

/** A site with one host of containers, whose agents stand in line 8. */
function docker(...agents: string[]): string {
  return `${HUB}  lab-docker:\n    agent-instances: [${agents.join(", ")}]\n`;
}

/** A compose file with one agent, whose further settings begin in line 6. */
function service(settings = "", image = "simonsobs/ocs:v0.12.1"): string {
  return `services:
  ocs-fake1:
    image: ${image}
    hostname: lab-docker
    environment: {INSTANCE_ID: fake1}
${settings}`;
}

/** The same with a router of these settings, which begin in line 4. */
function router(settings: string, image = "simonsobs/ocs-crossbar:v0.12.1"): string {
  return `services:
  crossbar:
    image: ${image}
${settings}`;
}

const FAKE = "{agent-class: FakeDataAgent, instance-id: fake1}";

function findings(...files: Parameters<typeof imported>): readonly string[] {
  return imported(...files).messages.filter((message) => message !== NO_IMAGE);
}

function agentOf(...files: Parameters<typeof imported>) {
  return imported(...files).environment.hosts[0]?.agents[0];
}

describe("a site without compose files", () => {
  test("becomes an environment whose text says the same, and tells what it cannot know", () => {
    // GIVEN a site with a native host and one of containers
    const site = `${HUB}  lab:
    log-dir: /var/log/ocs
    crossbar: {config-dir: /srv/crossbar}
    crossbar_timeout: 0
    wamp_server: ws://127.0.0.1:8001/ws
    agent-instances:
      - {agent-class: HostManager, instance-id: hm-lab, arguments: [--initial-state, up]}
      - {agent-class: Lakeshore240Agent, instance-id: thermo1, manage: host/down, arguments: [[--serial-number, LSA11AA]]}
  lab-docker:
    wamp_server: ws://crossbar:8001/ws
    wamp_http: http://crossbar:8001/call
    agent-instances:
      - {agent-class: FakeDataAgent, instance-id: fake1, arguments: [--mode, acq, --num-channels, 16]}
`;
    // WHEN it is imported
    const { text, environment, messages } = imported(site);

    // THEN
    expect(text).toBe(`import type { ObservatoryEnvironment } from "cdktf-slipway/observatory";

export default {
  name: "site",
  realm: "test_realm",
  addressRoot: "observatory",
  images: { ocs: "simonsobs/ocs:v0.12.1" },
  crossbar: { wampServer: "ws://10.10.10.2:8001/ws", wampHttp: "http://10.10.10.2:8001/call" },
  hosts: [
    {
      hostname: "lab",
      kind: "native",
      wampServer: "ws://127.0.0.1:8001/ws",
      logDir: "/var/log/ocs",
      crossbarTimeoutSeconds: 0,
      crossbar: { configDir: "/srv/crossbar" },
      agents: [
        { instanceId: "hm-lab", agentClass: "HostManager", arguments: { "initial-state": "up" } },
        {
          instanceId: "thermo1",
          agentClass: "Lakeshore240Agent",
          arguments: { "serial-number": "LSA11AA" },
          manage: "host/down",
        },
      ],
    },
    {
      hostname: "lab-docker",
      wampServer: "ws://crossbar:8001/ws",
      wampHttp: "http://crossbar:8001/call",
      agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent", arguments: { mode: "acq", "num-channels": 16 } }],
    },
  ],
} satisfies ObservatoryEnvironment;
`);
    expect(exported(text)).toEqual(environment);
    expect(messages).toEqual([NO_IMAGE]);
  });

  test("is written again as it was, but for the words of a command line and the containers", () => {
    const site = `${HUB}  lab:
    log-dir: logs
    crossbar_timeout: 30
    crossbar: {}
    agent-instances:
      - {agent-class: A, instance-id: a, manage: docker/up, arguments: [--b, [c, 5.0], -x, -1, --flag]}
  lab-docker:
    wamp_server: ws://crossbar:8001/ws
    wamp_http: http://crossbar:8001/call
    agent-instances: [{agent-class: FakeDataAgent, instance-id: fake1}]
`.replace("--b", "--bb");
    const again: unknown = parse(siteYaml(siteFile(imported(site).environment), ""));
    const expected = parse(site) as { hosts: Record<string, { "agent-instances": object[] }> };
    expected.hosts.lab = {
      ...expected.hosts.lab,
      "agent-instances": [
        {
          "agent-class": "A",
          "instance-id": "a",
          manage: "docker/up",
          arguments: ["--bb", "c", "5.0", "-x", "-1", "--flag"],
        },
      ],
    };
    expected.hosts["lab-docker"] = {
      ...expected.hosts["lab-docker"],
      "agent-instances": [{ "agent-class": "FakeDataAgent", "instance-id": "fake1", manage: "ignore", arguments: [] }],
    };
    expect(again).toEqual(expected);
  });

  test.each<[what: string, site: string, messages: readonly string[]]>([
    [
      "keys that stand twice",
      lab("    log-dir: a\n    log-dir: b\n", "{agent-class: A, instance-id: a, instance-id: b}"),
      [
        said("site.yaml:8: hosts.lab.log-dir", "again", "9"),
        said('site.yaml:10: instance-id "b": instance-id', "again", "10"),
      ],
    ],
    [
      "a host that stands twice, and the agents that are lost with it",
      `${lab("", "{agent-class: A, instance-id: a}, {agent-class: A, instance-id: b}")}  lab: {agent-instances: []}\n`,
      [said("site.yaml:7: hosts.lab", "againWithAgents", "9", "a, b")],
    ],
    [
      "a block of hosts that stands twice",
      `${lab("")}hosts: {lab: {agent-instances: []}}\n`,
      [said("site.yaml:6: hosts", "again", "9")],
    ],
    [
      "crossbar-timeout, which OCS does not read",
      lab("    crossbar-timeout: 30\n"),
      [said("site.yaml:8: hosts.lab.crossbar-timeout", "unreadTimeout", "30")],
    ],
    ["working-dir", lab("    working-dir: /tmp\n"), [said("site.yaml:8: hosts.lab.working-dir", "unreadFolder")]],
    [
      "what is the hub's alone",
      lab("    address_root: a\n    access_policy: b\n    registry_address: c\n"),
      [
        said("site.yaml:8: hosts.lab.address_root", "unreadOfHost"),
        said("site.yaml:9: hosts.lab.access_policy", "unreadOfHost"),
        said("site.yaml:10: hosts.lab.registry_address", "unreadOfHost"),
      ],
    ],
    [
      "keys that are not known",
      `${lab("    agent-paths: []\n    log_dir: logs\n", "{agent-class: A, instance-id: a, argument: []}").replace("hosts:", "  registry_agent: a\nhosts:")}more: 1\n`,
      [
        said("site.yaml:6: hub.registry_agent", "unread"),
        said("site.yaml:9: hosts.lab.agent-paths", "unread"),
        said("site.yaml:10: hosts.lab.log_dir", "unreadMeant", '"log-dir"'),
        said('site.yaml:11: instance-id "a": argument', "unreadMeant", '"arguments"'),
        said("site.yaml:12: more", "unread"),
      ],
    ],
    [
      "keys of crossbar that are not known",
      lab("    crossbar: {cbdir: /a}\n"),
      [said("site.yaml:8: hosts.lab.crossbar.cbdir", "unread")],
    ],
    [
      "a crossbar that is no block",
      lab("    crossbar: true\n"),
      ["site.yaml:8: hosts.lab.crossbar must be a block or null; it is left out"],
    ],
    [
      "a crossbar_timeout that is no number",
      lab("    crossbar_timeout: ten\n"),
      ["site.yaml:8: hosts.lab.crossbar_timeout must be a number of seconds; it is left out, OCS's own is 10"],
    ],
    [
      "a host without agent-instances",
      `${HUB}  lab: {}\n`,
      [
        "site.yaml:7: hosts.lab has no list agent-instances, without which OCS reads no file; write agent-instances: []",
      ],
    ],
    [
      "what the hub lacks",
      lab("")
        .replace(/ {2}wamp_realm.*\n/, "")
        .replace(/ {2}address_root.*\n/, ""),
      [said("site.yaml:1: hub.wamp_realm", "hubLacks"), said("site.yaml:1: hub.address_root", "hubLacks")],
    ],
    [
      "a hub without wamp_http",
      lab("").replace(/ {2}wamp_http.*\n/, ""),
      [
        "site.yaml:1: hub.wamp_http is missing, which clients need; it is http://10.10.10.2:8001/call here: correct it if that is another",
      ],
    ],
    [
      "an instance-id that is used twice",
      `${lab("", "{agent-class: A, instance-id: a}")}  dome: {agent-instances: [{agent-class: A, instance-id: a}, {agent-class: B, instance-id: a}]}\n`,
      [
        ...[0, 1].map((index) =>
          saidOfSite(
            `site.yaml:9: hosts[1].agents[${index}].instanceId`,
            "instanceIdTwice",
            '"a"',
            "hosts[0].agents[0]",
          ),
        ),
        said("environments/observatory/site.ts:", "severalWrongInFile", "2", "site"),
      ],
    ],
    [
      "an agent-class that is nearly one of OCS",
      lab("", "{agent-class: BarbonesAgent, instance-id: a}"),
      [
        saidOfSite(
          "site.yaml:8: hosts[0].agents[0].agentClass",
          "agentClassMeant",
          '"BarbonesAgent"',
          '"BarebonesAgent"',
        ),
        said("environments/observatory/site.ts:", "wrongInFile", "site"),
      ],
    ],
    [
      "agents without a name or a class",
      lab("", "{agent-class: A}, {instance-id: b}, c"),
      [
        said("site.yaml:8: an agent of host lab", "agentLacks", "instance-id"),
        said("site.yaml:8: an agent of host lab", "agentLacks", 'agent-class (instance-id "b")'),
      ],
    ],
    [
      "names that YAML takes for something else",
      `${lab("", "{agent-class: A, instance-id: 007}")}  on: {agent-instances: []}\n`,
      [
        said("site.yaml:8: an instance-id", "yamlTypes", "007", "a number"),
        said("site.yaml:9: the name of a host", "yamlTypes", "on", "a truth value"),
      ],
    ],
    [
      "manage that no HostManager knows",
      lab("", "{agent-class: A, instance-id: a, manage: dockr}, {agent-class: A, instance-id: b, manage: yes}"),
      [
        said('site.yaml:8: instance-id "a"', "manageUnknown", "dockr"),
        said('site.yaml:8: instance-id "b"', "manageUnknown", "yes, which YAML takes for a truth value"),
      ],
    ],
    [
      "manage of a container",
      docker(
        "{agent-class: A, instance-id: a, manage: docker/down}",
        "{agent-class: A, instance-id: b, manage: ignore}",
      ),
      [said('site.yaml:8: instance-id "a"', "manageOfTerraform", "docker/down")],
    ],
    [
      "words before the first name",
      lab("", "{agent-class: A, instance-id: a, arguments: [fast, -5, --mode, acq]}"),
      [
        said('site.yaml:8: instance-id "a"', "wordBeforeName", '"fast"'),
        said('site.yaml:8: instance-id "a"', "wordBeforeName", '"-5"'),
      ],
    ],
    [
      "a name of an argument that comes again",
      lab("", "{agent-class: A, instance-id: a, arguments: [--mode, acq, --mode=idle]}"),
      ['site.yaml:8: instance-id "a" has --mode twice, of which OCS takes the last; take the first one out'],
    ],
    [
      "names with dashes that cannot be kept",
      lab("", "{agent-class: A, instance-id: a, arguments: [-mode, acq, --x, 1]}"),
      [
        said('site.yaml:8: instance-id "a"', "dashes", "-mode", "--mode"),
        said('site.yaml:8: instance-id "a"', "dashes", "--x", "-x"),
      ],
    ],
    [
      "words at which OCS ends",
      lab("", '{agent-class: A, instance-id: a, arguments: [--mode, "", --]}'),
      [
        said('site.yaml:8: instance-id "a"', "wordAtEnd", '""'),
        said('site.yaml:8: instance-id "a"', "wordAtEnd", '"--"'),
      ],
    ],
    [
      "arguments that are no list",
      lab(
        "",
        "{agent-class: A, instance-id: a, arguments: --mode acq}, {agent-class: A, instance-id: b, arguments: [{a: b}]}",
      ),
      [
        'site.yaml:8: instance-id "a" has arguments that are no list, which OCS cannot read; they are left out: write [ ]',
        'site.yaml:8: instance-id "b" has a block among its arguments, which OCS takes for one word; it is left out',
      ],
    ],
    [
      "a secret among arguments, without showing it",
      lab("", "{agent-class: A, instance-id: a, arguments: [--influx-password, geheim]}"),
      [
        'site.yaml:8: instance-id "a" has a secret in --influx-password, which is not copied; put it into a file that the agent reads, and take it out of the old file',
      ],
    ],
    [
      "a log-dir of containers",
      `${HUB}  lab-docker:\n    log-dir: /logs\n    agent-instances: [${FAKE}]\n`,
      [
        "site.yaml:8: hosts.lab-docker.log-dir is no folder that its containers have, and is left out; they write to standard output: see docker logs",
      ],
    ],
    [
      "a router that containers cannot reach",
      docker(FAKE).replaceAll("10.10.10.2", "127.0.0.1"),
      [
        saidOfSite("site.yaml:1: crossbar.wampServer", "loopback", '"ws://127.0.0.1:8001/ws"', "fake1 finds itself"),
        saidOfSite("site.yaml:1: crossbar.wampHttp", "loopback", '"http://127.0.0.1:8001/call"', "fake1 finds itself"),
        said("environments/observatory/site.ts:", "severalWrongInFile", "2", "site"),
      ],
    ],
    [
      "hosts of containers that may be several machines",
      `${docker(FAKE)}  dome-docker: {agent-instances: []}\n`,
      [
        "site.yaml:9: host dome-docker gets its containers on the same engine as lab-docker; if they are two machines, declare nodes, and name the node of each host",
      ],
    ],
    [
      "settings that the new file's rules refuse",
      lab("", '{agent-class: A, instance-id: "a b"}').replace("test_realm", "a realm"),
      [
        saidOfSite("site.yaml:1: realm", "realm", '"a realm"'),
        saidOfSite("site.yaml:8: hosts[0].agents[0].instanceId", "instanceId", '"a b"'),
        said("environments/observatory/site.ts:", "severalWrongInFile", "2", "site"),
      ],
    ],
  ])("tells of %s", (_, site, messages) => {
    expect(findings(site)).toEqual(messages);
  });

  test.each([
    ["crossbar-timeout", lab("    crossbar-timeout: 30\n"), { hostname: "lab", kind: "native", agents: [] }],
    ["crossbar: null", lab("    crossbar: null\n"), { hostname: "lab", kind: "native", agents: [] }],
    ["crossbar: {}", lab("    crossbar: {}\n"), { hostname: "lab", kind: "native", crossbar: {}, agents: [] }],
    [
      "a log-dir of containers",
      docker().replace("    agent", "    log-dir: /logs\n    agent"),
      { hostname: "lab-docker", agents: [] },
    ],
    [
      "its own realm",
      lab("    wamp_realm: other\n"),
      { hostname: "lab", kind: "native", wampRealm: "other", agents: [] },
    ],
  ])("makes a host with %s", (_, site, host) => {
    expect(imported(site).environment.hosts).toEqual([host]);
  });

  test.each<[words: string, args: object | undefined]>([
    ["[]", undefined],
    ["[--mode, acq, [--rate, 5, [--channels, 16]]]", { mode: "acq", rate: 5, channels: 16 }],
    [
      "[--numbers, 5.0, 007, 1_000, -5, -0.5, 12345678901234567890]",
      { numbers: ["5.0", 7, 1000, -5, -0.5, "12345678901234567890"] },
    ],
    ["[--texts, '16', yes, ~, 2024-01-01]", { texts: ["16", "True", "None", "2024-01-01"] }],
    ["[--flag, -v, -x, 1]", { flag: true, v: true, x: 1 }],
    ["[--mode=acq, --empty-value=, '--text=a = b']", { mode: "acq", "empty-value": "", text: "a = b" }],
    ["[--mode, acq, fast, --rate, 1, --mode, idle]", { mode: "idle", rate: 1 }],
    ["[lost, --mode, acq]", { mode: "acq" }],
  ])("reads the arguments %s", (words, args) => {
    const agent = { instanceId: "a", agentClass: "A", ...(args && { arguments: args }) };
    expect(agentOf(lab("", `{agent-class: A, instance-id: a, arguments: ${words}}`))).toEqual(agent);
  });

  test("takes the last of two keys, and what is merged", () => {
    const site = `usual: &usual {log-dir: logs, crossbar_timeout: 5}\n${lab("    <<: *usual\n    crossbar_timeout: 7\n    crossbar_timeout: 9\n")}`;
    expect(imported(site).environment.hosts).toEqual([
      { hostname: "lab", kind: "native", logDir: "logs", crossbarTimeoutSeconds: 9, agents: [] },
    ]);
  });
});

describe("a site with compose files", () => {
  test("becomes an environment with the containers as they were", () => {
    // GIVEN a router, an aggregator, hardware, and an agent of its own image
    const site = `${HUB}  lab-docker:
    wamp_server: ws://crossbar:8001/ws
    wamp_http: http://crossbar:8001/call
    log-dir: /logs
    agent-instances:
      - {agent-class: AggregatorAgent, instance-id: aggregator, arguments: [--data-dir, /data]}
      - {agent-class: Lakeshore240Agent, instance-id: thermo1}
      - {agent-class: BarebonesAgent, instance-id: barebones1, arguments: [--mode, idle]}
      - {agent-class: RegistryAgent, instance-id: registry}
`;
    const compose = `services:
  crossbar:
    image: simonsobs/ocs-crossbar:v0.12.1
    ports: ["127.0.0.1:8001:8001"]
    environment: [PYTHONUNBUFFERED=1]
  ocs-aggregator:
    image: simonsobs/ocs:v0.12.1
    hostname: lab-docker
    user: "9000"
    environment: {INSTANCE_ID: aggregator, LOGLEVEL: debug, CROSSBAR_TIMEOUT: 0}
    volumes: ["\${OCS_CONFIG_DIR}:/config:ro", /srv/data:/data, /srv/logs:/logs]
  ocs-thermo1:
    image: simonsobs/socs:v0.5.0
    hostname: lab-docker
    network_mode: host
    devices: ["/dev/ttyUSB0:/dev/ttyUSB0", "/dev/ttyUSB1:/dev/thermo:rw"]
    group_add: [dialout]
    cap_add: [SYS_NICE]
    extra_hosts: ["thermo:10.10.10.7"]
    environment: [INSTANCE_ID=thermo1, "SITE_HUB=ws://10.10.10.2:8001/ws", MODEL=240, COST=$$5]
    volumes: [{type: bind, source: /srv/logs, target: /logs}]
  ocs-barebones1:
    image: lab/barebones
    build: {context: ./barebones}
    hostname: ignored
    command: ["--agent", "/app/barebones.py", "--entrypoint", "start"]
    environment: [INSTANCE_ID=barebones1, SITE_HOST=lab-docker]
    volumes: ["/srv/logs:/logs:ro"]
  ocs-registry:
    image: simonsobs/ocs:v0.12.1
    hostname: lab-docker
    command: --instance-id=registry --site-hub=ws://crossbar:8001/ws --crossbar-timeout 5
    volumes: ["/srv/logs:/logs"]
`;
    // WHEN they are imported
    const { environment, messages } = imported(site.replaceAll("10.10.10.2", "127.0.0.1"), compose);

    // THEN
    expect(environment).toEqual({
      name: "site",
      realm: "test_realm",
      addressRoot: "observatory",
      images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "simonsobs/ocs-crossbar:v0.12.1" },
      crossbar: { port: 8001 },
      hosts: [
        {
          hostname: "lab-docker",
          logDir: "/logs",
          agents: [
            {
              instanceId: "aggregator",
              agentClass: "AggregatorAgent",
              arguments: { "data-dir": "/data" },
              logLevel: "debug",
              crossbarTimeoutSeconds: 0,
              user: "9000",
              mounts: [{ source: "/srv/logs", path: "/logs" }],
              data: { hostPath: "/srv/data" },
            },
            {
              instanceId: "thermo1",
              agentClass: "Lakeshore240Agent",
              image: "simonsobs/socs:v0.5.0",
              network: "host",
              environment: { MODEL: "240", COST: "$5" },
              mounts: [{ source: "/srv/logs", path: "/logs" }],
              devices: [
                { hostPath: "/dev/ttyUSB0" },
                { hostPath: "/dev/ttyUSB1", path: "/dev/thermo", permissions: "rw" },
              ],
              capabilities: { add: ["SYS_NICE"] },
              groups: ["dialout"],
              extraHosts: { thermo: "10.10.10.7" },
            },
            {
              instanceId: "barebones1",
              agentClass: "BarebonesAgent",
              arguments: { mode: "idle" },
              image: { build: "barebones" },
              script: { path: "/app/barebones.py", entrypoint: "start" },
              mounts: [{ source: "/srv/logs", path: "/logs", readOnly: true }],
            },
            {
              instanceId: "registry",
              agentClass: "RegistryAgent",
              crossbarTimeoutSeconds: 5,
              mounts: [{ source: "/srv/logs", path: "/logs" }],
            },
          ],
        },
      ],
    });
    expect(messages).toEqual([]);
  });

  test.each<[what: string, files: Parameters<typeof imported>, messages: readonly string[]]>([
    [
      "an agent of a host of containers that has none",
      [docker(FAKE, "{agent-class: FakeDataAgent, instance-id: fake2}"), service()],
      [
        'site.yaml:8: instance-id "fake2" has no container in the compose files, but host lab-docker is one of containers; it gets one from images.ocs: put it into a native host if it is none',
      ],
    ],
    [
      "a host by whose name there should be containers",
      [`${docker(FAKE)}  dome-docker: {agent-instances: []}\n`, service()],
      [said("site.yaml:9: host dome-docker", "hostIsNative")],
    ],
    [
      "a container without an agent",
      [
        docker(FAKE),
        `${service()}  ghost:\n    image: simonsobs/ocs:v0.12.1\n    hostname: lab-docker\n    environment: [INSTANCE_ID=ghost]\n`,
      ],
      ['compose.yml:6: service "ghost" has INSTANCE_ID "ghost", which no agent of site.yaml has; it is left out'],
    ],
    [
      "a second container of an agent",
      [docker(FAKE), service(), service()],
      [
        'compose-2.yml:2: service "ocs-fake1" is a second container of instance-id "fake1"; it is left out: an agent runs once',
      ],
    ],
    [
      "a hostname that is no host",
      [docker(FAKE), service().replace("hostname: lab-docker", "hostname: lab-dockr")],
      [
        said("site.yaml:7: host lab-docker", "hostIsNative"),
        said('compose.yml:2: service "ocs-fake1"', "hostnameUnknown", '"lab-dockr"', "ends with an error"),
      ],
    ],
    [
      "a hostname that is no host, where OCS takes localhost",
      [docker(FAKE).replace("lab-docker", "localhost"), service()],
      [said('compose.yml:2: service "ocs-fake1"', "hostnameUnknown", '"lab-docker"', "takes localhost instead")],
    ],
    [
      "a hostname of another host",
      [`${docker(FAKE)}  lab: {agent-instances: []}\n`, service().replace("hostname: lab-docker", "hostname: lab")],
      [
        said("site.yaml:7: host lab-docker", "hostIsNative"),
        'compose.yml:2: service "ocs-fake1" has the hostname "lab", but instance-id "fake1" is in host lab-docker, where OCS does not look; correct one of them',
      ],
    ],
    [
      "a container without a hostname",
      [docker(FAKE), service().replace("    hostname: lab-docker\n", "")],
      [
        said("site.yaml:7: host lab-docker", "hostIsNative"),
        "compose.yml:2: service \"ocs-fake1\" has no hostname, so that OCS looks for a host with the container's id; write its host's name",
      ],
    ],
    [
      "a service that a HostManager does not find",
      [
        docker("{agent-class: FakeDataAgent, instance-id: fake1, manage: docker}"),
        service().replace("ocs-fake1", "fake1"),
      ],
      [
        said('site.yaml:8: instance-id "fake1"', "manageOfTerraform", "docker"),
        'compose.yml:2: service "fake1" must be called ocs-fake1, or no HostManager finds instance-id "fake1"; rename it where a HostManager stays',
      ],
    ],
    [
      "a command in one item",
      [docker(FAKE), service("    command: ['--agent /app/fake.py --entrypoint start']\n")],
      [
        'compose.yml:6: the command of service "ocs-fake1" has --agent and more in one item, which nothing splits and the agent ignores; it is read as it was meant',
      ],
    ],
    [
      "what a command says of agents",
      [docker(FAKE), service("    command: --mode acq --site-file /other.yaml\n")],
      [
        'compose.yml:6: the command of service "ocs-fake1" has --site-file, which is left out; a container has the site configuration that is made here',
        'compose.yml:6: the command of service "ocs-fake1" has --mode, which goes before the site configuration; it stands in the agent\'s arguments now',
      ],
    ],
    [
      "an image that is latest",
      [docker(FAKE), service("", "simonsobs/ocs")],
      [
        'compose.yml:3: service "ocs-fake1" has the image simonsobs/ocs, which is another one tomorrow; name a tag or a digest, and take allowLatest out',
      ],
    ],
    [
      "a configuration that can be written",
      [docker(FAKE), service('    volumes: ["${OCS_CONFIG_DIR}:/config"]\n')],
      [
        'compose.yml:6: service "ocs-fake1" may write to /config; it needs no such mount here: its own site configuration is written into it',
      ],
    ],
    [
      "mounts that cannot be kept",
      [docker(FAKE), service('    volumes: ["./a:/a", "~/b:/b", "${C}:/c", /d]\n')],
      [
        said('compose.yml:6: service "ocs-fake1"', "mountOfPath", '"./a"'),
        said('compose.yml:6: service "ocs-fake1"', "mountOfPath", '"~/b"'),
        said('compose.yml:6: service "ocs-fake1"', "mountOfPath", '"${C}"'),
        'compose.yml:6: service "ocs-fake1" has at /d a volume without a name, which is left out; give one in mounts if its files must stay',
      ],
    ],
    [
      "volumes whose names compose makes up",
      [
        docker(FAKE),
        `${service("    volumes: [aa:/a, bb:/b, cc:/c]\n")}volumes: {aa: , bb: {name: lab_b}, cc: {external: true}}\n`,
      ],
      [
        'compose.yml:6: service "ocs-fake1" mounts the volume "aa", which compose calls by its project and that name; write the name that docker volume ls shows in mounts',
      ],
    ],
    [
      "secrets, without showing them",
      [
        docker(FAKE),
        service().replace("fake1}", "fake1, INFLUXDB_PASSWORD: geheim, INFLUXDB_PASSWORD_FILE: /run/secrets/influx}"),
      ],
      [
        'compose.yml:5: service "ocs-fake1" has INFLUXDB_PASSWORD, which goes before INFLUXDB_PASSWORD_FILE; take it out, the file is the better place',
        'compose.yml:5: service "ocs-fake1": INFLUXDB_PASSWORD is a secret, and is not copied; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment',
      ],
    ],
    [
      "variables of the shell",
      [docker(FAKE), service().replace("{INSTANCE_ID: fake1}", '[INSTANCE_ID=fake1, HOME, "A=${B}"]')],
      [
        said('compose.yml:5: service "ocs-fake1": HOME', "variableOfShell"),
        said('compose.yml:5: service "ocs-fake1": A', "variableOfShell"),
      ],
    ],
    [
      "a router that the shell names",
      [
        docker(FAKE),
        service().replace("fake1}", 'fake1, SITE_HUB: "ws://${CB_HOST}:8001/ws", OCS_CONFIG_DIR: "${A}"}'),
      ],
      [
        'compose.yml:5: service "ocs-fake1": SITE_HUB has its value from the shell, and is left out; write wampServer of its host if it is another',
      ],
    ],
    [
      "LOGLEVEL and CROSSBAR_TIMEOUT that are none",
      [docker(FAKE), service().replace("fake1}", "fake1, LOGLEVEL: loud, CROSSBAR_TIMEOUT: ten}")],
      [
        saidOfSite('compose.yml:5: service "ocs-fake1": LOGLEVEL', "logLevel", '"loud"'),
        saidOfSite('compose.yml:5: service "ocs-fake1": CROSSBAR_TIMEOUT', "crossbarTimeoutSeconds", '"ten"'),
      ],
    ],
    [
      "a router of an agent's own",
      [docker(FAKE), service().replace("fake1}", 'fake1, SITE_HUB: "ws://10.10.10.9:8001/ws"}')],
      [
        'compose.yml:2: service "ocs-fake1" has SITE_HUB ws://10.10.10.9:8001/ws, but its host has ws://10.10.10.2:8001/ws; give the agent a host of its own with that wampServer',
      ],
    ],
    [
      "settings of a service that are not taken over",
      [docker(FAKE), service("    privileged: true\n    env_file: .env\n    network_mode: none\n    sysctls: []\n")],
      [
        said(
          'compose.yml:7: service "ocs-fake1"',
          "notTakenOver",
          "env_file",
          "write its variables in environment, and secrets in a file of the host for secrets",
        ),
        said(
          'compose.yml:8: service "ocs-fake1"',
          "notTakenOver",
          'the network "none"',
          "its container is in the site's",
        ),
        said('compose.yml:9: service "ocs-fake1"', "notTakenOver", "sysctls", "see whether the agent needs it"),
      ],
    ],
    [
      "a folder of an image that is not there",
      [docker(FAKE), service("    build: {context: elsewhere}\n")],
      [
        NO_IMAGE,
        said("site.yaml:8: hosts[0].agents[0].image.build", "folder", '"elsewhere"'),
        said("environments/observatory/site.ts:", "wrongInFile", "site"),
      ],
    ],
    [
      "two words in one",
      [docker("{agent-class: FakeDataAgent, instance-id: fake1, arguments: ['--mode idle', '--verbose']}"), service()],
      [
        'site.yaml:8: instance-id "fake1" has "--mode idle" as one word, which nothing splits, and no agent knows; it is read as two: write "--mode", "idle"',
      ],
    ],
    [
      "a build that is more than a folder",
      [docker(FAKE), service("    build: {context: barebones, dockerfile: Other}\n")],
      [
        said("site.yaml:1:", "imageUnknown", "simonsobs/ocs:v0.12.1"),
        said(
          'compose.yml:6: service "ocs-fake1"',
          "notTakenOver",
          "build.dockerfile",
          "the Dockerfile of the folder is built",
        ),
      ],
    ],
    [
      "services that are no agents",
      [
        docker(FAKE),
        `${service()}  grafana: {image: grafana/grafana:10.0.0}\n  ocs-web: {image: simonsobs/ocs-web:v1}\n  other: {image: nginx:1}\n  unnamed: {image: simonsobs/ocs:v0.12.1, hostname: lab-docker}\n  built: {build: .}\n`,
      ],
      [
        said('compose.yml:6: service "grafana"', "noAgentAnew", "monitoring"),
        said('compose.yml:7: service "ocs-web"', "noAgentAnew", "web"),
        said('compose.yml:8: service "other"', "helper", "lab-docker"),
        'compose.yml:9: service "unnamed" has the hostname "lab-docker" and no INSTANCE_ID; it is left out: name its agent there',
        said('compose.yml:10: service "built"', "noAgentBuilt"),
      ],
    ],
    [
      "a service that stands twice",
      [docker(FAKE), `${service()}  a: {image: nginx:1}\n  a: {image: nginx:2}\n`],
      [
        'compose.yml:6: service "a" comes again in line 7, and this one is lost; put them into one',
        said('compose.yml:7: service "a"', "helper", "lab-docker"),
      ],
    ],
    [
      "an aggregator's volume",
      [
        docker("{agent-class: AggregatorAgent, instance-id: fake1}"),
        `${service("    volumes: [data:/data]\n")}volumes: {data: {name: lab_data}}\n`,
      ],
      [
        'compose.yml:2: service "ocs-fake1" writes to the volume "lab_data"; a new one is made for the agent: copy the files into it, or write data: { hostPath }',
      ],
    ],
  ])("tells of %s", (_, files, messages) => {
    expect(imported(...files).messages).toEqual(messages);
  });

  test("takes extra_hosts over, however they are written", () => {
    const hosts = '    extra_hosts: ["a=1.2.3.4", "b:host-gateway", "c:::1", "d=::1"]\n';
    expect(agentOf(docker(FAKE), service(hosts))?.extraHosts).toEqual({
      a: "1.2.3.4",
      b: "host-gateway",
      c: "::1",
      d: "::1",
    });
  });

  test("leaves out the variables that follow from the site", () => {
    const compose = service().replace(
      "fake1}",
      "fake1, OCS_CONFIG_DIR: /config, SITE_HTTP: 'http://a/call', MODE: acq}",
    );
    expect(agentOf(docker(FAKE), compose)?.environment).toEqual({ MODE: "acq" });
  });

  test("takes no secret over", () => {
    const secret = service().replace("fake1}", "fake1, INFLUXDB_PASSWORD: geheim, MODE: acq}");
    const { text, messages } = imported(docker(FAKE), secret);
    expect([text, ...messages].filter((each) => each.includes("geheim"))).toEqual([]);
    expect(agentOf(docker(FAKE), secret)).toMatchObject({ environment: { MODE: "acq" } });
  });

  test.each([
    ["a native agent", lab("", "{agent-class: A, instance-id: a, arguments: [--password, geheim, --mode, acq]}"), []],
    ["digits", lab("", "{agent-class: A, instance-id: a, arguments: [--password, 4711471147, --mode, acq]}"), []],
    ["one word", lab("", "{agent-class: A, instance-id: a, arguments: ['--password geheim', --mode, acq]}"), []],
    ["a sign", lab("", "{agent-class: A, instance-id: a, arguments: [--password=geheim, --mode, acq]}"), []],
    [
      "one of several words",
      lab("", "{agent-class: A, instance-id: a, arguments: [--urls, a, 'https://a:geheim@b', --mode, acq]}"),
      [],
    ],
    [
      "a container",
      docker("{agent-class: A, instance-id: fake1, arguments: [--token, geheim, --mode, acq]}"),
      [service()],
    ],
    ["a command", docker(FAKE), [service("    command: [--token, geheim, --mode, acq]\n")]],
    ["a command in one item", docker(FAKE), [service("    command: ['--token geheim', --mode, acq]\n")]],
  ])("takes no secret among arguments over: %s", (_, site, compose) => {
    const { text, messages, environment } = imported(site, ...compose);
    expect([text, ...messages].filter((each) => /geheim|4711/.test(each))).toEqual([]);
    expect(environment.hosts[0]?.agents[0]?.arguments).toEqual({ mode: "acq" });
    expect(messages.join("\n")).toMatch(/has a secret in --(password|urls|token), which is not copied;/);
  });

  test("leaves options out that follow from the site", () => {
    const args = "[--site-hub, 'ws://a:1/ws', --crossbar-timeout, 5, --mode, acq]";
    const site = docker(`{agent-class: A, instance-id: fake1, arguments: ${args}}`);
    expect(agentOf(site, service())?.arguments).toEqual({ mode: "acq" });
    expect(findings(site, service())).toEqual([
      'site.yaml:8: instance-id "fake1" has --site-hub among its arguments, which is left out; write wampServer of its host if the agent needs another',
      'site.yaml:8: instance-id "fake1" has --crossbar-timeout among its arguments, which is left out; write crossbarTimeoutSeconds if the agent needs another',
    ]);
    const native = lab("", `{agent-class: A, instance-id: a, arguments: ${args}}`);
    expect(agentOf(native)?.arguments).toEqual({ "crossbar-timeout": 5, mode: "acq" });
  });

  test("says allowLatest where an image is", () => {
    expect(imported(docker(FAKE), service("", "simonsobs/ocs:latest")).environment).toMatchObject({
      images: { ocs: "simonsobs/ocs:latest" },
      allowLatest: true,
    });
  });

  test("reads a command in one item as it was meant", () => {
    expect(
      agentOf(docker(FAKE), service("    command: ['--agent /app/fake.py --entrypoint start', --mode, acq]\n")),
    ).toEqual({
      instanceId: "fake1",
      agentClass: "FakeDataAgent",
      arguments: { mode: "acq" },
      script: { path: "/app/fake.py", entrypoint: "start" },
    });
  });

  test("makes the plugin's image images.ocs where no agent has OCS's own", () => {
    const { environment } = imported(docker(FAKE), service("", "simonsobs/socs:v0.5.0"));
    expect(environment.images).toEqual({ ocs: "simonsobs/socs:v0.5.0" });
    expect(environment.hosts[0]?.agents[0]).toEqual({ instanceId: "fake1", agentClass: "FakeDataAgent" });
  });
});

describe("a router in a compose file", () => {
  test.each<[what: string, compose: string, messages: readonly string[]]>([
    [
      "published to all",
      router('    ports: ["8001:8001"]\n'),
      [said('compose.yml:4: service "crossbar"', "published", "0.0.0.0")],
    ],
    [
      "that is not where the hub says",
      router('    ports: ["127.0.0.1:8002:8001"]\n'),
      [said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8002")],
    ],
    [
      "in the host's network",
      router("    network_mode: host\n"),
      [said('compose.yml:4: service "crossbar"', "published", "0.0.0.0")],
    ],
    [
      "with another realm and root",
      router('    ports: ["10.10.10.2:8001:8001"]\n    environment: {OCS_REALM: a, OCS_ADDRESS_ROOT: b}\n'),
      [
        said('compose.yml:4: service "crossbar"', "published", "10.10.10.2"),
        said('compose.yml:5: service "crossbar"', "routerOfAnother", "OCS_REALM", '"test_realm"', '"a"'),
        said('compose.yml:5: service "crossbar"', "routerOfAnother", "OCS_ADDRESS_ROOT", '"observatory"', '"b"'),
      ],
    ],
    [
      "with variables that its image does not read",
      router("    environment: {OCS_CROSSBAR_REALM: a, OCS_CROSSBAR_PORT: 8001}\n"),
      [
        said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8001"),
        said('compose.yml:4: service "crossbar"', "variableUnread", "OCS_CROSSBAR_REALM", "OCS_REALM"),
        said('compose.yml:4: service "crossbar"', "variableUnread", "OCS_CROSSBAR_PORT", "OCS_PORT"),
      ],
    ],
    [
      "with a configuration of its own",
      router('    volumes: ["./config.json:/ocs/.crossbar/config.json"]\n    environment: {OCS_REALM: a}\n'),
      [
        said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8001"),
        said(
          'compose.yml:4: service "crossbar"',
          "notTakenOver",
          "a configuration of its own",
          "slipway writes it for the hub's realm and address_root",
        ),
      ],
    ],
    [
      "whose ports are unknown",
      router('    ports: ["8001", "${IP}:8001:8001"]\n    environment: [OCS_REALM]\n'),
      [
        said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8001"),
        'compose.yml:4: service "crossbar" has ports that cannot be taken over; the new router is at 127.0.0.1:8001: correct crossbar',
      ],
    ],
    [
      "whose image is unknown",
      router("", "${IMAGE}"),
      [
        said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8001"),
        'compose.yml:2: service "crossbar" has no image that can be taken over; images.crossbar is crossbario/crossbar:cpy3-20.8.1: correct it if that is another',
      ],
    ],
    [
      "that is there twice",
      `${router("")}  crossbar2: {image: simonsobs/ocs-crossbar:v0.12.1}\n`,
      [
        said("site.yaml:2:", "routerElsewhere", "ws://10.10.10.2:8001/ws", "127.0.0.1:8001"),
        'compose.yml:4: service "crossbar2" is a second crossbar; it is left out: a site has one router',
      ],
    ],
  ])("%s is told of", (_, compose, messages) => {
    expect(findings(lab(""), compose)).toEqual(messages);
  });

  test.each([
    ["127.0.0.1:8001:8001", { crossbar: { port: 8001 } }],
    ["127.0.0.1:18001:8001/tcp", { crossbar: { port: 18001 } }],
    ["10.10.10.2:8001:8001", { crossbar: { port: 8001, ip: "10.10.10.2", allowPublic: true } }],
    [
      "8001:8001",
      { nodes: { local: { address: "10.10.10.2" } }, crossbar: { port: 8001, ip: "0.0.0.0", allowPublic: true } },
    ],
    ["[::1]:8001:8001", { crossbar: { port: 8001, ip: "::1" } }],
  ])("published as %s is made here", (port, settings) => {
    const { environment } = imported(lab(""), router(`    ports: ["${port}"]\n`));
    const { nodes, crossbar } = environment;
    expect({ ...(nodes && { nodes }), crossbar }).toEqual(settings);
    expect(environment.images.crossbar).toBe("simonsobs/ocs-crossbar:v0.12.1");
  });

  test("is found by the containers under its new name and port", () => {
    const site = docker(FAKE).replace(
      "    agent",
      "    wamp_server: ws://wamp:8001/ws\n    wamp_http: http://wamp:8001/call\n    agent",
    );
    const compose = service().replace(
      "services:",
      "services:\n  wamp: {image: crossbario/crossbar:cpy3-20.8.1, ports: [{published: 9001, target: 8001, host_ip: 127.0.0.1}]}",
    );
    const { environment } = imported(site, compose);
    expect(environment.hosts[0]).toEqual({
      hostname: "lab-docker",
      agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent" }],
    });
    expect(siteFile(environment).hosts["lab-docker"]).toMatchObject({ wamp_server: "ws://crossbar:9001/ws" });
  });
});

describe("files that cannot be imported", () => {
  test.each<[what: string, site: string, compose: string[], message: string]>([
    [
      "no YAML",
      "hub: [\nhosts: {}\n",
      [],
      said(
        "site.yaml:3:1:",
        "yaml",
        '"Flow sequence in block collection must be sufficiently indented and end with...',
      ),
    ],
    [
      "no hub",
      "hosts: {lab: {agent-instances: []}}\n",
      [],
      said("site.yaml:1: hub", "blockNeeded", "a site configuration of OCS"),
    ],
    [
      "no hosts",
      "hub: {wamp_server: ws://a:1/ws}\n",
      [],
      said("site.yaml:1: hosts", "blockNeeded", "a site configuration of OCS"),
    ],
    [
      "hosts without any",
      "hub: {}\nhosts:\n",
      [],
      said("site.yaml:2: hosts", "blockNeeded", "a site configuration of OCS"),
    ],
    ["nothing", "", [], said("site.yaml:1: hub", "blockNeeded", "a site configuration of OCS")],
    ["a list", "- hub\n", [], said("site.yaml:1: hub", "blockNeeded", "a site configuration of OCS")],
    ["two documents", `${lab("")}---\n{}\n`, [], said("site.yaml:9:1:", "yaml", '"several documents"')],
    [
      "an alias of nothing",
      `${lab("    log-dir: *nothing\n")}`,
      [],
      said("site.yaml:8:14:", "yaml", '"*nothing without &nothing"'),
    ],
    [
      "a tag that OCS does not read",
      lab("    log-dir: !python/none x\n"),
      [],
      said("site.yaml:8:27:", "yaml", '"the tag !python/none, which OCS does not read"'),
    ],
    [
      "a key that is no word",
      lab("    ? [a]\n    : b\n"),
      [],
      said("site.yaml:8:7:", "yaml", '"a key that is no word"'),
    ],
    [
      "a block that holds itself",
      `${lab("")}a: &a {b: *a}\n`,
      [],
      said("site.yaml:9:7:", "yaml", '"parts that hold themselves"'),
    ],
    [
      "a file that aliases make endless",
      `${lab("")}a: &a [${Array(9).fill("x").join(", ")}]\n${[..."bcdefghi"]
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]\n`)
        .join("")}`,
      [],
      said("site.yaml:9:23:", "yaml", '"more than 10000 parts by aliases"'),
    ],
    [
      "a compose file without services",
      lab(""),
      ["version: 2\n"],
      said("compose.yml:1: services", "blockNeeded", "a file of docker compose"),
    ],
  ])("%s is refused", (_, site, compose, message) => {
    expect(() => imported(site, ...compose)).toThrow(new Error(message));
  });
});

describe("slipway observatory import", () => {
  let project: TestProject;
  let printed: { readonly out: string[]; readonly err: string[] };
  beforeEach(() => {
    project = new TestProject({ "default.yaml": lab("") });
    printed = { out: [], err: [] };
    jest.spyOn(console, "log").mockImplementation((line: string) => void printed.out.push(`${line}\n`));
    jest.spyOn(console, "error").mockImplementation((line: string) => void printed.err.push(line));
    jest.spyOn(process.stdout, "write").mockImplementation((text) => printed.out.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    project.remove();
  });
  const run = (...args: string[]) => importCommand(() => Project.at(project.folder)).parseAsync(args, { from: "user" });

  test("writes the file, and tells what there is to know", async () => {
    await run("default.yaml", "--name", "lab");
    expect(printed).toEqual({
      out: [`${said("environments/observatory/lab.ts", "written", "lab", "lab")}\n`],
      err: [NO_IMAGE.replace("site.yaml", "default.yaml")],
    });
    expect(exported(project.read("environments/observatory/lab.ts"))).toMatchObject({ name: "lab" });
    expect(process.exitCode).toBeUndefined();
  });

  test("prints the file with --stdout, and writes none", async () => {
    await run("default.yaml", "--stdout");
    expect(exported(printed.out.join(""))).toMatchObject({ name: "default" });
    expect(existsSync(join(project.folder, "environments"))).toBe(false);
  });

  test("leaves a file that is there as it is", async () => {
    project.write("environments/observatory/lab.ts", "mine");
    const refused =
      "environments/observatory/lab.ts must be new, got a file that is there; choose another with --name or --out";
    await expect(run("default.yaml", "--name", "lab")).rejects.toThrow(new Error(refused));
    expect(project.read("environments/observatory/lab.ts")).toBe("mine");
  });

  test("takes the types from the sources in a checkout", async () => {
    project.write("constructs/observatory/schema.ts", "");
    await run("default.yaml", "--out", "environments/observatory/lab.ts");
    expect(project.read("environments/observatory/lab.ts").split("\n")[0]).toBe(
      'import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";',
    );
  });

  test.each([
    [["missing.yaml"], said("missing.yaml", "unreadable", "none there")],
    [["."], said(".", "unreadable", "a folder")],
    [["default.yaml/x"], said("default.yaml/x", "unreadable", "a file where a folder must be")],
    [["/dev/null"], said("/dev/null", "unreadable", "a pipe or a device")],
    [["pipe.yaml"], said("pipe.yaml", "unreadable", "a pipe or a device")],
    [["utf16.yaml"], said("utf16.yaml", "notUtf8")],
    [["binary.yaml"], said("binary.yaml", "notUtf8")],
    [["default.yaml", "missing.yml"], said("missing.yml", "unreadable", "none there")],
    [["default.yaml", "--name", "Lab"], said("name", "ownName", '"Lab"')],
  ])("refuses %j", async (args, message) => {
    spawnSync("mkfifo", [join(project.folder, "pipe.yaml")]);
    writeFileSync(join(project.folder, "utf16.yaml"), Buffer.from(lab(""), "utf16le"));
    writeFileSync(join(project.folder, "binary.yaml"), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff]));
    await expect(run(...args)).rejects.toThrow(new Error(message));
    expect(existsSync(join(project.folder, "environments"))).toBe(false);
  });

  test.each([
    ["lab.yaml", {}, "lab"],
    ["Lab 1.yaml", {}, "observatory"],
    ["lab.yaml", { out: "environments/observatory/dome.ts" }, "dome"],
    ["lab.yaml", { name: "tower", out: "environments/observatory/tower.ts" }, "tower"],
  ])("names the workspace of %s with %j %s", (site, options, name) => {
    project.write(site, lab(""));
    expect(importSite({ project: project.folder, site, ...options }).name).toBe(name);
  });

  test("names the workspace site where nothing else is a name", () => {
    project.write("1.yaml", lab("").replace("observatory", "1.2"));
    expect(importSite({ project: project.folder, site: "1.yaml" }).name).toBe("site");
  });

  test("tells of a name that is not the file's", () => {
    const { messages } = importSite({ project: project.folder, site: "default.yaml", name: "lab", out: "dome.ts" });
    expect(messages.at(-1)).toBe('dome.ts: name must be "dome" as its file is called, got "lab"; rename one of them');
  });
});

describe("a word of YAML 1.1", () => {
  test.each([
    ["yes", "bool", "True"],
    ["Off", "bool", "False"],
    ["y", "str", "y"],
    ["~", "None", "None"],
    ["-5", "int", "-5"],
    ["0b101", "int", "5"],
    ["0x1F", "int", "31"],
    ["010", "int", "8"],
    ["08", "str", "08"],
    ["1:30", "int", "90"],
    ["-1:30", "int", "-90"],
    ["5.00", "float", "5.0"],
    ["1.5e+20", "float", "1.5e+20"],
    ["1e3", "str", "1e3"],
    ["0.00001", "float", "1e-05"],
    ["-0.0", "float", "-0.0"],
    ["-.inf", "float", "-inf"],
    [".NaN", "float", "nan"],
    ["1:30.5", "float", "90.5"],
    ["2024-01-01", "date", "2024-01-01"],
    ["2024-01-01T1:02:03Z", "date", "2024-01-01 01:02:03+00:00"],
    ["2024-01-01 01:02:03.25 -5", "date", "2024-01-01 01:02:03.250000-05:00"],
    ["2024", "int", "2024"],
  ])("%s is %s %s for Python", (source, type, text) => {
    expect(pythonWord(source)).toEqual({ type, text });
  });
});

describe("data as TypeScript", () => {
  test.each([
    [{}, "{}"],
    [[], "[]"],
    [{ "a-b": 1, c: true, d: undefined }, '{ "a-b": 1, c: true }'],
    [`say "it's"`, `'say "it\\'s"'`],
    ["a 'quoted' \\ text\n", `"a 'quoted' \\\\ text\\n"`],
    [
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      "[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]",
    ],
    [["x".repeat(60), "y".repeat(60)], `[\n  "${"x".repeat(60)}",\n  "${"y".repeat(60)}",\n]`],
  ])("%j", (value, text) => {
    expect(typescriptOf(value)).toBe(text);
    expect(new Function(`return ${text}`)()).toEqual(value);
  });
});
