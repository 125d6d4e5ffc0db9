import { borrowedHost, detours, overSsh } from "../../engine/shell-places";

const HERE = { provider: { docker: [{}] } };
const THERE = { provider: { docker: [{ host: "ssh://deploy@node-1" }] } };
const CLUSTER = { provider: { kubernetes: [{}] } };

describe("variables that lead elsewhere than the file says", () => {
  test.each([
    [[{ provider: { aws: [{}] } }], []],
    [[HERE], []],
    [[HERE, THERE], ["DOCKER_CONTEXT"]],
    [[CLUSTER], ["KUBE_HOST", "KUBE_CTX_CLUSTER"]],
  ])("are kept from Terraform: %j", (stacks, names) => {
    expect(detours(stacks)).toEqual(Object.fromEntries(names.map((name) => [name, undefined])));
    expect(Object.keys(detours(stacks))).toEqual(names);
  });
});

test.each([
  [{ docker: [{ host: "unix:///run/docker.sock" }, { host: "ssh://deploy@node-1", ssh_opts: ["-o", "X=y"] }] }, true],
  [{ docker: [{ host: "tcp://10.0.0.2:2375" }, {}] }, false],
  [{ aws: [{}] }, false],
])("ssh is used by a stack of %j: %j", (provider, isUsed) => expect(overSsh([{ provider }])).toBe(isUsed));

describe("a Docker host that the shell names", () => {
  test.each([
    [{ DOCKER_HOST: "ssh://deploy@node-2" }, "DOCKER_HOST=ssh://deploy@node-2"],
    [{ DOCKER_HOST: "tcp://10.0.0.2:2375" }, "DOCKER_HOST=tcp://10.0.0.2:2375"],
    [{ DOCKER_HOST: "tcp://localhost.example.org:2375" }, "DOCKER_HOST=tcp://localhost.example.org:2375"],
    [{ DOCKER_HOST: "unix:///var/run/docker.sock", DOCKER_CONTEXT: "node-2" }, "DOCKER_CONTEXT=node-2"],
  ])("is told where the file names none: %j", (environment, named) => {
    const [name] = named.split("=");
    expect(borrowedHost("laptop", [THERE, HERE], environment)).toBe(
      `warning: laptop: its file names no Docker host, so it goes to ${named}; ` +
        `unset ${name} to use this machine's engine, or set dockerHost in the file`,
    );
    expect(borrowedHost("laptop", [THERE, CLUSTER], environment)).toBeUndefined();
  });

  test.each([
    [{}],
    [{ DOCKER_HOST: "unix:///run/user/1000/docker.sock" }],
    [{ DOCKER_HOST: "npipe:////./pipe/docker_engine" }],
    [{ DOCKER_HOST: "tcp://127.0.0.1:2375" }],
    [{ DOCKER_HOST: "tcp://localhost:2375" }],
    [{ DOCKER_CONTEXT: "default" }],
  ])("is this machine's: %j", (environment) => {
    expect(borrowedHost("laptop", [HERE], environment)).toBeUndefined();
  });
});
