import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { importCommand } from "../../../cli/commands/observatory/import";
import { importSite } from "../../../cli/observatory/import/import-site";
import { pythonWord } from "../../../cli/observatory/import/python-words";
import { typescriptOf } from "../../../cli/typescript";
import { siteFile, siteYaml } from "../../../constructs/observatory/render/site-file";
import { Project } from "../../../engine/project";
import { TestProject } from "../../support/project";
import { exported, imported } from "./imported";

const HUB = `hub:
  wamp_server: ws://10.10.10.2:8001/ws
  wamp_http: http://10.10.10.2:8001/call
  wamp_realm: test_realm
  address_root: observatory
hosts:
`;
const NO_IMAGE =
  "site.yaml:1: no file says which image of OCS agents are made of; images.ocs is simonsobs/ocs:v0.12.1: correct it if that is another";

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
        "site.yaml:8: hosts.lab.log-dir comes again in line 9, and YAML keeps the last: this one is lost; put them into one",
        'site.yaml:10: instance-id "b": instance-id comes again in line 10, and YAML keeps the last: this one is lost; put them into one',
      ],
    ],
    [
      "a host that stands twice, and the agents that are lost with it",
      `${lab("", "{agent-class: A, instance-id: a}, {agent-class: A, instance-id: b}")}  lab: {agent-instances: []}\n`,
      [
        "site.yaml:7: hosts.lab comes again in line 9, and YAML keeps the last: this one is lost with its agents a, b; put them into one",
      ],
    ],
    [
      "a block of hosts that stands twice",
      `${lab("")}hosts: {lab: {agent-instances: []}}\n`,
      ["site.yaml:6: hosts comes again in line 9, and YAML keeps the last: this one is lost; put them into one"],
    ],
    [
      "crossbar-timeout, which OCS does not read",
      lab("    crossbar-timeout: 30\n"),
      [
        "site.yaml:8: hosts.lab.crossbar-timeout is not read by OCS; it knows crossbar_timeout, and waits 10 s: set crossbarTimeoutSeconds if 30 is meant",
      ],
    ],
    [
      "working-dir",
      lab("    working-dir: /tmp\n"),
      [
        "site.yaml:8: hosts.lab.working-dir is not read by OCS; give --working-dir to the program that starts the agents",
      ],
    ],
    [
      "what is the hub's alone",
      lab("    address_root: a\n    access_policy: b\n    registry_address: c\n"),
      [
        "site.yaml:8: hosts.lab.address_root is not read by OCS; it is the whole site's: take it out of the host",
        "site.yaml:9: hosts.lab.access_policy is not read by OCS; it is the whole site's: take it out of the host",
        "site.yaml:10: hosts.lab.registry_address is not read by OCS; it is the whole site's: take it out of the host",
      ],
    ],
    [
      "keys that are not known",
      `${lab("    agent-paths: []\n    log_dir: logs\n", "{agent-class: A, instance-id: a, argument: []}").replace("hosts:", "  registry_agent: a\nhosts:")}more: 1\n`,
      [
        "site.yaml:6: hub.registry_agent is not read by OCS; take it out",
        "site.yaml:9: hosts.lab.agent-paths is not read by OCS; take it out",
        'site.yaml:10: hosts.lab.log_dir is not read by OCS; did you mean "log-dir"?',
        'site.yaml:11: instance-id "a": argument is not read by OCS; did you mean "arguments"?',
        "site.yaml:12: more is not read by OCS; take it out",
      ],
    ],
    [
      "keys of crossbar that are not known",
      lab("    crossbar: {cbdir: /a}\n"),
      ["site.yaml:8: hosts.lab.crossbar.cbdir is not read by OCS; take it out"],
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
      [
        "site.yaml:1: hub.wamp_realm is missing, without which OCS starts no agent; write it",
        "site.yaml:1: hub.address_root is missing, without which OCS starts no agent; write it",
      ],
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
        'site.yaml:9: instance-id "a" is used by two agents (hosts lab and dome), first in line 8; instance ids are unique in a site',
        "environments/observatory/site.ts: 2 of these are wrong in the new file too; slipway check site repeats them",
      ],
    ],
    [
      "an agent-class that is nearly one of OCS",
      lab("", "{agent-class: BarbonesAgent, instance-id: a}"),
      [
        'site.yaml:8: hosts[0].agents[0].agentClass must be a class that is there, got "BarbonesAgent"; did you mean "BarebonesAgent"?',
        "environments/observatory/site.ts: one of these is wrong in the new file too; slipway check site repeats it",
      ],
    ],
    [
      "agents without a name or a class",
      lab("", "{agent-class: A}, {instance-id: b}, c"),
      [
        "site.yaml:8: an agent of host lab has no instance-id, without which OCS does not find it; it is left out",
        'site.yaml:8: an agent of host lab has no agent-class (instance-id "b"), without which OCS does not find it; it is left out',
      ],
    ],
    [
      "names that YAML takes for something else",
      `${lab("", "{agent-class: A, instance-id: 007}")}  on: {agent-instances: []}\n`,
      [
        "site.yaml:8: an instance-id must be a text, got 007, which YAML 1.1 takes for a number, and OCS never finds; quote it",
        "site.yaml:9: the name of a host must be a text, got on, which YAML 1.1 takes for a truth value, and OCS never finds; quote it",
      ],
    ],
    [
      "manage that no HostManager knows",
      lab("", "{agent-class: A, instance-id: a, manage: dockr}, {agent-class: A, instance-id: b, manage: yes}"),
      [
        'site.yaml:8: instance-id "a" has manage dockr: a HostManager knows no such word, and passes over the agent; it is left out, which means host/up',
        'site.yaml:8: instance-id "b" has manage yes, which YAML takes for a truth value: a HostManager knows no such word, and passes over the agent; it is left out, which means host/up',
      ],
    ],
    [
      "manage of a container",
      docker(
        "{agent-class: A, instance-id: a, manage: docker/down}",
        "{agent-class: A, instance-id: b, manage: ignore}",
      ),
      [
        'site.yaml:8: instance-id "a" has manage docker/down, but Terraform keeps its container now: no HostManager may; it is "ignore" in the new site file',
      ],
    ],
    [
      "words before the first name",
      lab("", "{agent-class: A, instance-id: a, arguments: [fast, -5, --mode, acq]}"),
      [
        'site.yaml:8: instance-id "a" has the word "fast" before the first name, which OCS\'s agents do not take; it is left out',
        'site.yaml:8: instance-id "a" has the word "-5" before the first name, which OCS\'s agents do not take; it is left out',
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
        'site.yaml:8: instance-id "a" has -mode, which is written --mode here; give the agent that name too',
        'site.yaml:8: instance-id "a" has --x, which is written -x here; give the agent that name too',
      ],
    ],
    [
      "words at which OCS ends",
      lab("", '{agent-class: A, instance-id: a, arguments: [--mode, "", --]}'),
      [
        'site.yaml:8: instance-id "a" has the word "", at which OCS ends with an error; it is left out',
        'site.yaml:8: instance-id "a" has the word "--", at which OCS ends with an error; it is left out',
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
        'site.yaml:8: instance-id "a" has a secret in --influx-password, which is in the new file too; take it out before anybody else reads the file',
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
        'site.yaml:2: host lab-docker looks for the router at ws://127.0.0.1:8001/ws, where a container finds itself alone; write the router\'s address, or network "host"',
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
        'site.yaml:1: realm must be a realm of letters, digits and _.-, got "a realm"; for example "test_realm"',
        "site.yaml:8: hosts[0].agents[0].instanceId must be 1 to 31 letters, digits, _ and -, got \"a b\"; it is a part of the agent's address and of its container's name",
        "environments/observatory/site.ts: 2 of these are wrong in the new file too; slipway check site repeats them",
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
      [docker(FAKE, "{agent-class: HostManager, instance-id: hm}"), service()],
      [
        'site.yaml:8: instance-id "hm" has no container in the compose files, but host lab-docker is one of containers; it gets one from images.ocs: put it into a native host if it is none',
      ],
    ],
    [
      "a host by whose name there should be containers",
      [`${docker(FAKE)}  dome-docker: {agent-instances: []}\n`, service()],
      [
        "site.yaml:9: host dome-docker has no container in the compose files, and is native here; name the compose file of its containers too",
      ],
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
        "site.yaml:7: host lab-docker has no container in the compose files, and is native here; name the compose file of its containers too",
        'compose.yml:2: service "ocs-fake1" has the hostname "lab-dockr", which is no host of site.yaml: OCS ends with an error; correct one of them',
      ],
    ],
    [
      "a hostname that is no host, where OCS takes localhost",
      [docker(FAKE).replace("lab-docker", "localhost"), service()],
      [
        'compose.yml:2: service "ocs-fake1" has the hostname "lab-docker", which is no host of site.yaml: OCS takes localhost instead; correct one of them',
      ],
    ],
    [
      "a hostname of another host",
      [`${docker(FAKE)}  lab: {agent-instances: []}\n`, service().replace("hostname: lab-docker", "hostname: lab")],
      [
        "site.yaml:7: host lab-docker has no container in the compose files, and is native here; name the compose file of its containers too",
        'compose.yml:2: service "ocs-fake1" has the hostname "lab", but instance-id "fake1" is in host lab-docker, where OCS does not look; correct one of them',
      ],
    ],
    [
      "a container without a hostname",
      [docker(FAKE), service().replace("    hostname: lab-docker\n", "")],
      [
        "site.yaml:7: host lab-docker has no container in the compose files, and is native here; name the compose file of its containers too",
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
        'site.yaml:8: instance-id "fake1" has manage docker, but Terraform keeps its container now: no HostManager may; it is "ignore" in the new site file',
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
        'compose.yml:6: service "ocs-fake1" mounts "./a", which is left out: Docker takes absolute paths alone; write its path on the host in mounts',
        'compose.yml:6: service "ocs-fake1" mounts "~/b", which is left out: Docker takes absolute paths alone; write its path on the host in mounts',
        'compose.yml:6: service "ocs-fake1" mounts "${C}", which is left out: Docker takes absolute paths alone; write its path on the host in mounts',
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
        'compose.yml:5: service "ocs-fake1": HOME has its value from the shell, and is left out; write it in environment, or in secretEnvironment',
        'compose.yml:5: service "ocs-fake1": A has its value from the shell, and is left out; write it in environment, or in secretEnvironment',
      ],
    ],
    [
      "LOGLEVEL and CROSSBAR_TIMEOUT that are none",
      [docker(FAKE), service().replace("fake1}", "fake1, LOGLEVEL: loud, CROSSBAR_TIMEOUT: ten}")],
      [
        'compose.yml:5: service "ocs-fake1": LOGLEVEL must be "critical", "error", "warn", "info", "debug" or "trace", got "loud"; the agents\' log knows no other',
        'compose.yml:5: service "ocs-fake1": CROSSBAR_TIMEOUT must be a whole number from 0 to 86400, got "ten"; 0 is for ever, and OCS\'s own is 10',
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
        'compose.yml:6: service "ocs-fake1" has privileged, which is not taken over; name what the agent needs in devices and capabilities',
        'compose.yml:7: service "ocs-fake1" has env_file, which is not taken over; write its variables in environment, and secrets in a file of the host for secrets',
        'compose.yml:8: service "ocs-fake1" has the network "none", which is not taken over; its container is in the site\'s',
        'compose.yml:9: service "ocs-fake1" has sysctls, which is not taken over; see whether the agent needs it',
      ],
    ],
    [
      "a folder of an image that is not there",
      [docker(FAKE), service("    build: {context: elsewhere}\n")],
      [
        NO_IMAGE,
        'site.yaml:8: hosts[0].agents[0].image.build must be a folder, got "elsewhere"; a path begins at the project\'s folder',
        "environments/observatory/site.ts: one of these is wrong in the new file too; slipway check site repeats it",
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
        "site.yaml:1: no file says which image of OCS agents are made of; images.ocs is simonsobs/ocs:v0.12.1: correct it if that is another",
        'compose.yml:6: service "ocs-fake1" has build.dockerfile, which is not taken over; the Dockerfile of the folder is built',
      ],
    ],
    [
      "services that are no agents",
      [
        docker(FAKE),
        `${service()}  grafana: {image: grafana/grafana:10.0.0}\n  ocs-web: {image: simonsobs/ocs-web:v1}\n  other: {image: nginx:1}\n  unnamed: {image: simonsobs/ocs:v0.12.1, hostname: lab-docker}\n`,
      ],
      [
        'compose.yml:6: service "grafana" is no agent, and is left out; monitoring makes a new one',
        'compose.yml:7: service "ocs-web" is no agent, and is left out; web makes a new one',
        'compose.yml:8: service "other" is no agent, and is left out; it can stay as it is',
        'compose.yml:9: service "unnamed" has the hostname "lab-docker" and no INSTANCE_ID; it is left out: name its agent there',
      ],
    ],
    [
      "a service that stands twice",
      [docker(FAKE), `${service()}  a: {image: nginx:1}\n  a: {image: nginx:2}\n`],
      [
        'compose.yml:6: service "a" comes again in line 7, and this one is lost; put them into one',
        'compose.yml:7: service "a" is no agent, and is left out; it can stay as it is',
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
    const said = service().replace("fake1}", "fake1, OCS_CONFIG_DIR: /config, SITE_HTTP: 'http://a/call', MODE: acq}");
    expect(agentOf(docker(FAKE), said)?.environment).toEqual({ MODE: "acq" });
  });

  test("takes no secret over", () => {
    const secret = service().replace("fake1}", "fake1, INFLUXDB_PASSWORD: geheim, MODE: acq}");
    const { text, messages } = imported(docker(FAKE), secret);
    expect([text, ...messages].filter((each) => each.includes("geheim"))).toEqual([]);
    expect(agentOf(docker(FAKE), secret)).toMatchObject({ environment: { MODE: "acq" } });
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
      [
        'compose.yml:4: service "crossbar" is published on 0.0.0.0: anybody who reaches it may call and register everything; take allowPublic out and set ip to 127.0.0.1, or let a firewall before the host allow the nodes alone',
      ],
    ],
    [
      "that is not where the hub says",
      router('    ports: ["127.0.0.1:8002:8001"]\n'),
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8002; correct crossbar, or what looks for it there",
      ],
    ],
    [
      "in the host's network",
      router("    network_mode: host\n"),
      [
        'compose.yml:4: service "crossbar" is published on 0.0.0.0: anybody who reaches it may call and register everything; take allowPublic out and set ip to 127.0.0.1, or let a firewall before the host allow the nodes alone',
      ],
    ],
    [
      "with another realm and root",
      router('    ports: ["10.10.10.2:8001:8001"]\n    environment: {OCS_REALM: a, OCS_ADDRESS_ROOT: b}\n'),
      [
        'compose.yml:4: service "crossbar" is published on 10.10.10.2: anybody who reaches it may call and register everything; take allowPublic out and set ip to 127.0.0.1, or let a firewall before the host allow the nodes alone',
        'compose.yml:5: service "crossbar" must have the hub\'s OCS_REALM, "test_realm", got "a"; agents could not join: the new router has the hub\'s',
        'compose.yml:5: service "crossbar" must have the hub\'s OCS_ADDRESS_ROOT, "observatory", got "b"; agents could not join: the new router has the hub\'s',
      ],
    ],
    [
      "with variables that its image does not read",
      router("    environment: {OCS_CROSSBAR_REALM: a, OCS_CROSSBAR_PORT: 8001}\n"),
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8001; correct crossbar, or what looks for it there",
        'compose.yml:4: service "crossbar" has OCS_CROSSBAR_REALM, which its image does not read, for it knows OCS_REALM; take it out, both follow from the site',
        'compose.yml:4: service "crossbar" has OCS_CROSSBAR_PORT, which its image does not read, for it knows OCS_PORT; take it out, both follow from the site',
      ],
    ],
    [
      "with a configuration of its own",
      router('    volumes: ["./config.json:/ocs/.crossbar/config.json"]\n    environment: {OCS_REALM: a}\n'),
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8001; correct crossbar, or what looks for it there",
        'compose.yml:4: service "crossbar" has a configuration of its own, which is not taken over; slipway writes it for the hub\'s realm and address_root',
      ],
    ],
    [
      "whose ports are unknown",
      router('    ports: ["8001", "${IP}:8001:8001"]\n    environment: [OCS_REALM]\n'),
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8001; correct crossbar, or what looks for it there",
        'compose.yml:4: service "crossbar" has ports that cannot be taken over; the new router is at 127.0.0.1:8001: correct crossbar',
      ],
    ],
    [
      "whose image is unknown",
      router("", "${IMAGE}"),
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8001; correct crossbar, or what looks for it there",
        'compose.yml:2: service "crossbar" has no image that can be taken over; images.crossbar is crossbario/crossbar:cpy3-20.8.1: correct it if that is another',
      ],
    ],
    [
      "that is there twice",
      `${router("")}  crossbar2: {image: simonsobs/ocs-crossbar:v0.12.1}\n`,
      [
        "site.yaml:2: hub.wamp_server is ws://10.10.10.2:8001/ws, but the new router is at 127.0.0.1:8001; correct crossbar, or what looks for it there",
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
      'site.yaml:2:1: must be YAML, got "Flow sequence in block collection must be sufficiently indented and end with...; correct it there',
    ],
    [
      "no hub",
      "hosts: {lab: {agent-instances: []}}\n",
      [],
      "site.yaml:1: hub is required, got no such block; name a site configuration of OCS",
    ],
    [
      "no hosts",
      "hub: {wamp_server: ws://a:1/ws}\n",
      [],
      "site.yaml:1: hosts is required, got no such block; name a site configuration of OCS",
    ],
    [
      "hosts without any",
      "hub: {}\nhosts:\n",
      [],
      "site.yaml:2: hosts is required, got no such block; name a site configuration of OCS",
    ],
    ["nothing", "", [], "site.yaml:1: hub is required, got no such block; name a site configuration of OCS"],
    ["a list", "- hub\n", [], "site.yaml:1: hub is required, got no such block; name a site configuration of OCS"],
    [
      "two documents",
      `${lab("")}---\n{}\n`,
      [],
      'site.yaml:9:1: must be YAML, got "several documents"; correct it there',
    ],
    [
      "an alias of nothing",
      `${lab("    log-dir: *nothing\n")}`,
      [],
      'site.yaml:8:14: must be YAML, got "*nothing without &nothing"; correct it there',
    ],
    [
      "a tag that OCS does not read",
      lab("    log-dir: !python/none x\n"),
      [],
      'site.yaml:8:27: must be YAML, got "the tag !python/none, which OCS does not read"; correct it there',
    ],
    [
      "a key that is no word",
      lab("    ? [a]\n    : b\n"),
      [],
      'site.yaml:8:7: must be YAML, got "a key that is no word"; correct it there',
    ],
    [
      "a block that holds itself",
      `${lab("")}a: &a {b: *a}\n`,
      [],
      'site.yaml:9:7: must be YAML, got "parts that hold themselves"; correct it there',
    ],
    [
      "a file that aliases make endless",
      `${lab("")}a: &a [${Array(9).fill("x").join(", ")}]\n${[..."bcdefghi"]
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]\n`)
        .join("")}`,
      [],
      'site.yaml:9:23: must be YAML, got "more than 10000 parts by aliases"; correct it there',
    ],
    [
      "a compose file without services",
      lab(""),
      ["version: 2\n"],
      "compose.yml:1: services is required, got no such block; name a file of docker compose",
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
      out: ["environments/observatory/lab.ts written; next: slipway check lab, then slipway plan lab\n"],
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
    [["missing.yaml"], "missing.yaml must be a file that can be read, got none there; correct the path"],
    [["."], ". must be a file that can be read, got a folder; correct the path"],
    [
      ["default.yaml/x"],
      "default.yaml/x must be a file that can be read, got a file where a folder must be; correct the path",
    ],
    [["/dev/null"], "/dev/null must be a file that can be read, got a pipe or a device; correct the path"],
    [["pipe.yaml"], "pipe.yaml must be a file that can be read, got a pipe or a device; correct the path"],
    [["utf16.yaml"], "utf16.yaml must be a text in UTF-8, got something else; save it as one, or correct the path"],
    [["binary.yaml"], "binary.yaml must be a text in UTF-8, got something else; save it as one, or correct the path"],
    [["default.yaml", "missing.yml"], "missing.yml must be a file that can be read, got none there; correct the path"],
    [
      ["default.yaml", "--name", "Lab"],
      'name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "Lab"; containers, networks and volumes begin with it',
    ],
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
