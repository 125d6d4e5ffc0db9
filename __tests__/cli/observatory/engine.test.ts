import { SiteEngine } from "../../../cli/observatory/engine";
import { Commands } from "../../constructs/services/commands";

// Of this test's PATH, which Node's own functions do not see.
jest.mock("node:child_process", () => {
  const actual = jest.requireActual<typeof import("node:child_process")>("node:child_process");
  const here = (options: object) => ({ ...options, env: { ...process.env } });
  return {
    ...actual,
    spawn: (command: string, words: string[], options: object) => actual.spawn(command, words, here(options)),
    execFile: (command: string, words: string[], options: object, done: () => void) =>
      actual.execFile(command, words, here(options), done),
  };
});

const NODES = {
  local: {},
  tcp: { dockerHost: "tcp://10.0.0.2:2375" },
  dome: { dockerHost: "ssh://ocs@dome.example.org:2222", knownHostsFile: "keys/known_hosts" },
};

describe("the engine of a site's Docker host", () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.remove());

  const engine = (node: keyof typeof NODES) => new SiteEngine({ nodes: NODES }, node);
  const OVER_SSH = [
    ...[
      "-o",
      "ConnectTimeout=10",
      "-o",
      "ServerAliveInterval=15",
      "-o",
      "ServerAliveCountMax=4",
      "-o",
      "ControlMaster=auto",
      "-o",
      "ControlPersist=60s",
    ],
    ...["-o", "ControlPath=~/.ssh/slipway-%C-8fdbba4d", "-o", "StrictHostKeyChecking=yes"],
    ...["-o", "UserKnownHostsFile=keys/known_hosts", "-p", "2222", "--", "ocs@dome.example.org"],
  ];

  test("is asked by docker, on this machine or where it is named", async () => {
    commands.add("docker", `echo '[{"Name":"/lab-fake1"}]'`);
    await expect(engine("local").inspect(["lab-fake1"])).resolves.toEqual([{ Name: "/lab-fake1" }]);
    await engine("tcp").inspect(["lab-fake1"]);
    expect(commands.calls("docker")).toEqual([
      ["container", "inspect", "lab-fake1"],
      ["--host", "tcp://10.0.0.2:2375", "container", "inspect", "lab-fake1"],
    ]);
  });

  test("is asked over ssh as Terraform's provider asks it, the host known by the project's file", async () => {
    commands.add("ssh", `echo '[{"Name":"/lab-fake1"}]'`);
    await expect(engine("dome").inspect(["lab-fake1"])).resolves.toEqual([{ Name: "/lab-fake1" }]);
    await engine("dome").lastLines("lab-fake1", 40);
    const lines: string[] = [];
    await expect(engine("dome").follow("lab-fake1", { tail: "1" }, (line) => lines.push(line))).resolves.toBe(0);
    expect(lines).toEqual(['[{"Name":"/lab-fake1"}]']);
    expect(commands.calls("ssh")).toEqual([
      [...OVER_SSH, "'docker' 'container' 'inspect' 'lab-fake1'"],
      [...OVER_SSH, "'docker' 'logs' '--tail' '40' 'lab-fake1'"],
      [...OVER_SSH, "'docker' 'logs' '--tail' '1' 'lab-fake1'"],
    ]);
  });

  test("that is another than the file knows is told of", async () => {
    commands.add("ssh", "echo 'Host key verification failed.' >&2; exit 255");
    await expect(engine("dome").inspect(["lab-fake1"])).rejects.toThrow(
      new Error('a Docker engine must answer, got "Host key verification failed."; start it, or name it in nodes'),
    );
  });

  test("that is not there is told of, although an empty list is printed", async () => {
    commands.add("docker", "echo '[]'; echo 'Cannot connect to the Docker daemon' >&2; exit 1");
    await expect(engine("local").inspect(["lab-fake1"])).rejects.toThrow(
      new Error(
        'a Docker engine must answer, got "Cannot connect to the Docker daemon"; start it, or name it in nodes',
      ),
    );
    commands.add("docker", "echo '[]'; echo 'Error: No such container: lab-fake1' >&2; exit 1");
    await expect(engine("local").inspect(["lab-fake1"])).resolves.toEqual([]);
  });

  test.each([
    ["local", "docker", "Docker's client"],
    ["dome", "ssh", "OpenSSH's client"],
  ] as const)("without the command says so: %s", async (node, command, client) => {
    process.env.PATH = commands.folder;
    const message = `the command ${command} must be installed, got "spawn ${command} ENOENT"; install ${client}`;
    await expect(engine(node).inspect(["lab-fake1"])).rejects.toThrow(new Error(message));
    await expect(engine(node).follow("lab-fake1", {})).rejects.toThrow(new Error(message));
  });
});
