import { Engine } from "../../../constructs/services/apply/engine";
import { Commands } from "./commands";

const OPTIONS = ["-o", "StrictHostKeyChecking=yes"];

// Of this test's PATH, which Node's own spawn does not see.
jest.mock("node:child_process", () => {
  const actual = jest.requireActual<typeof import("node:child_process")>("node:child_process");
  const spawn = (command: string, words: string[], options: object) =>
    actual.spawn(command, words, { ...options, env: { ...process.env } });
  return { ...actual, spawn };
});

describe("Engine", () => {
  const host = process.env.DOCKER_HOST;
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
    for (const name of ["docker", "ssh"]) commands.add(name, "cat; echo said >&2; exit 4");
  });
  afterEach(() => {
    if (host === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = host;
    commands.remove();
  });

  test("of this machine is asked by docker", async () => {
    await expect(new Engine({}).run("lab-front", "echo a\n")).resolves.toEqual({
      code: 4,
      stdout: "echo a\n",
      stderr: "said\n",
    });
    expect(commands.calls("docker")).toEqual([["exec", "--interactive", "lab-front", "sh", "-s"]]);
  });

  test("elsewhere is named to docker", async () => {
    const engine = new Engine({ host: "tcp://10.0.0.2:2376" });
    await expect(engine.remove("lab-old")).rejects.toThrow('container lab-old must be removed, got "said"');
    expect(commands.calls("docker")).toEqual([["--host", "tcp://10.0.0.2:2376", "rm", "--force", "lab-old"]]);
    commands.add("docker", "echo 'Error: No such container: lab-old' >&2; exit 1");
    await engine.remove("lab-old");
  });

  test.each([
    ["ssh://bob", ["--", "bob"]],
    ["ssh://deploy@bob.example.org", ["--", "deploy@bob.example.org"]],
    ["ssh://deploy@bob:2222", ["-p", "2222", "--", "deploy@bob"]],
    ["ssh://a%40b@[fd00::3]:22", ["-p", "22", "--", "a@b@fd00::3"]],
  ])("over ssh is asked there, as the provider does: %s", async (host, target) => {
    const { stdout } = await new Engine({ host, ssh: OPTIONS }).run("it's", "echo $HOME\n");
    expect(stdout).toBe("echo $HOME\n");
    expect(commands.calls("docker")).toEqual([]);
    const words = "'docker' 'exec' '--interactive' 'it'\\''s' 'sh' '-s'";
    expect(commands.calls("ssh")).toEqual([[...OPTIONS, ...target, words]]);
  });

  test("tells of a container", async () => {
    commands.add("docker", `echo '[{"RestartCount":2,"State":{"Status":"running"}}]'`);
    await expect(new Engine({}).inspect("lab-a")).resolves.toMatchObject({ RestartCount: 2 });
    expect(commands.calls("docker")).toEqual([["container", "inspect", "lab-a"]]);
  });

  test("without a container says so", async () => {
    commands.add("docker", "echo 'Error: No such container: lab-a' >&2; exit 1");
    await expect(new Engine({}).inspect("lab-a")).rejects.toThrow(new Error("container lab-a must be there, got none"));
  });

  test("that does not answer says so, whatever it was asked", async () => {
    commands.add(
      "docker",
      "echo 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?' >&2; exit 1",
    );
    process.env.DOCKER_HOST = "unix:///x";
    const error = new Error(
      'the Docker engine at unix:///x must answer, got "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"; start Docker, or name another engine in the environment file or in DOCKER_HOST, and deploy again',
    );
    await expect(new Engine({}).run("lab-front", "true")).rejects.toThrow(error);
    await expect(new Engine({}).look("lab-front")).rejects.toThrow(error);
    commands.add("ssh", "echo 'ssh: connect to host bob port 22: Connection refused' >&2; exit 255");
    await expect(new Engine({ host: "ssh://bob" }).inspect("lab-front")).rejects.toThrow(
      'the Docker engine at ssh://bob must answer, got "ssh: connect to host bob port 22: Connection refused"; make "ssh ssh://bob docker info" work without a prompt, and deploy again',
    );
  });

  test("runs beside a container that ends again and again what its files are enough for", async () => {
    commands.add(
      "docker",
      `case "$1" in exec) echo "Container lab-front is restarting, wait until the container is running" >&2; exit 1;;
container) echo '[{"Image":"sha256:caddy","Config":{"Env":["TOKEN=a b"]}}]';; *) cat;; esac`,
    );
    await expect(new Engine({}).runAtFiles("lab-front", "ls")).resolves.toMatchObject({
      ...{ code: 0, stdout: "export TOKEN='a b'\nls" },
    });
    expect(commands.calls("docker").at(-1)?.slice(0, 8)).toEqual([
      ...["run", "--rm", "--interactive", "--volumes-from", "lab-front", "--network", "none", "--entrypoint"],
    ]);
  });

  test.each([
    ["has ended", { Status: "restarting" }, 1, true],
    ["was started again a moment ago", { Status: "running", StartedAt: new Date().toISOString() }, 1, true],
    ["runs", { Status: "running", StartedAt: new Date().toISOString() }, 0, false],
    ["has run for long", { Status: "running", StartedAt: "2026-01-02T03:04:05Z" }, 7, false],
  ])(
    "takes a script that was killed for one of a container that is down, where it %s",
    async (_how, State, RestartCount, isDown) => {
      commands.add("docker", `echo '${JSON.stringify([{ RestartCount, State }])}'`);
      const killed = { code: 137, stdout: "", stderr: "" };
      await expect(new Engine({}).isDown("lab-front", killed)).resolves.toBe(isDown);
      await expect(new Engine({}).isDown("lab-front", { ...killed, stderr: "no such option" })).resolves.toBe(false);
    },
  );

  test("tells what a container has printed last", async () => {
    commands.add("docker", "echo one; echo two >&2");
    await expect(new Engine({}).lastLines("lab-a")).resolves.toBe("its last lines:\n  | one\n  | two");
    expect(commands.calls("docker")).toEqual([["logs", "--tail", "20", "lab-a"]]);
    commands.add("docker", "exit 0");
    await expect(new Engine({}).lastLines("lab-a")).resolves.toBe("it has printed nothing");
  });

  test("without docker's command says so", async () => {
    process.env.PATH = commands.folder;
    await expect(new Engine({}).docker(["ps"])).rejects.toThrow(
      new Error("docker must be installed where Terraform runs, got no such program"),
    );
  });

  test("hands a long script to a program that reads none of it", async () => {
    commands.add("docker", "exit 1");
    await expect(new Engine({}).run("lab-front", "x".repeat(1_000_000))).resolves.toMatchObject({ code: 1 });
  });
});
