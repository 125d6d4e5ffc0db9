import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { stackDockerProvider } from "../../../constructs/shared/docker-provider";
import type { StackDockerProviderProps } from "../../../constructs/shared/provider-settings";
import { Template } from "../../../testing";

function template(props?: StackDockerProviderProps): Template {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack, props);
  return Template.of(stack);
}
const made = (props?: StackDockerProviderProps) => template(props).only(DockerProvider);
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE";
const ALIVE = ["-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"];
const SHARED = ["-o", "ControlMaster=auto", "-o", "ControlPersist=60s", "-o", "ControlPath=~/.ssh/slipway-%C"];

describe("stackDockerProvider", () => {
  test("asks for a range of versions, and leaves the engine to DOCKER_HOST", () => {
    expect(template().json.terraform).toMatchObject({
      required_providers: { docker: { source: "kreuzwerker/docker", version: ">= 3.6.2, < 5.0.0" } },
    });
    expect(made()).toEqual({});
    expect(made({ host: "unix:///run/docker.sock" })).toEqual({ host: "unix:///run/docker.sock" });
  });

  test("shares one connection over SSH, and knows the host where its key is given", () => {
    const host = "ssh://ada@lab";
    expect(made({ host })).toEqual({ host, sshOpts: [...ALIVE, ...SHARED] });
    expect(made({ host, sshConnections: "single", knownHostsFile: "/etc/lab/known_hosts" })).toEqual({
      host,
      sshOpts: [...ALIVE, "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=/etc/lab/known_hosts"],
    });
  });

  test("shares no connection with whom another key is known for the same host", () => {
    const socket = (props: StackDockerProviderProps) =>
      (made({ host: "ssh://ada@lab", ...props }) as { sshOpts: string[] }).sshOpts.find((option) =>
        /^ControlPath=/.test(option),
      );
    const sockets = [
      socket({}),
      socket({ hostKey: `${KEY}A` }),
      socket({ hostKey: `${KEY}B` }),
      socket({ knownHostsFile: "/etc/lab/known_hosts" }),
    ];
    expect(new Set(sockets).size).toBe(4);
    for (const path of sockets) expect(path).toMatch(/^ControlPath=~\/\.ssh\/slipway-%C(-[0-9a-f]{8})?$/);
  });

  test.each([
    ...["tcp://:2375", "tcp://10.0.0.3:2376", "tcp://[fd00::3]:2376", "ssh://bob", "ssh://deploy@bob:2222"],
    ...["npipe:////./pipe/docker_engine", "unix:///run/user/1000/docker.sock"],
  ])("takes the address %s", (host) => expect(made({ host })).toMatchObject({ host }));

  test("takes logins from where docker login keeps them", () => {
    expect(made({ registries: ["registry.example.org"] })).toEqual({
      registryAuth: [{ address: "registry.example.org" }],
    });
  });

  test("is refused for what is no engine, no registry, or not over SSH", () => {
    const props = { host: "lab", knownHostsFile: "x", registries: ["https://registry.example.org"] };
    expect(() => made(props)).toThrow(
      [
        '[test] host must be an engine\'s address, got "lab"; write unix://, npipe://, tcp:// or ssh:// before it, for example "ssh://deploy@node-1.example.org"',
        '[test] registries[0] must be a registry\'s host, got "https://registry.example.org"; write it without https://, for example "registry.example.org"',
        '[test] knownHostsFile is for a host over ssh, got host "lab"; leave it out',
      ].join("\n"),
    );
  });
});
