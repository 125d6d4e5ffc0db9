import { rmSync } from "node:fs";
import { join } from "node:path";
import { app, CADDY, docker, PlatformProject } from "./platform-project";

/** A volume that somebody else has made, and what a deployment has made whose state is lost. */
describe("what exists and is in no state", () => {
  const project = new PlatformProject();
  const volume = () => `${project.name("held")}-routes`;
  const services = `services: { docs: { port: 8000, hosts: ["docs.test"], ${app("docs 1")} } },`;

  beforeAll(async () => {
    await project.start();
    docker("volume", "create", "--label", "of=somebody", volume());
  });
  afterAll(() => project.stop());

  test("a volume is not taken into a state without a word", async () => {
    const { code, text } = await project.slipway("deploy", project.write("held", services), "--auto-approve");
    expect(text).toMatch(new RegExp(`^ {2}! EXISTS {4}docker_volume\\.\\w+ \\(${volume()}\\)$`, "m"));
    expect(text).toContain("resources must be in the state or not exist yet, got docker_volume.");
    expect(code).toBe(1);
    expect(project.running("held")).toEqual({});
  });

  test("a volume is not replaced by a recovery, where it is another than the file says", async () => {
    const { code, text } = await project.slipway("recover", project.name("held"), "--auto-approve");
    expect(text).toContain("a recovery must not destroy anything, got a plan that destroys or replaces docker_volume.");
    expect(code).toBe(1);
  });

  test("a volume is adopted by a recovery, with what it holds", async () => {
    docker("volume", "rm", volume());
    docker("volume", "create", volume());
    const text = await project.succeed("recover", project.name("held"), "--auto-approve");
    expect(text).toMatch(/recovered: 1 imported, \d+ added, 0 changed, 0 destroyed$/m);
    await project.answering("docs.test", "docs 1");
    await project.expectNothingToDo("held");
  });
  test("a platform is adopted with its containers and its network when the state is lost: nothing is left beside it", async () => {
    const name = project.name("held");
    const before = await project.engine.names(name);
    rmSync(join(project.project.folder, "terraform.tfstate.d", name, "terraform.tfstate"));
    const { code, text } = await project.slipway("deploy", name, "--auto-approve");
    expect(text.match(/^ {2}! EXISTS {4}docker_(container|network|volume)\./gm)).toHaveLength(5);
    expect(code).toBe(1);
    expect(await project.succeed("recover", name, "--auto-approve")).toMatch(
      /recovered: 5 imported, \d+ added, 0 changed, 2 destroyed$/m,
    );
    const withoutTime = (names: readonly string[]) => names.map((each) => each.replace(/-\d{14}$/, ""));
    expect(withoutTime(await project.engine.names(name))).toEqual(withoutTime(before));
    await project.answering("docs.test", "docs 1");
    await project.expectNothingToDo("held");
  });

  test("a platform stays where another front takes the place of the one that runs", async () => {
    const front = `{ image: "${CADDY}", certificates: "none", httpPort: ${project.port}, removal: "allowed", olderKernel: true }`;
    const text = await project.deploy("held", `front: ${front}, ${services}`);
    expect(text).toMatch(/^ {2}± REPLACE {3}docker_container\.Platform_Front_Container_\w+ /m);
    await project.answering("docs.test", "docs 1");
    await project.expectNothingToDo("held");
  });

  test("a container in the place of one that the state knows makes way", async () => {
    const front = `${project.name("held")}-front`;
    docker("rm", "--force", front);
    docker("create", "--name", front, "--label", "slipway.spec=1", CADDY);
    const { code, text } = await project.slipway("deploy", project.name("held"), "--auto-approve");
    expect(text).toContain(`(${front})`);
    expect(code).toBe(1);
    expect(await project.succeed("recover", project.name("held"), "--auto-approve")).toMatch(
      /^ {2}\+ create {4}docker_container\.Platform_Front_Container_\w+ \(.*\): another of this name is removed$/m,
    );
    await project.answering("docs.test", "docs 1");
    await project.expectNothingToDo("held");
  });
});
