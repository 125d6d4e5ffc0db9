import { imported } from "./imported";

const SITE = `hub: {wamp_server: 'ws://10.0.0.2:8001/ws', wamp_http: 'http://10.0.0.2:8001/call', wamp_realm: test_realm, address_root: observatory}
hosts: {lab-docker: {agent-instances: [{agent-class: FakeDataAgent, instance-id: fake1}]}}
`;

/** What an agent gets of these lines of its service, the first of which is line 6, and what is told. */
function read(lines: string, more = "") {
  const compose = `services:
  ocs-fake1:
    image: simonsobs/ocs:v0.12.1
    hostname: lab-docker
    environment: {INSTANCE_ID: fake1}
    ${lines.replaceAll("\n", "\n    ")}
${more}`;
  const { environment, messages } = imported(SITE, compose);
  const { instanceId: _, agentClass: __, ...agent } = environment.hosts[0]?.agents[0] ?? {};
  return { agent, messages };
}

const SERVICE = 'compose.yml:6: service "ocs-fake1"';
const open = (port: number) =>
  `${SERVICE} publishes port ${port} on every address, past the host's firewall; name the one that needs it in ip`;
const someGpus = (service: string) =>
  `${service} has some of the GPUs, which is not taken over; write runtime: "nvidia", and NVIDIA_VISIBLE_DEVICES in environment`;
const noPort = (text: string) =>
  `${SERVICE} publishes "${text}", which is left out; write one port of the host for each in ports`;

test.each<[lines: string, agent: object, messages: string[]]>([
  ["ports: ['1110:1110/udp']", { ports: [{ internal: 1110, ip: "0.0.0.0", protocol: "udp" }] }, [open(1110)]],
  ["ports: ['127.0.0.1:81:80']", { ports: [{ internal: 80, external: 81 }] }, []],
  ["ports: ['[::1]:80:80/tcp']", { ports: [{ internal: 80, ip: "::1" }] }, []],
  [
    "ports: [{target: 53, published: 54, protocol: udp, host_ip: 10.0.0.2}]",
    { ports: [{ internal: 53, external: 54, ip: "10.0.0.2", protocol: "udp" }] },
    [],
  ],
  ["ports: ['80', '90-91:90-91', '${P}:80']", {}, [noPort("80"), noPort("90-91:90-91"), noPort("${P}:80")]],
  ["privileged: true", { privileged: true }, []],
  ["privileged: false", {}, []],
  ["runtime: nvidia", { runtime: "nvidia" }, []],
  ["shm_size: 64m", { shmSizeMiB: 64 }, []],
  ["shm_size: '1gb'", { shmSizeMiB: 1024 }, []],
  ["shm_size: 67108864", { shmSizeMiB: 64 }, []],
  ["mem_limit: 512M", { memoryMiB: 512 }, []],
  ["mem_limit: lots", {}, [`${SERVICE} has mem_limit "lots", which cannot be read; it is left out`]],
  ["cpus: '0.5'", { cpus: 0.5 }, []],
  ["stop_grace_period: 1m30s", { stopGraceSeconds: 90 }, []],
  ["stop_grace_period: soon", {}, [`${SERVICE} has stop_grace_period "soon", which cannot be read; it is left out`]],
  ["tmpfs: /run", { tmpfs: { "/run": "" } }, []],
  ["tmpfs: ['/run', '/tmp:size=1m']", { tmpfs: { "/run": "", "/tmp": "size=1m" } }, []],
  [
    "ulimits: {nofile: 1024, rtprio: {soft: 1, hard: 2}}",
    { ulimits: { nofile: { soft: 1024, hard: 1024 }, rtprio: { soft: 1, hard: 2 } } },
    [],
  ],
  ["ulimits: {nofile: all}", {}, [`${SERVICE} has the limit "nofile", which cannot be read; it is left out`]],
  ["labels: ['a.b=c', d]", { labels: { "a.b": "c", d: "" } }, []],
  [
    "labels: {a: b, token: geheim123}",
    { labels: { a: "b" } },
    [`${SERVICE}: the label token is a secret, and is not copied; write it in labels if the agent needs it`],
  ],
  [
    "healthcheck: {disable: true}",
    {},
    [`${SERVICE} has healthcheck, which is not taken over; an agent is healthy when it answers on the bus`],
  ],
  ["gpus: all", { gpus: "all" }, []],
  ["gpus: [{count: all}]", { gpus: "all" }, []],
  ["gpus: [{count: 1}]", {}, [someGpus(SERVICE)]],
  [
    "deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}",
    { gpus: "all" },
    [],
  ],
  [
    "deploy: {resources: {reservations: {devices: [{device_ids: ['0'], capabilities: [gpu]}]}}}",
    {},
    [someGpus(SERVICE)],
  ],
  ["deploy: {replicas: 1}", {}, [`${SERVICE} has deploy, which is not taken over; see whether the agent needs it`]],
])("a service with %s", (lines, agent, messages) => {
  expect(read(lines)).toEqual({ agent, messages });
});

test.each<[lines: string, networks: string, agent: object, messages: string[]]>([
  ["networks: [plc]", "{plc: {external: true}}", { networks: [{ name: "plc" }] }, []],
  [
    "networks: {plc: {aliases: [a], ipv4_address: 10.0.8.5}}",
    "{plc: {external: true, name: site_plc}}",
    { networks: [{ name: "site_plc", aliases: ["a"], ipv4Address: "10.0.8.5" }] },
    [],
  ],
  ["networks: [plc]", "{plc: {external: {name: old}}}", { networks: [{ name: "old" }] }, []],
  ["networks: [own]", "{own: {}}", {}, []],
  [
    "networks: {own: {aliases: [a]}}",
    "{own: }",
    {},
    [
      `${SERVICE} is a in the network own, which the site's replaces; those who look for it there find it by its container's name`,
    ],
  ],
])("a service with %s of %s", (lines, networks, agent, messages) => {
  expect(read(lines, `networks: ${networks}\n`)).toEqual({ agent, messages });
});
