import { parse } from "yaml";
import { type ComposeOptions, composeFiles } from "../../../constructs/observatory/render/compose";
import type { SiteSettings } from "../../../constructs/observatory/settings";

const LAB: SiteSettings = {
  name: "lab",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  hosts: [
    {
      hostname: "lab-docker",
      agents: [
        { instanceId: "fake-data1", agentClass: "FakeDataAgent", arguments: { mode: "acq" } },
        { instanceId: "aggregator", agentClass: "AggregatorAgent" },
      ],
    },
    { hostname: "lab", kind: "native", agents: [{ instanceId: "hm-lab", agentClass: "HostManager" }] },
  ],
};
const NOTHING: ComposeOptions = { build: false, toProject: "..", read: () => undefined };

/** The files of a lab, some of its settings changed. */
function filesOf(more: Partial<SiteSettings> = {}, options: Partial<ComposeOptions> = {}) {
  return composeFiles({ ...LAB, ...more }, { ...NOTHING, ...options });
}

function composeOf(more: Partial<SiteSettings> = {}, options: Partial<ComposeOptions> = {}) {
  return parse(filesOf(more, options)["docker-compose.yaml"] ?? "") as {
    readonly services: Readonly<Record<string, Record<string, unknown>>>;
  };
}

const agents = (...list: SiteSettings["hosts"][number]["agents"]) => ({
  hosts: [{ hostname: "lab-docker", agents: list }],
});

describe("composeFiles", () => {
  test("(c11) name services as a HostManager wants them, and tell it that they are its own", () => {
    const files = filesOf();
    expect(Object.keys(files)).toEqual(["default.yaml", "crossbar.json", "docker-compose.yaml"]);
    expect(files["docker-compose.yaml"]).toBe(`# The containers of lab. With Docker Compose alone: docker compose up -d
# With a HostManager: --docker-compose <this file> --site-host lab-docker
name: lab
services:
  crossbar:
    image: crossbario/crossbar:cpy3-20.8.1
    restart: unless-stopped
    entrypoint:
      - crossbar
    command:
      - start
      - --cbdir
      - /node/.crossbar
    ports:
      - 127.0.0.1:8001:8001
    volumes:
      - ./crossbar.json:/node/.crossbar/config.json:ro
    healthcheck:
      test:
        - CMD
        - python3
        - -c
        - import urllib.request as u; u.urlopen("http://127.0.0.1:8001/info", timeout=4)
      interval: 5s
      timeout: 5s
      start_period: 60s
  ocs-fake-data1:
    image: simonsobs/ocs:v0.12.1
    hostname: lab-docker
    restart: unless-stopped
    environment:
      INSTANCE_ID: fake-data1
      SITE_HOST: lab-docker
      LOGLEVEL: info
    volumes:
      - ./default.yaml:/config/default.yaml:ro
    depends_on:
      crossbar:
        condition: service_healthy
  aggregator-data-owner:
    image: simonsobs/ocs:v0.12.1
    user: "0:0"
    network_mode: none
    entrypoint:
      - chown
      - 9000:9000
      - /data
    volumes:
      - aggregator-data:/data
  ocs-aggregator:
    image: simonsobs/ocs:v0.12.1
    hostname: lab-docker
    restart: unless-stopped
    user: 9000:9000
    environment:
      INSTANCE_ID: aggregator
      SITE_HOST: lab-docker
      LOGLEVEL: info
    volumes:
      - ./default.yaml:/config/default.yaml:ro
      - aggregator-data:/data
    depends_on:
      crossbar:
        condition: service_healthy
      aggregator-data-owner:
        condition: service_completed_successfully
volumes:
  aggregator-data: {}
`);
    expect(parse(files["default.yaml"] ?? "")).toMatchObject({
      hosts: {
        "lab-docker": {
          wamp_server: "ws://crossbar:8001/ws",
          "agent-instances": [{ manage: "docker/up" }, { manage: "docker/up" }],
        },
        lab: { "agent-instances": [{ "instance-id": "hm-lab" }] },
      },
    });
  });

  test("(c28) have the client, with what it reads", () => {
    const files = filesOf({ client: {} });
    expect(composeOf({ client: {} }).services.client).toEqual({
      image: "simonsobs/ocs:v0.12.1",
      hostname: "client",
      restart: "unless-stopped",
      entrypoint: ["sleep"],
      command: ["infinity"],
      environment: { OCS_CONFIG_DIR: "/config" },
      volumes: ["./client.yaml:/config/default.yaml:ro"],
      stop_grace_period: "1s",
      depends_on: { crossbar: { condition: "service_healthy" } },
    });
    expect(parse(files["client.yaml"] ?? "")).toMatchObject({ hub: { wamp_server: "ws://crossbar:8001/ws" } });
  });

  test("(c14) put hardware on the host's network, with addresses that hold there", () => {
    const { services } = composeOf(agents({ instanceId: "stage", agentClass: "XYStageAgent", network: "host" }));
    expect(services["ocs-stage"]).toMatchObject({
      network_mode: "host",
      environment: { SITE_HUB: "ws://127.0.0.1:8001/ws", SITE_HTTP: "http://127.0.0.1:8001/call" },
    });
    expect(services["ocs-stage"]).not.toHaveProperty("depends_on");
  });

  test("(c26) build what is built from a folder, bases first", () => {
    const folders = agents(
      { instanceId: "dome", agentClass: "DomeAgent", image: { build: "agents/dome" } },
      {
        instanceId: "base",
        agentClass: "BaseAgent",
        image: { build: "agents/base" },
        script: { path: "base.py", entrypoint: "start" },
      },
    );
    const texts: Readonly<Record<string, string>> = {
      "agents/dome/Dockerfile": "FROM lab-agents-base\n",
      "agents/base/requirements.txt": "pyserial\n",
    };
    const { services } = composeOf(folders, { build: true, read: (path) => texts[path] });
    expect(Object.keys(services)).toEqual(["crossbar", "ocs-base", "ocs-dome"]);
    expect(services["ocs-base"]?.build).toEqual({
      context: "../agents/base",
      dockerfile_inline: [
        "FROM simonsobs/ocs:v0.12.1",
        "WORKDIR /app/agents/base/",
        "COPY requirements.txt .",
        "RUN pip3 install --no-cache-dir -r requirements.txt",
        "COPY . .",
        'ENTRYPOINT ["dumb-init", "ocs-agent-cli"]',
        'CMD ["--agent","base.py","--entrypoint","start"]',
        "",
      ].join("\n"),
    });
    expect(services["ocs-dome"]).toMatchObject({
      image: "lab-agents-dome",
      build: { context: "../agents/dome" },
      depends_on: { "ocs-base": { condition: "service_started" } },
    });
  });

  test("say what is missing to build", () => {
    const folder = agents({ instanceId: "dome", agentClass: "DomeAgent", image: { build: "agents/dome" } });
    expect(() => filesOf(folder)).toThrow(
      new Error('agent "dome" is built from agents/dome, which a compose file must say; add --build'),
    );
    expect(() => filesOf(folder, { build: true })).toThrow(
      new Error('agent "dome": agents/dome must have a Dockerfile, got none; add one, or say script'),
    );
  });

  test("hold what an agent's container has", () => {
    const { services } = composeOf(
      agents({
        instanceId: "stage",
        agentClass: "StageAgent",
        image: "lab/stage:1",
        script: { path: "/app/stage.py" },
        user: "1000",
        groups: ["dialout"],
        devices: [{ hostPath: "/dev/ttyUSB0" }],
        mounts: [{ source: "/srv/stage", path: "/stage", readOnly: true }],
        secrets: [{ hostFile: "/etc/lab/stage" }],
        environment: { PRICE: "$5" },
        extraHosts: { stage: "10.0.0.7" },
        crossbarTimeoutSeconds: 0,
      }),
    );
    expect(services["ocs-stage"]).toMatchObject({
      image: "lab/stage:1",
      command: ["--agent", "/app/stage.py", "--entrypoint", "main"],
      user: "1000",
      group_add: ["dialout"],
      devices: ["/dev/ttyUSB0:/dev/ttyUSB0"],
      volumes: [
        "./default.yaml:/config/default.yaml:ro",
        "/srv/stage:/stage:ro",
        "/etc/lab/stage:/run/secrets/stage:ro",
      ],
      environment: { PRICE: "$$5", CROSSBAR_TIMEOUT: "0" },
      extra_hosts: ["stage:10.0.0.7"],
    });
  });

  test("(c22) hold the passwords of a director beside it", () => {
    const director = { instanceId: "access-dir", agentClass: "AccessDirector" };
    const files = filesOf(agents({ ...director, access: { passwords: [{ password2: "0123456789abcdef" }] } }));
    expect(files["access-access-dir.yaml"]).toContain("password_2: 0123456789abcdef");
    expect(files["docker-compose.yaml"]).toContain("./access-access-dir.yaml:/config/access.yaml:ro");
  });

  test("(c21) are one for each Docker host", () => {
    const files = filesOf({
      nodes: { dome: { address: "dome.example.org" }, tower: {} },
      crossbar: { ip: "0.0.0.0", allowPublic: true },
      hosts: [
        { hostname: "dome-docker", node: "dome", agents: [{ instanceId: "a", agentClass: "FakeDataAgent" }] },
        { hostname: "tower-docker", node: "tower", agents: [{ instanceId: "b", agentClass: "FakeDataAgent" }] },
      ],
    });
    const services = (file: string) => Object.keys((parse(files[file] ?? "") as { services: object }).services);
    expect(services("docker-compose-dome.yaml")).toEqual(["crossbar", "ocs-a"]);
    expect(services("docker-compose-tower.yaml")).toEqual(["ocs-b"]);
  });

  test("have every setting of an agent's container", () => {
    const agent = {
      instanceId: "a",
      agentClass: "FakeDataAgent",
      capabilities: { add: ["NET_RAW"], drop: ["ALL"] },
      cpus: 0.5,
      labels: { team: "a" },
      memoryMiB: 256,
      networks: [{ name: "plc", aliases: ["a"], ipv4Address: "10.0.0.5" }, { name: "lan" }],
      ports: [
        { internal: 1110, protocol: "udp" },
        { internal: 80, external: 8080, ip: "::1" },
      ],
      privileged: true,
      gpus: "all",
      runtime: "nvidia",
      shmSizeMiB: 128,
      stopGraceSeconds: 90,
      tmpfs: { "/x": "size=1m", "/y": "" },
      ulimits: { nofile: { soft: 1, hard: 2 } },
    } as const;
    const compose = composeOf(agents(agent));
    expect(compose).toMatchObject({ networks: { plc: { external: true }, lan: { external: true } } });
    expect(compose.services["ocs-a"]).toMatchObject({
      cap_add: ["NET_RAW"],
      cap_drop: ["ALL"],
      cpus: 0.5,
      labels: { team: "a" },
      mem_limit: "256m",
      networks: { default: {}, plc: { aliases: ["a"], ipv4_address: "10.0.0.5" }, lan: {} },
      ports: ["127.0.0.1:1110:1110/udp", "[::1]:8080:80"],
      privileged: true,
      deploy: { resources: { reservations: { devices: [{ count: "all", capabilities: ["gpu"] }] } } },
      runtime: "nvidia",
      shm_size: "128m",
      stop_grace_period: "90s",
      tmpfs: ["/x:size=1m", "/y"],
      ulimits: { nofile: { soft: 1, hard: 2 } },
    });
  });

  test("have the containers beside agents under their own names, before the agents", () => {
    const helper = {
      name: "sim",
      image: "lab/sim:1",
      command: ["sim", "--port", "1094"],
      environment: { RATE: "1" },
      healthCheck: { command: ["true"] },
      init: false,
      mounts: [{ source: "/srv/sim", path: "/data", readOnly: true }],
      networks: [{ name: "plc" }],
      ports: [{ internal: 1094 }],
    };
    const plain = { name: "plain", image: { local: "plain" }, network: "host", healthCheck: "none" } as const;
    const agent = { instanceId: "a", agentClass: "FakeDataAgent" };
    const compose = composeOf({ hosts: [{ hostname: "lab-docker", agents: [agent], helpers: [helper, plain] }] });
    expect(compose).toMatchObject({ networks: { plc: { external: true } } });
    expect(compose.services.sim).toEqual({
      image: "lab/sim:1",
      restart: "unless-stopped",
      command: ["sim", "--port", "1094"],
      init: false,
      environment: { RATE: "1" },
      volumes: ["/srv/sim:/data:ro"],
      healthcheck: { test: ["CMD", "true"], interval: "10s", timeout: "5s", retries: 3, start_period: "0s" },
      networks: { default: {}, plc: {} },
      ports: ["127.0.0.1:1094:1094"],
    });
    expect(compose.services.plain).toEqual({
      image: "plain",
      restart: "unless-stopped",
      network_mode: "host",
      init: true,
      healthcheck: { disable: true },
    });
    expect(compose.services["ocs-a"]).toMatchObject({
      depends_on: { sim: { condition: "service_started" }, plain: { condition: "service_started" } },
    });
  });
});
