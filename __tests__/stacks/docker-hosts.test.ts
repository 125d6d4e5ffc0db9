import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type App, type TerraformStack, Testing } from "cdktf";
import { ObservatoryStack } from "../../stacks/observatory-stack";
import { WorkersStack } from "../../stacks/plugins-stack-workers";
import { ServicesStack } from "../../stacks/services-stack";
import { Template } from "../../testing";

const FOLDER = mkdtempSync(join(tmpdir(), "docker-hosts-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const OUTPUT = join(FOLDER, "cdktf.out");
const HOST = "ssh://deploy@lab.example.org";
const stateFolder = join(FOLDER, "terraform.tfstate.d");

/** A stack of each domain that has Docker hosts, with what its environment file says of one. */
const STACKS: Readonly<Record<string, (app: App, knownHostsFile: string) => TerraformStack>> = {
  services: (app, knownHostsFile) =>
    new ServicesStack(app, "services", {
      stateFolder,
      node: "lab",
      environment: {
        name: "services",
        nodes: { lab: { dockerHost: HOST, knownHostsFile } },
        front: { image: "caddy:2.11", certificates: "none" },
        services: { docs: { image: "docs:1", port: 80, hosts: ["docs.localhost"] } },
      },
    }),
  observatory: (app, knownHostsFile) =>
    new ObservatoryStack(app, "observatory", {
      stateFolder,
      node: "lab",
      environment: {
        name: "observatory",
        nodes: { lab: { dockerHost: HOST, knownHostsFile } },
        images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
        hosts: [{ hostname: "lab-docker", agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent" }] }],
      },
    }),
  "plugins' workers": (app, knownHostsFile) => {
    const workers = {
      dockerHost: HOST,
      knownHostsFile,
      networks: ["backend"],
      redisUri: "redis://redis:6379/0",
      trackingUri: "http://mlflow-tracking:5000",
      pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0" }],
    } as const;
    const environment = {
      name: "plugins",
      region: "us-east-1",
      bucket: { name: "lab-plugins" },
      collections: [],
      workers,
    };
    return new WorkersStack(app, "plugins", { environment, workers, stateFolder });
  },
};

/** The options of `ssh` that name a file of known hosts. */
function sshOptions(domain: string, knownHostsFile: string) {
  const stack = STACKS[domain]?.(Testing.app({ outdir: OUTPUT }), knownHostsFile) as TerraformStack;
  const { provider } = Template.of(stack).json as { provider: { docker: [{ ssh_opts: string[] }] } };
  const options = provider.docker[0].ssh_opts;
  const [, file] = /^UserKnownHostsFile=(.*)$/.exec(options.at(-1) ?? "") ?? [];
  return { options: options.slice(0, -1), file, folder: join(OUTPUT, "stacks", stack.node.id) };
}

describe.each(Object.keys(STACKS))("a Docker host of %s", (domain) => {
  test("is known by a file of the project, by its path from the stack's folder, where Terraform runs", () => {
    const { options, file, folder } = sshOptions(domain, "keys/known_hosts");
    expect(file).toMatch(/^\.\.\//);
    expect(resolve(folder, file ?? "")).toBe(resolve("keys/known_hosts"));
    expect(options).toEqual(sshOptions("services", "keys/known_hosts").options);
    expect(options).toContain("StrictHostKeyChecking=yes");
  });

  test.each(["/etc/ssh/known_hosts", "~/.ssh/lab"])("is known by a file of the machine: %s", (path) => {
    expect(sshOptions(domain, path).file).toBe(path);
  });
});
