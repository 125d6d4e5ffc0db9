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
export const REFUSED: readonly Refused[] = [
  [
    "c1",
    "a realm with blanks",
    { realm: "test realm" },
    ['realm must be a realm of letters, digits and _.-, got "test realm"; for example "test_realm"'],
  ],
  [
    "c1",
    "an address root that ends in a dot",
    { addressRoot: "observatory." },
    [
      'addressRoot must be words of a-z, 0-9 and _ with single dots between them, got "observatory."; for example "observatory"; every address begins with it',
    ],
  ],
  [
    "c1",
    "no images",
    { images: undefined },
    [
      "images is required; write it in { }",
      "images.crossbar is required by the crossbar that is made here; name an image with its tag or digest",
    ],
  ],
  [
    "c1",
    "no hosts",
    { hosts: [] },
    ['hosts must name a host at least, got []; for example [{ hostname: "lab-docker", … }]'],
  ],
  [
    "c1",
    "a name that no container may begin with",
    { name: "Lab" },
    [
      'name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "Lab"; containers, networks and volumes begin with it',
    ],
  ],
  [
    "c2",
    "localhost for containers",
    host({ hostname: "localhost" }),
    [
      'hosts[0].hostname must not be localhost for containers, got "localhost"; OCS takes that name for any host: write the machine\'s name and -docker',
    ],
  ],
  [
    "c2",
    "a hostname that is none",
    host({ hostname: "lab_docker" }),
    [
      'hosts[0].hostname must be a host\'s name of up to 63 letters, digits, dots and -, got "lab_docker"; it may not end in a dot',
    ],
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
    [
      'hosts[1].hostname must be there once, got "lab-docker" as hosts[0] too; OCS would read the last one alone: put their agents into one',
    ],
  ],
  [
    "c5",
    "an address root for one host",
    host({ addressRoot: "x" }),
    ["hosts[0].addressRoot is not a known setting; remove it or correct its spelling"],
  ],
  [
    "c5",
    "an address that is none of WAMP's",
    host({ wampServer: "http://crossbar:8001/ws", wampHttp: "crossbar:8001" }),
    [
      'hosts[0].wampServer must be an address that begins with ws:// or wss://, without a user\'s name, got "http://crossbar:8001/ws"; as "ws://crossbar:8001/ws"',
      'hosts[0].wampHttp must be an address that begins with http:// or https://, without a user\'s name, got "crossbar:8001"; as "http://crossbar:8001/call"',
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
    ["hosts[1].crossbar must be on one host, got it on a and b; a site has one router"],
  ],
  [
    "c6",
    "crossbar of a host of containers",
    host({ crossbar: {} }),
    ["hosts[0].crossbar is for a native host, got one of containers; take it out"],
  ],
  [
    "c7",
    "a log folder that no container sees",
    host({ logDir: "/var/log/ocs" }),
    [
      'hosts[0].logDir must be mounted in its containers, got "/var/log/ocs", which fake-data1 does not see; add it to mounts, or leave logDir out: containers write to standard output',
    ],
  ],
  [
    "c8",
    "a timeout below 0",
    host({ crossbarTimeoutSeconds: -1 }),
    [
      "hosts[0].crossbarTimeoutSeconds must be a whole number from 0 to 86400, got -1; 0 is for ever, and OCS's own is 10",
    ],
  ],
  [
    "c8",
    "a timeout in OCS's spelling",
    host({ crossbar_timeout: 20 }),
    ["hosts[0].crossbar_timeout is not a known setting; remove it or correct its spelling"],
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
    [
      'instance-id "fake-data1" is used by two agents (hosts lab-docker and dome-docker); instance ids are unique in a site',
    ],
  ],
  [
    "c9",
    "an instance-id twice in one host",
    agents(FAKE, FAKE),
    ['instance-id "fake-data1" is used by two agents (both of host lab-docker); instance ids are unique in a site'],
  ],
  [
    "c9",
    "an instance-id with a dot",
    agents({ ...FAKE, instanceId: "fake.data" }),
    [
      "hosts[0].agents[0].instanceId must be 1 to 31 letters, digits, _ and -, got \"fake.data\"; it is a part of the agent's address and of its container's name",
    ],
  ],
  [
    "c9",
    "a class that is misspelled",
    agents({ instanceId: "b", agentClass: "BarbonesAgent" }),
    [
      'hosts[0].agents[0].agentClass must be a class that is there, got "BarbonesAgent"; did you mean "BarebonesAgent"?',
    ],
  ],
  [
    "c9",
    "a class in other letters",
    agents({ instanceId: "b", agentClass: "aggregatoragent" }),
    [
      'hosts[0].agents[0].agentClass must be a class that is there, got "aggregatoragent"; did you mean "AggregatorAgent"?',
    ],
  ],
  [
    "c9",
    "a word that is taken for an argument",
    agents({ ...FAKE, arguments: { mode: "-acq" } }),
    [
      'hosts[0].agents[0].arguments.mode must be a word that does not begin with a dash and a letter, got "-acq"; OCS reads it as the name of an argument',
    ],
  ],
  [
    "c9",
    "words that OCS stumbles over",
    agents({ ...FAKE, arguments: { mode: "", a: "--", b: ["-x"], c: false } }),
    [
      'hosts[0].agents[0].arguments.mode must be a word that does not begin with a dash and a letter, got ""; OCS reads it as the name of an argument',
      'hosts[0].agents[0].arguments.a must be a word that does not begin with a dash and a letter, got "--"; OCS reads it as the name of an argument',
      'hosts[0].agents[0].arguments.b[0] must be a word that does not begin with a dash and a letter, got "-x"; OCS reads it as the name of an argument',
      "hosts[0].agents[0].arguments.c must be a word, a number, true or a list, with no word that begins with a dash and a letter, got false; true writes the name alone; leave out what is not wanted",
    ],
  ],
  [
    "c9",
    "an argument with its dashes",
    agents({ ...FAKE, arguments: { "--mode": "acq" } }),
    [
      'hosts[0].agents[0].arguments.--mode must be the name of an argument, without dashes before it, got "--mode"; for example "num-channels"',
    ],
  ],
  [
    "c9",
    "arguments as a list",
    agents({ ...FAKE, arguments: ["--mode", "acq"] }),
    [
      'hosts[0].agents[0].arguments must be an object of words by their names, got ["--mode","acq"]; for example { mode: "acq" }',
    ],
  ],
  [
    "c10",
    "a word that no HostManager knows",
    native({ ...FAKE, manage: "dockr" }),
    [
      'hosts[0].agents[0].manage must be "host/up", "host/down", "docker/up", "docker/down", "ignore", "yes", "no", "docker", "host", "up" or "down", got "dockr"; a HostManager knows no other',
    ],
  ],
  [
    "c10",
    "a container that a HostManager manages",
    agents({ ...FAKE, manage: "docker/up" }),
    [
      'hosts[0].agents[0].manage must be "ignore" for a container, got "docker/up"; Terraform keeps the container, so a HostManager must not; leave it out, or make the host native',
    ],
  ],
  [
    "c12",
    "an image without a tag",
    { images: { ...IMAGES, ocs: "simonsobs/ocs" } },
    ['images.ocs must not be latest, got "simonsobs/ocs"; name a tag or a digest, or set allowLatest'],
  ],
  [
    "c12",
    "an agent's image that is latest",
    agents({ ...FAKE, image: "lab/agent:latest" }),
    ['hosts[0].agents[0].image must not be latest, got "lab/agent:latest"; name a tag or a digest, or set allowLatest'],
  ],
  [
    "c12",
    "a log level of another program",
    agents({ ...FAKE, logLevel: "warning" }),
    [
      'hosts[0].agents[0].logLevel must be "critical", "error", "warn", "info", "debug" or "trace", got "warning"; the agents\' log knows no other',
    ],
  ],
  [
    "c13",
    "a script with its arguments",
    agents({ ...FAKE, script: { path: "/app/x/agent.py --entrypoint main" } }),
    [
      'hosts[0].agents[0].script.path must be a Python file without blanks in its path, got "/app/x/agent.py --entrypoint main"; as "barebones.py"',
    ],
  ],
  [
    "c13",
    "a script whose folder nobody knows",
    agents({ ...FAKE, script: { path: "agent.py" } }),
    ['hosts[0].agents[0].script.path must be absolute, got "agent.py"; it is a file of the image'],
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
    [
      'crossbar.ip must be reached from tower-docker on another node, got "127.0.0.1"; name an address of dome and set allowPublic',
    ],
  ],
  [
    "c14",
    "a router on all addresses of a node without one",
    {
      ...TWO,
      crossbar: { ip: "0.0.0.0", allowPublic: true },
      hosts: [{ hostname: "tower-docker", node: "tower", agents: [FAKE] }],
    },
    ["nodes.dome.address is required; tower-docker on another node must reach the router there"],
  ],
  [
    "c15",
    "an aggregator whose data go with its container",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", arguments: { "data-dir": "/tmp/data" } }),
    [
      'hosts[0].agents[0].arguments.data-dir must be /data, or a path in mounts, got "/tmp/data"; what is written there would go with the container',
    ],
  ],
  [
    "c15",
    "data of another agent",
    agents({ ...FAKE, data: { hostPath: "/data" } }),
    ["hosts[0].agents[0].data is for an AggregatorAgent, got it for FakeDataAgent; use mounts"],
  ],
  [
    "c15",
    "data in a folder that is none",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", data: { hostPath: "data" } }),
    ['hosts[0].agents[0].data.hostPath must be the path of a folder of the Docker host, got "data"; begin it with /'],
  ],
  [
    "c16",
    "a router on a public address",
    { crossbar: { ip: "0.0.0.0" } },
    [
      'crossbar.ip must be an address of the host itself, got "0.0.0.0"; whoever reaches it may call and register everything: set allowPublic, with a firewall that Docker does not go past',
    ],
  ],
  [
    "c16",
    "a router that is made and is not",
    { crossbar: { wampServer: "ws://x:8001/ws", port: 8001 } },
    [
      'crossbar must be the settings of a container, or wampServer and wampHttp of a router that runs already, got {"port":8001,"wampServer":"ws://x:8001/ws"}; write one of both',
    ],
  ],
  [
    "c16",
    "no image for the router",
    { images: { ocs: "simonsobs/ocs:v0.12.1" } },
    ["images.crossbar is required by the crossbar that is made here; name an image with its tag or digest"],
  ],
  [
    "c19",
    "Grafana's usual password",
    { images: { ...IMAGES, influxdb: "influxdb:1.8", grafana: "grafana/grafana:11.2.0" }, monitoring: { grafana: {} } },
    ["monitoring.grafana.adminPasswordFile is required; begin it with /"],
  ],
  [
    "c19",
    "no images for what is wanted",
    { web: {}, monitoring: { grafana: { adminPasswordFile: "/etc/lab/grafana" }, loki: {} } },
    [
      "images.web is required by web; name an image with its tag or digest",
      "images.influxdb is required by monitoring; name an image with its tag or digest",
      "images.grafana is required by monitoring.grafana; name an image with its tag or digest",
      "images.loki is required by monitoring.loki; name an image with its tag or digest",
      "images.lokiDriver is required by monitoring.loki; name an image with its tag or digest",
    ],
  ],
  [
    "c19",
    "two parts on one port",
    { web: { port: 8001 }, images: { ...IMAGES, web: "simonsobs/ocs-web:v0.2.3" } },
    ["web.port must be another port, got 8001 as crossbar.port has; change one"],
  ],
  [
    "c20",
    "a password in a variable",
    agents({ instanceId: "influx", agentClass: "InfluxDBAgent", environment: { INFLUXDB_PASSWORD: "hunter2" } }),
    [
      "hosts[0].agents[0].environment.INFLUXDB_PASSWORD must hold no secret, got a text of 7 characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "c21",
    "a node that is not declared",
    { ...TWO, crossbar: { node: "towr" }, hosts: [{ hostname: "dome-docker", node: "dome", agents: [FAKE] }] },
    [
      'crossbar.node must be one of dome, tower, got "towr"; did you mean "tower"?',
      'crossbar.ip must be reached from dome-docker on another node, got "127.0.0.1"; name an address of towr and set allowPublic',
    ],
  ],
  ["c21", "no node where there are several", { ...TWO }, ["hosts[0].node is required; there are several: dome, tower"]],
  [
    "c21",
    "a node of a native host",
    { hosts: [{ hostname: "lab", kind: "native", node: "local", agents: [] }] },
    ["hosts[0].node is for containers, got one on a native host; take it out"],
  ],
  [
    "c22",
    "a director that is not there",
    { accessPolicy: "director:access-dir" },
    ['accessPolicy must name an AccessDirector of the site, got "director:access-dir"; the site has none'],
  ],
  [
    "c22",
    "a director that is another agent",
    { ...agents({ ...FAKE, arguments: { "access-policy": "director:fake-data1" } }) },
    [
      'hosts[0].agents[0].arguments.access-policy must name an AccessDirector of the site, got "director:fake-data1"; the site has none',
    ],
  ],
  [
    "c22",
    "a password in clear text",
    agents({
      instanceId: "access-dir",
      agentClass: "AccessDirector",
      access: { passwords: [{ password2: "hunter2" }] },
    }),
    [
      "hosts[0].agents[0].access.passwords[0].password2 must be the first 16 digits of the password's MD5, got a text of 7 characters; printf %s PASSWORD | md5sum | cut -c1-16",
    ],
  ],
  [
    "c22",
    "a director without passwords",
    agents({ instanceId: "access-dir", agentClass: "AccessDirector" }),
    ["hosts[0].agents[0].access is required by an AccessDirector; write { passwords: [ … ] } or { hostFile }"],
  ],
  [
    "c22",
    "passwords of another agent",
    agents({ ...FAKE, access: { hostFile: "/etc/lab/access.yaml" } }),
    ["hosts[0].agents[0].access is for an AccessDirector, got it for FakeDataAgent; take it out"],
  ],
  [
    "c26",
    "an image to build, misspelled",
    agents({ ...FAKE, image: { biuld: "agents/x" } }),
    ['hosts[0].agents[0].image.biuld is not a known setting; did you mean "build"?'],
  ],
  [
    "c26",
    "a base that is latest",
    agents({ ...FAKE, image: { build: "agents/x", base: "simonsobs/ocs:latest" }, script: { path: "x.py" } }),
    [
      'hosts[0].agents[0].image must not be latest, got "simonsobs/ocs:latest"; name a tag or a digest, or set allowLatest',
    ],
  ],
  [
    "c27",
    "a file where the configuration is",
    agents({ ...FAKE, uploads: [{ path: "/config/default.yaml", content: "x" }] }),
    [
      'hosts[0].agents[0].uploads[0].path must be another path, got "/config/default.yaml"; leave /config to the site configuration, which is written there',
    ],
  ],
  [
    "c27",
    "the folder of the configuration, mounted",
    agents({ ...FAKE, mounts: [{ source: "/home/ocs", path: "/config" }] }),
    [
      'hosts[0].agents[0].mounts[0].path must be another path, got "/config"; leave /config to the site configuration, which is written there',
    ],
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
      'hosts[0].agents[0].instanceId must be another, got "crossbar", which is the name of the router\'s container; choose another',
      'hosts[0].agents[1].instanceId must be another, got "client", which is the name of the client\'s container; choose another',
      'hosts[0].agents[2].instanceId must be another, got "web", which is the name of the control panel\'s container; choose another',
      'hosts[0].agents[3].instanceId must be another, got "influxdb", which is the name of InfluxDB\'s container; choose another',
      'hosts[0].agents[4].instanceId must be another, got "grafana", which is the name of Grafana\'s container; choose another',
      'hosts[0].agents[5].instanceId must be another, got "loki", which is the name of Loki\'s container; choose another',
      'hosts[0].agents[7].instanceId must be another, got "aggregator-owner", which is the name of the container that prepares the volume of aggregator; choose another',
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
      "hosts[0].agents[0].environment.LOGLEVEL must be left to the site, which sets it, got one; write logLevel",
      "hosts[0].agents[0].environment.INSTANCE_ID must be left to the site, which sets it, got one; write instanceId",
      "hosts[0].agents[0].environment.OCS_CONFIG_DIR must be left to the site, which sets it, got one; the site configuration is in /config",
      "hosts[0].agents[0].environment.SITE_HOST must be left to the site, which sets it, got one; write the hostname of its host",
      "hosts[0].agents[0].secretEnvironment.SITE_HUB must be left to the site, which sets it, got one; write wampServer of its host",
      "hosts[0].agents[0].secretEnvironment.SITE_HTTP must be left to the site, which sets it, got one; write wampHttp of its host",
      "hosts[0].agents[0].secretEnvironment.CROSSBAR_TIMEOUT must be left to the site, which sets it, got one; write crossbarTimeoutSeconds",
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
      [
        `hosts[0].agents[0].mounts[0].path must be another path, got "${path}"; leave /config to the site configuration, which is written there`,
      ],
    ],
  ),
  [
    "c27",
    "a secret where the configuration is",
    agents({ ...FAKE, secrets: [{ hostFile: "/etc/lab/x", path: "/config/./default.yaml" }] }),
    [
      'hosts[0].agents[0].secrets[0].path must be another path, got "/config/./default.yaml"; leave /config to the site configuration, which is written there',
    ],
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
    [
      'hosts[0].agents[0].uploads[0].path must be another path, got "/config//access.yaml"; what access says is written there',
    ],
  ],
  [
    "c27",
    "a folder where an aggregator's data are",
    agents({ instanceId: "aggregator", agentClass: "AggregatorAgent", mounts: [{ source: "/srv", path: "/data/" }] }),
    ['hosts[0].agents[0].mounts[0].path must be another path, got "/data/"; say in data where the aggregator writes'],
  ],
  [
    "c28",
    "settings of a container for a native agent",
    native({ ...FAKE, image: "lab/agent:1", logLevel: "debug" }),
    [
      "hosts[0].agents[0].image is for a container, got it in the native host lab; take it out",
      "hosts[0].agents[0].logLevel is for a container, got it in the native host lab; take it out",
    ],
  ],
];
