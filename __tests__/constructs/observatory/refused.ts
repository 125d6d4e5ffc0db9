import { missing, said } from "./sentences";

/** A row of what OCS's users stumble over, a site with it, and all that is said of it. */
export type Refused = readonly [
  row: string,
  what: string,
  changes: Readonly<Record<string, unknown>>,
  says: readonly string[],
];

const FAKE = { instanceId: "fake-data1", agentClass: "FakeDataAgent" };
const IMAGES = { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" };
/** A right site, of which each case changes something. */
export const SITE = { name: "lab", images: IMAGES, hosts: [{ hostname: "lab-docker", agents: [FAKE] }] };
const agents = (...list: object[]) => ({ hosts: [{ hostname: "lab-docker", agents: list }] });
const native = (...list: object[]) => ({ hosts: [{ hostname: "lab", kind: "native", agents: list }] });
const host = (more: object) => ({ hosts: [{ hostname: "lab-docker", agents: [FAKE], ...more }] });
const TWO = { nodes: { dome: {}, tower: {} } };
/** Options of OCS that follow from the site, and what says them. */
const OPTIONS: readonly (readonly [name: string, advice: string])[] = [
  ["address-root", "write addressRoot of the site"],
  ["instance-id", "write instanceId"],
  ["site", "an agent has one site configuration"],
  ["site-file", "an agent has one site configuration"],
  ["site-host", "write the hostname of its host"],
  ["site-http", "write wampHttp of its host"],
  ["site-hub", "write wampServer of its host"],
  ["site-realm", "write wampRealm of its host"],
  ["crossbar-timeout", "write crossbarTimeoutSeconds"],
  ["log-dir", "write logDir of its host"],
  ["working-dir", "OCS needs it for a log folder alone: write an absolute logDir of its host"],
];
/** Helpers beside one that is called sim and right. */
const HELPERS: readonly (readonly [what: string, helper: object, ...says: string[]])[] = [
  [
    "a helper twice",
    { name: "sim", image: "a:1" },
    said("hosts[0].helpers[1].name", "instanceIdOfPart", '"sim"', "the helper sim"),
  ],
  [
    "a helper with an agent's name",
    { name: "fake-data1", image: "a:1" },
    said("hosts[0].helpers[1].name", "instanceIdOfPart", '"fake-data1"', "the container of fake-data1"),
  ],
  [
    "a helper with the router's name",
    { name: "crossbar", image: "a:1" },
    said("hosts[0].helpers[1].name", "instanceIdOfPart", '"crossbar"', "the router's container"),
  ],
  ["a helper's name", { name: "a b", image: "a:1" }, said("hosts[0].helpers[1].name", "helperName", '"a b"')],
  [
    "a helper on the router's port",
    { name: "b", image: "a:1", ports: [{ internal: 8001, ip: "0.0.0.0" }] },
    said("hosts[0].helpers[1].ports[0]", "portTaken", "8001", "crossbar.port"),
  ],
  [
    "a helper in its site's network twice",
    { name: "b", image: "a:1", networks: [{ name: "lab" }] },
    said("hosts[0].helpers[1].networks[0].name", "networkTwice", '"lab"', "each agent is in the site's own"),
  ],
  [
    "a helper that may write to the host's root",
    { name: "b", image: "a:1", mounts: [{ source: "/", path: "/host" }] },
    said("hosts[0].helpers[1].mounts[0].source", "rootOfHost", '"/"'),
  ],
];
export const REFUSED: readonly Refused[] = [
  [
    "c1",
    "secrets among arguments",
    agents({ ...FAKE, arguments: { password: "hunter2", mode: ["a", "https://ada:hunter2@lab"], "token-file": "a" } }),
    [
      said("hosts[0].agents[0].arguments.password", "secretArgument", "a text of 7 characters"),
      said("hosts[0].agents[0].arguments.mode", "secretArgument", "an address with a password"),
    ],
  ],
  [
    "c1",
    "a secret among the arguments of a native agent",
    native({ ...FAKE, arguments: { "api-key": "hunter2" } }),
    [said("hosts[0].agents[0].arguments.api-key", "secretArgumentNative", "a text of 7 characters")],
  ],
  [
    "c1",
    "a password of digits alone",
    agents({ ...FAKE, arguments: { password: 123456, "renew-token": "hunter2" } }),
    [
      said("hosts[0].agents[0].arguments.password", "secretArgument", "a text of 6 characters"),
      said("hosts[0].agents[0].arguments.renew-token", "secretArgument", "a text of 7 characters"),
    ],
  ],
  ...OPTIONS.map(
    ([name, advice]): Refused => [
      "c12",
      `--${name} as an argument`,
      agents({ ...FAKE, arguments: { [name]: "x" } }),
      [said(`hosts[0].agents[0].arguments.${name}`, "variableOfSite", advice)],
    ],
  ),
  ...OPTIONS.filter(([name]) => name.startsWith("site") || name === "address-root" || name === "instance-id").map(
    ([name, advice]): Refused => [
      "c12",
      `--${name} as an argument of a native agent`,
      native({ ...FAKE, arguments: { [name]: "x" } }),
      [said(`hosts[0].agents[0].arguments.${name}`, "variableOfSite", advice)],
    ],
  ),
  ["c1", "a realm with blanks", { realm: "test realm" }, [said("realm", "realm", '"test realm"')]],
  [
    "c1",
    "an address root that ends in a dot",
    { addressRoot: "observatory." },
    [said("addressRoot", "addressRoot", '"observatory."')],
  ],
  [
    "c1",
    "no images",
    { images: undefined },
    [said("images", "objectNeeded"), said("images.crossbar", "imageNeeded", "the crossbar that is made here")],
  ],
  ["c1", "no hosts", { hosts: [] }, [said("hosts", "hosts", "[]")]],
  ["c1", "a name that no container may begin with", { name: "Lab" }, [said("name", "ownName", '"Lab"')]],
  [
    "c2",
    "localhost for containers",
    host({ hostname: "localhost" }),
    [said("hosts[0].hostname", "hostnameForbidden", '"localhost"')],
  ],
  [
    "c2",
    "a hostname that is none",
    host({ hostname: "lab_docker" }),
    [said("hosts[0].hostname", "hostnameOfContainer", '"lab_docker"')],
  ],
  [
    "c4",
    "a host twice",
    {
      hosts: [
        { hostname: "lab-docker", agents: [FAKE] },
        { hostname: "lab-docker", agents: [] },
      ],
    },
    [said("hosts[1].hostname", "hostnameTwice", '"lab-docker"', "hosts[0]")],
  ],
  ["c5", "an address root for one host", host({ addressRoot: "x" }), [said("hosts[0].addressRoot", "settingUnknown")]],
  [
    "c5",
    "an address that is none of WAMP's",
    host({ wampServer: "http://crossbar:8001/ws", wampHttp: "crossbar:8001" }),
    [
      said("hosts[0].wampServer", "wampServer", '"http://crossbar:8001/ws"'),
      said("hosts[0].wampHttp", "wampHttp", '"crossbar:8001"'),
    ],
  ],
  [
    "c6",
    "crossbar on two hosts",
    {
      hosts: [
        { hostname: "a", kind: "native", crossbar: {}, agents: [] },
        { hostname: "b", kind: "native", crossbar: {}, agents: [] },
      ],
    },
    [said("hosts[1].crossbar", "routerTwice")],
  ],
  ["c6", "crossbar of a host of containers", host({ crossbar: {} }), [said("hosts[0].crossbar", "crossbarMisplaced")]],
  [
    "c7",
    "a log folder that no container sees",
    host({ logDir: "/var/log/ocs" }),
    [said("hosts[0].logDir", "logDir", '"/var/log/ocs"', "fake-data1")],
  ],
  [
    "c8",
    "a timeout below 0",
    host({ crossbarTimeoutSeconds: -1 }),
    [said("hosts[0].crossbarTimeoutSeconds", "crossbarTimeoutSeconds", "-1")],
  ],
  [
    "c8",
    "a timeout in OCS's spelling",
    host({ crossbar_timeout: 20 }),
    [said("hosts[0].crossbar_timeout", "settingUnknown")],
  ],
  [
    "c9",
    "an instance-id twice in two hosts",
    {
      hosts: [
        { hostname: "lab-docker", agents: [FAKE] },
        { hostname: "dome-docker", agents: [FAKE] },
      ],
    },
    [said("hosts[1].agents[0].instanceId", "instanceIdTwice", '"fake-data1"', "hosts[0].agents[0]")],
  ],
  [
    "c9",
    "an instance-id twice in one host",
    agents(FAKE, FAKE),
    [said("hosts[0].agents[1].instanceId", "instanceIdTwice", '"fake-data1"', "hosts[0].agents[0]")],
  ],
  [
    "c9",
    "an instance-id with a dot",
    agents({ ...FAKE, instanceId: "fake.data" }),
    [said("hosts[0].agents[0].instanceId", "instanceId", '"fake.data"')],
  ],
  [
    "c9",
    "a class that is misspelled",
    agents({ instanceId: "b", agentClass: "BarbonesAgent" }),
    [said("hosts[0].agents[0].agentClass", "agentClassMeant", '"BarbonesAgent"', '"BarebonesAgent"')],
  ],
  [
    "c9",
    "a class in other letters",
    agents({ instanceId: "b", agentClass: "aggregatoragent" }),
    [said("hosts[0].agents[0].agentClass", "agentClassMeant", '"aggregatoragent"', '"AggregatorAgent"')],
  ],
  [
    "c9",
    "a word that is taken for an argument",
    agents({ ...FAKE, arguments: { mode: "-acq" } }),
    [said("hosts[0].agents[0].arguments.mode", "wordWithDash", '"-acq"')],
  ],
  [
    "c9",
    "words that OCS stumbles over",
    agents({ ...FAKE, arguments: { mode: "", a: "--", b: ["-x"], c: false } }),
    [
      said("hosts[0].agents[0].arguments.mode", "wordWithDash", '""'),
      said("hosts[0].agents[0].arguments.a", "wordWithDash", '"--"'),
      said("hosts[0].agents[0].arguments.b[0]", "wordWithDash", '"-x"'),
      said("hosts[0].agents[0].arguments.c", "argumentWord", "false"),
    ],
  ],
  [
    "c9",
    "an argument with its dashes",
    agents({ ...FAKE, arguments: { "--mode": "acq" } }),
    [said("hosts[0].agents[0].arguments.--mode", "arguments", '"--mode"')],
  ],
  [
    "c9",
    "arguments as a list",
    agents({ ...FAKE, arguments: ["--mode", "acq"] }),
    [said("hosts[0].agents[0].arguments", "argumentsObject", '["--mode","acq"]')],
  ],
  [
    "c10",
    "a word that no HostManager knows",
    native({ ...FAKE, manage: "dockr" }),
    [said("hosts[0].agents[0].manage", "manage", '"dockr"')],
  ],
  [
    "c10",
    "a container that a HostManager manages",
    agents({ ...FAKE, manage: "docker/up" }),
    [said("hosts[0].agents[0].manage", "manageOfContainer", '"docker/up"')],
  ],
  [
    "c11",
    "a HostManager in a container",
    agents({ instanceId: "hm-lab", agentClass: "HostManager" }),
    [said("hosts[0].agents[0].agentClass", "managerInContainer")],
  ],
  [
    "c12",
    "an image without a tag",
    { images: { ...IMAGES, ocs: "simonsobs/ocs" } },
    [said("images.ocs", "latest", '"simonsobs/ocs"')],
  ],
  [
    "c12",
    "an agent's image that is latest",
    agents({ ...FAKE, image: "lab/agent:latest" }),
    [said("hosts[0].agents[0].image", "latest", '"lab/agent:latest"')],
  ],
  [
    "c12",
    "a log level of another program",
    agents({ ...FAKE, logLevel: "warning" }),
    [said("hosts[0].agents[0].logLevel", "logLevel", '"warning"')],
  ],
  [
    "c13",
    "a script with its arguments",
    agents({ ...FAKE, script: { path: "/app/x/agent.py --entrypoint main" } }),
    [said("hosts[0].agents[0].script.path", "scriptPath", '"/app/x/agent.py --entrypoint main"')],
  ],
  [
    "c13",
    "a script whose folder nobody knows",
    agents({ ...FAKE, script: { path: "agent.py" } }),
    [said("hosts[0].agents[0].script.path", "scriptPathInImage", '"agent.py"')],
  ],
  [
    "c14",
    "another node that cannot reach the router",
    {
      ...TWO,
      hosts: [
        { hostname: "dome-docker", node: "dome", agents: [] },
        { hostname: "tower-docker", node: "tower", agents: [{ ...FAKE, network: "host" }] },
      ],
    },
    [said("crossbar.ip", "routerUnreached", "tower-docker", '"127.0.0.1"', "dome")],
  ],
  [
    "c14",
    "a router on all addresses of a node without one",
    {
      ...TWO,
      crossbar: { ip: "0.0.0.0", allowPublic: true },
      hosts: [{ hostname: "tower-docker", node: "tower", agents: [FAKE] }],
    },
    [said("nodes.dome.address", "routerAddressNeeded")],
  ],
  [
    "c14",
    "known hosts of an engine that is not reached by ssh",
    { nodes: { dome: { knownHostsFile: "known_hosts" } } },
    [said("nodes.dome.knownHostsFile", "hostKeyMisplaced", "undefined")],
  ],
  [
    "c15",
    "an aggregator whose data go with its container",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", arguments: { "data-dir": "/tmp/data" } }),
    [said("hosts[0].agents[0].arguments.data-dir", "dataDirectory", '"/tmp/data"')],
  ],
  ...["/data/../tmp", "/database", "data/hk", "/"].map(
    (folder): Refused => [
      "c15",
      `data in ${folder}, which is not in the volume`,
      agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", arguments: { "data-dir": folder } }),
      [said("hosts[0].agents[0].arguments.data-dir", "dataDirectory", `"${folder}"`)],
    ],
  ),
  ...(
    [
      ["one folder", { data: { hostPath: "/srv/ocs" } }, { data: { hostPath: "/srv/./ocs/" } }, "/srv/ocs"],
      [
        "one folder that is mounted",
        { data: { hostPath: "/srv/ocs" }, arguments: { "data-dir": "/data/hk" } },
        { mounts: [{ source: "/srv", path: "/all" }], arguments: { "data-dir": "/all/ocs/hk" } },
        "/srv/ocs/hk",
      ],
      [
        "one volume",
        { mounts: [{ source: "hk", path: "/hk" }], arguments: { "data-dir": "/hk" } },
        { mounts: [{ source: "hk", path: "/hk" }], arguments: { "data-dir": "/hk/" } },
        "hk",
      ],
    ] as const
  ).map(
    ([what, one, other, folder]): Refused => [
      "c15",
      `two aggregators in ${what}`,
      agents(
        { instanceId: "one", agentClass: "AggregatorAgent", ...one },
        { instanceId: "other", agentClass: "AggregatorAgent", ...other },
      ),
      [said("hosts[0].agents[1]", "dataShared", folder, "one")],
    ],
  ),
  [
    "c27",
    "the host's root, which can be written",
    agents(
      { instanceId: "aggregator", agentClass: "AggregatorAgent", data: { hostPath: "/" } },
      {
        ...FAKE,
        mounts: [
          { source: "/./", path: "/host" },
          { source: "/", path: "/seen", readOnly: true },
        ],
      },
    ),
    [
      said("hosts[0].agents[0].data.hostPath", "rootOfHost", '"/"'),
      said("hosts[0].agents[1].mounts[0].source", "rootOfHost", '"/./"'),
    ],
  ],
  [
    "c2",
    "a hostname of other containers",
    {
      hosts: [
        { hostname: "Crossbar", agents: [FAKE] },
        { hostname: "influxdb", agents: [] },
        { hostname: "crossbar", kind: "native", agents: [] },
      ],
      images: { ...IMAGES, influxdb: "influxdb:1.8" },
      monitoring: {},
    },
    [
      said("hosts[0].hostname", "hostnameOfPart", '"Crossbar"', "the router"),
      said("hosts[1].hostname", "hostnameOfPart", '"influxdb"', "InfluxDB"),
    ],
  ],
  [
    "c14",
    "a router at a loopback address, for containers",
    {
      crossbar: { wampServer: "ws://localhost:8001/ws", wampHttp: "http://[::1]:8001/call" },
      hosts: [
        { hostname: "lab-docker", agents: [FAKE, { ...FAKE, instanceId: "hardware", network: "host" }] },
        { hostname: "dome-docker", wampServer: "ws://127.0.1.1:8001/ws", agents: [{ ...FAKE, instanceId: "b" }] },
        { hostname: "lab", kind: "native", wampServer: "ws://127.0.0.1:8001/ws", agents: [] },
      ],
    },
    [
      said("crossbar.wampServer", "loopback", '"ws://localhost:8001/ws"', "fake-data1 finds itself"),
      said("crossbar.wampHttp", "loopback", '"http://[::1]:8001/call"', "fake-data1, b find themselves"),
      said("hosts[1].wampServer", "loopback", '"ws://127.0.1.1:8001/ws"', "b finds itself"),
    ],
  ],
  [
    "c15",
    "data of another agent",
    agents({ ...FAKE, data: { hostPath: "/data" } }),
    [said("hosts[0].agents[0].data", "dataMisplaced", "FakeDataAgent")],
  ],
  [
    "c15",
    "data in a folder that is none",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", data: { hostPath: "data" } }),
    [said("hosts[0].agents[0].data.hostPath", "hostPath", '"data"')],
  ],
  [
    "c16",
    "a router on a public address",
    { crossbar: { ip: "0.0.0.0" } },
    [said("crossbar.ip", "routerOpen", '"0.0.0.0"')],
  ],
  [
    "c16",
    "a router that is made and is not",
    { crossbar: { wampServer: "ws://x:8001/ws", port: 8001 } },
    [said("crossbar", "routerOfBothKinds", '{"port":8001,"wampServer":"ws://x:8001/ws"}')],
  ],
  [
    "c16",
    "no image for the router",
    { images: { ocs: "simonsobs/ocs:v0.12.1" } },
    [said("images.crossbar", "imageNeeded", "the crossbar that is made here")],
  ],
  [
    "c19",
    "Grafana's usual password",
    { images: { ...IMAGES, influxdb: "influxdb:1.8", grafana: "grafana/grafana:11.2.0" }, monitoring: { grafana: {} } },
    [missing("monitoring.grafana.adminPasswordFile", "hostPath")],
  ],
  [
    "c19",
    "no images for what is wanted",
    { web: {}, monitoring: { grafana: { adminPasswordFile: "/etc/lab/grafana" }, loki: {} } },
    [
      said("images.web", "imageNeeded", "web"),
      said("images.influxdb", "imageNeeded", "monitoring"),
      said("images.grafana", "imageNeeded", "monitoring.grafana"),
      said("images.loki", "imageNeeded", "monitoring.loki"),
      said("images.lokiDriver", "imageNeeded", "monitoring.loki"),
    ],
  ],
  ...HELPERS.map(
    ([what, helper, ...says]): Refused => [
      "c2",
      what,
      host({ helpers: [{ name: "sim", image: "lab/sim:1" }, helper] }),
      says,
    ],
  ),
  [
    "c2",
    "a helper of a native host",
    { hosts: [{ hostname: "lab", kind: "native", agents: [], helpers: [{ name: "sim", image: "lab/sim:1" }] }] },
    [said("hosts[0].helpers[0]", "helperNative", "lab")],
  ],
  [
    "c2",
    "a hostname that is a helper's name",
    host({ hostname: "sim-docker", helpers: [{ name: "SIM-docker", image: "lab/sim:1" }] }),
    [said("hosts[0].hostname", "hostnameOfPart", '"sim-docker"', "the helper SIM-docker")],
  ],
  [
    "c19",
    "two parts on one port",
    { web: { port: 8001 }, images: { ...IMAGES, web: "simonsobs/ocs-web:v0.2.3" } },
    [said("web.port", "portTaken", "8001", "crossbar.port")],
  ],
  [
    "c19",
    "a port that another part has",
    agents(
      { ...FAKE, ports: [{ internal: 8001, external: 8001 }, { internal: 8001, protocol: "udp" }, { internal: 53 }] },
      {
        ...FAKE,
        instanceId: "b",
        ports: [
          { internal: 80, external: 53 },
          { internal: 53, protocol: "udp" },
        ],
      },
    ),
    [
      said("hosts[0].agents[0].ports[0]", "portTaken", "8001", "crossbar.port"),
      said("hosts[0].agents[1].ports[0]", "portTaken", "53", "hosts[0].agents[0].ports[2]"),
    ],
  ],
  [
    "c14",
    "ports and networks on the host's network",
    agents({ ...FAKE, network: "host", ports: [{ internal: 53 }], networks: [{ name: "plc" }] }),
    [said("hosts[0].agents[0].networks", "networksOnHost"), said("hosts[0].agents[0].ports", "portsOfHostNetwork")],
  ],
  [
    "c14",
    "networks that are there already",
    agents({ ...FAKE, networks: [{ name: "lab" }, { name: "plc" }, { name: "plc" }] }),
    [
      said("hosts[0].agents[0].networks[0].name", "networkTwice", '"lab"', "each agent is in the site's own"),
      said("hosts[0].agents[0].networks[2].name", "networkTwice", '"plc"', "it stands there already"),
    ],
  ],
  [
    "c20",
    "a password in a variable",
    agents({ instanceId: "influx", agentClass: "InfluxDBAgent", environment: { INFLUXDB_PASSWORD: "hunter2" } }),
    [said("hosts[0].agents[0].environment.INFLUXDB_PASSWORD", "secret", "a text of 7 characters")],
  ],
  [
    "c21",
    "a node that is not declared",
    { ...TWO, crossbar: { node: "towr" }, hosts: [{ hostname: "dome-docker", node: "dome", agents: [FAKE] }] },
    [
      said("crossbar.node", "oneOfMeant", "dome, tower", '"towr"', '"tower"'),
      said("crossbar.ip", "routerUnreached", "dome-docker", '"127.0.0.1"', "towr"),
    ],
  ],
  ["c21", "no node where there are several", { ...TWO }, [said("hosts[0].node", "nodeNeeded", "dome, tower")]],
  [
    "c21",
    "a node of a native host",
    { hosts: [{ hostname: "lab", kind: "native", node: "local", agents: [] }] },
    [said("hosts[0].node", "nodeMisplaced")],
  ],
  [
    "c22",
    "a director that is not there",
    { accessPolicy: "director:access-dir" },
    [said("accessPolicy", "directorUnknown", '"director:access-dir"')],
  ],
  [
    "c22",
    "a director that is another agent",
    { ...agents({ ...FAKE, arguments: { "access-policy": "director:fake-data1" } }) },
    [said("hosts[0].agents[0].arguments.access-policy", "directorUnknown", '"director:fake-data1"')],
  ],
  [
    "c22",
    "a password in clear text",
    agents({
      instanceId: "access-dir",
      agentClass: "AccessDirector",
      access: { passwords: [{ password2: "hunter2" }] },
    }),
    [said("hosts[0].agents[0].access.passwords[0].password2", "passwordHash", "7")],
  ],
  [
    "c22",
    "a director without passwords",
    agents({ instanceId: "access-dir", agentClass: "AccessDirector" }),
    [said("hosts[0].agents[0].access", "accessNeeded")],
  ],
  [
    "c22",
    "passwords of another agent",
    agents({ ...FAKE, access: { hostFile: "/etc/lab/access.yaml" } }),
    [said("hosts[0].agents[0].access", "accessMisplaced", "FakeDataAgent")],
  ],
  [
    "c26",
    "an image to build, misspelled",
    agents({ ...FAKE, image: { biuld: "agents/x" } }),
    [said("hosts[0].agents[0].image.biuld", "settingMeant", '"build"')],
  ],
  [
    "c26",
    "a base that is latest",
    agents({ ...FAKE, image: { build: "agents/x", base: "simonsobs/ocs:latest" }, script: { path: "x.py" } }),
    [said("hosts[0].agents[0].image", "latest", '"simonsobs/ocs:latest"')],
  ],
  [
    "c27",
    "a file where the configuration is",
    agents({ ...FAKE, uploads: [{ path: "/config/default.yaml", content: "x" }] }),
    [said("hosts[0].agents[0].uploads[0].path", "configPath", '"/config/default.yaml"')],
  ],
  [
    "c27",
    "the folder of the configuration, mounted",
    agents({ ...FAKE, mounts: [{ source: "/home/ocs", path: "/config" }] }),
    [said("hosts[0].agents[0].mounts[0].path", "configPath", '"/config"')],
  ],
  [
    "c9",
    "instance-ids that are the names of other containers",
    {
      ...agents(
        { ...FAKE, instanceId: "crossbar" },
        { ...FAKE, instanceId: "client" },
        { ...FAKE, instanceId: "web" },
        { ...FAKE, instanceId: "influxdb" },
        { ...FAKE, instanceId: "grafana" },
        { ...FAKE, instanceId: "loki" },
        { instanceId: "aggregator", agentClass: "AggregatorAgent" },
        { ...FAKE, instanceId: "aggregator-owner" },
      ),
      images: {
        ...IMAGES,
        web: "simonsobs/ocs-web:v0.2.3",
        influxdb: "influxdb:1.8",
        grafana: "grafana/grafana:11.2.0",
        loki: "grafana/loki:3.1.1",
        lokiDriver: "grafana/loki-docker-driver:3.1.1",
      },
      client: {},
      web: {},
      monitoring: { grafana: { adminPasswordFile: "/etc/lab/grafana" }, loki: {} },
    },
    [
      said("hosts[0].agents[0].instanceId", "instanceIdOfPart", '"crossbar"', "the router's container"),
      said("hosts[0].agents[1].instanceId", "instanceIdOfPart", '"client"', "the client's container"),
      said("hosts[0].agents[2].instanceId", "instanceIdOfPart", '"web"', "the control panel's container"),
      said("hosts[0].agents[3].instanceId", "instanceIdOfPart", '"influxdb"', "InfluxDB's container"),
      said("hosts[0].agents[4].instanceId", "instanceIdOfPart", '"grafana"', "Grafana's container"),
      said("hosts[0].agents[5].instanceId", "instanceIdOfPart", '"loki"', "Loki's container"),
      said(
        "hosts[0].agents[7].instanceId",
        "instanceIdOfPart",
        '"aggregator-owner"',
        "the container that prepares the volume of aggregator",
      ),
    ],
  ],
  [
    "c12",
    "variables that follow from the site",
    agents({
      ...FAKE,
      environment: { LOGLEVEL: "debug", INSTANCE_ID: "zz", OCS_CONFIG_DIR: "/x", SITE_HOST: "w", TZ: "UTC" },
      secretEnvironment: {
        SITE_HUB: { variable: "hub" },
        SITE_HTTP: { variable: "http" },
        CROSSBAR_TIMEOUT: { variable: "timeout" },
      },
    }),
    [
      said("hosts[0].agents[0].environment.LOGLEVEL", "variableOfSite", "write logLevel"),
      said("hosts[0].agents[0].environment.INSTANCE_ID", "variableOfSite", "write instanceId"),
      said("hosts[0].agents[0].environment.OCS_CONFIG_DIR", "variableOfSite", "the site configuration is in /config"),
      said("hosts[0].agents[0].environment.SITE_HOST", "variableOfSite", "write the hostname of its host"),
      said("hosts[0].agents[0].secretEnvironment.SITE_HUB", "variableOfSite", "write wampServer of its host"),
      said("hosts[0].agents[0].secretEnvironment.SITE_HTTP", "variableOfSite", "write wampHttp of its host"),
      said("hosts[0].agents[0].secretEnvironment.CROSSBAR_TIMEOUT", "variableOfSite", "write crossbarTimeoutSeconds"),
    ],
  ],
  ...["/", "/config//", "//config", "/config/.", "/config/../config", "/x/../config/./default.yaml"].map(
    (path): Refused => [
      "c27",
      `the place of the configuration as ${path}`,
      agents({
        ...FAKE,
        mounts: [{ source: "/home/ocs", path }],
        secrets: [{ hostFile: "/etc/lab/x", path: `${path}/../y` }],
      }),
      [said("hosts[0].agents[0].mounts[0].path", "configPath", `"${path}"`)],
    ],
  ),
  [
    "c27",
    "a secret where the configuration is",
    agents({ ...FAKE, secrets: [{ hostFile: "/etc/lab/x", path: "/config/./default.yaml" }] }),
    [said("hosts[0].agents[0].secrets[0].path", "configPath", '"/config/./default.yaml"')],
  ],
  [
    "c27",
    "a file where what access says is written",
    agents({
      instanceId: "access-dir",
      agentClass: "AccessDirector",
      access: { passwords: [] },
      uploads: [{ path: "/config//access.yaml", content: "x" }],
    }),
    [said("hosts[0].agents[0].uploads[0].path", "accessPath", '"/config//access.yaml"')],
  ],
  [
    "c27",
    "a folder where an aggregator's data are",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", mounts: [{ source: "/srv", path: "/data/" }] }),
    [said("hosts[0].agents[0].mounts[0].path", "dataPath", '"/data/"')],
  ],
  [
    "c28",
    "settings of a container for a native agent",
    native({ ...FAKE, image: "lab/agent:1", logLevel: "debug" }),
    [
      said("hosts[0].agents[0].image", "settingOfContainer", "lab"),
      said("hosts[0].agents[0].logLevel", "settingOfContainer", "lab"),
    ],
  ],
];
