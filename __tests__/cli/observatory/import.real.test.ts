import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { siteFile, siteYaml } from "../../../constructs/observatory/render/site-file";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { TestProject } from "../../support/project";
import { exported, imported } from "./imported";
import { said } from "./sentences";

const SLIPWAY = resolve(__dirname, "../../../cli/slipway.cjs");
const IMAGE = process.env.SLIPWAY_TEST_OCS_IMAGE ?? "simonsobs/ocs:v0.12.1";

/** What OCS's own reader makes of a site configuration. */
const READER = `
import json, sys, yaml
from ocs import site_config

def flatten(container):
    out = []
    for i in container:
        out.extend(flatten(i)) if isinstance(i, (list, tuple)) else out.append(i)
    return out

def agent(data):
    instance = site_config.InstanceConfig.from_dict(data)
    words = site_config.ArgContainer(map(str, flatten(instance.arguments))).arg_dict
    return {'class': data['agent-class'], 'manage': instance.manage, 'arguments': dict(words)}

def host(config):
    crossbar = config.crossbar
    return {
        'logDir': config.log_dir,
        'crossbarTimeout': config.crossbar_timeout,
        'crossbar': crossbar and {'bin': crossbar.binary, 'dir': crossbar.cbdir},
        'overrides': {k: v for k, v in config.data.items() if k.startswith('wamp_')},
        'agents': {each['instance-id']: agent(each) for each in config.instances},
    }

def site(text):
    config = site_config.SiteConfig.from_dict(yaml.safe_load(text))
    return {'hub': config.hub.data, 'hosts': {name: host(each) for name, each in config.hosts.items()}}

print('READ' + json.dumps([site(text) for text in json.load(sys.stdin)]))
`;

interface ReadSite {
  readonly hub: object;
  readonly hosts: Readonly<Record<string, { readonly agents: Readonly<Record<string, object>> }>>;
}

/** Both as OCS reads them. */
function readByOcs(...texts: string[]): ReadSite[] {
  const args = ["run", "--rm", "-i", "--network", "none", "--entrypoint", "python3", IMAGE, "-c", READER];
  const { status, stdout, stderr } = spawnSync("docker", args, { input: JSON.stringify(texts), encoding: "utf8" });
  const answer = stdout?.split("\n").find((line) => line.startsWith("READ"));
  if (status !== 0 || answer === undefined) {
    throw new Error(`the image ${IMAGE} must read a site, got ${stderr}; name another in SLIPWAY_TEST_OCS_IMAGE`);
  }
  return JSON.parse(answer.slice("READ".length)) as ReadSite[];
}

function rendered(environment: ObservatoryEnvironment): string {
  return siteYaml(siteFile(environment), "made anew");
}

/** A site as it is read when a HostManager leaves the containers of some hosts alone. */
function withIgnored({ hub, hosts }: ReadSite, docker: readonly string[]): ReadSite {
  const all = Object.entries(hosts).map(([name, host]) => {
    const agents = Object.entries(host.agents).map(([id, agent]) => [id, { ...agent, manage: "ignore" }]);
    return [name, docker.includes(name) ? { ...host, agents: Object.fromEntries(agents) } : host];
  });
  return { hub, hosts: Object.fromEntries(all) };
}

describe("a site that was imported, read by OCS", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({});
  });
  afterEach(() => project.remove());

  test("means the same as OCS's own example did", () => {
    // GIVEN the example of OCS's repository
    const example = join(process.env.SLIPWAY_FIXTURES ?? "", "observatory", "default.yaml");
    if (!existsSync(example)) {
      throw new Error(`SLIPWAY_FIXTURES must name a folder with observatory/default.yaml, got ${example}; set it`);
    }
    const before = readFileSync(example, "utf8");
    project.write("default.yaml", before);

    // WHEN it is imported
    const command = [SLIPWAY, "observatory", "import", "default.yaml", "--name", "example"];
    const { status, stdout } = spawnSync(process.execPath, command, { cwd: project.folder, encoding: "utf8" });

    // THEN what is rendered of the new file says the same
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${said("environments/observatory/example.ts", "written", "example", "example")}\n`,
    });
    const environment = exported(project.read("environments/observatory/example.ts"));
    const [old, made] = readByOcs(before, rendered(environment));
    expect(made).toEqual(withIgnored(old as ReadSite, ["ocs-docker"]));
  });

  test("means the same where YAML 1.1 and OCS have their own ways", () => {
    // GIVEN words that YAML 1.1 takes for numbers, dates and truth values, twins, merges, nested lists
    const before = `
hub: {wamp_server: ws://router:8001/ws, wamp_http: http://router:8001/call, wamp_realm: lab.realm, address_root: a.b}
usual: &usual {crossbar_timeout: 0, wamp_realm: other_realm}
hosts:
  lost: {agent-instances: [{instance-id: lost, agent-class: A}]}
  lost: {agent-instances: []}
  lab:
    <<: *usual
    log-dir: logs
    crossbar: {config-dir: /srv/crossbar, bin: /bin/true}
    wamp_server: ws://127.0.0.1:8001/ws
    agent-instances:
      - instance-id: words
        agent-class: WordsAgent
        arguments: [--ints, 010, 0x1F, 0b11, 1_000, 1:30, -7, +5, 08, --floats, [5.0, 5.00, 1.5e+20, 1.0e-7, .5, -0.0, .inf, 1:30.5]]
      - instance-id: kinds
        agent-class: KindsAgent
        manage: down
        arguments: [[--flags, yes, [No, on, y, 'yes']], [--days, ~, null, 2024-01-01, 2024-01-01T1:02:03.5Z], -x, -1, --flag]
      - instance-id: again
        agent-class: AgainAgent
        manage: host
        arguments: [--mode, idle, --rate, 1e3, --mode, acq, fast, --empty]
  lab-docker:
    crossbar: null
    wamp_server: ws://crossbar:8001/ws
    wamp_http: http://crossbar:8001/call
    agent-instances:
      - {instance-id: docker1, agent-class: FakeDataAgent, manage: docker/up, arguments: [--mode, acq]}
      - {instance-id: docker2, agent-class: RegistryAgent, manage: 'no'}
`;
    // WHEN it is imported
    const { environment, text } = imported(before);

    // THEN the text says what the environment is, and what is rendered of it says what the old file said
    expect(exported(text)).toEqual(environment);
    const [old, made] = readByOcs(before, rendered(environment));
    expect(made).toEqual(withIgnored(old as ReadSite, ["lab-docker"]));
  });
});
