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
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
    for (const name of ["docker", "ssh"]) commands.add(name, "cat; echo said >&2; exit 4");
  });
  afterEach(() => commands.remove());

  test("of this machine is asked by docker", async () => {
    await expect(new Engine({}).run("lab-front", "echo a\n")).resolves.toEqual({
      code: 4,
      stdout: "echo a\n",
      stderr: "said\n",
    });
    expect(commands.calls("docker")).toEqual([["exec", "--interactive", "lab-front", "sh", "-s"]]);
  });

  test("elsewhere is named to docker", async () => {
    await new Engine({ host: "tcp://10.0.0.2:2376" }).remove("lab-old");
    expect(commands.calls("docker")).toEqual([["--host", "tcp://10.0.0.2:2376", "rm", "--force", "lab-old"]]);
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
    await expect(new Engine({}).inspect("lab-a")).rejects.toThrow(
      new Error('container lab-a must be there, got "Error: No such container: lab-a"'),
    );
  });

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
