import { app, docker, PlatformProject } from "./platform-project";

/** A volume that somebody else has made, or that a deployment has made whose state is lost. */
describe("a volume that exists and is in no state", () => {
  const project = new PlatformProject();
  const volume = () => `${project.name("held")}-routes`;
  const services = `services: { docs: { port: 8000, hosts: ["docs.test"], ${app("docs 1")} } },`;

  beforeAll(async () => {
    await project.start();
    docker("volume", "create", "--label", "of=somebody", volume());
  });
  afterAll(() => project.stop());

  test("is not taken into a state without a word", async () => {
    const { code, text } = await project.slipway("deploy", project.write("held", services), "--auto-approve");
    expect(text).toMatch(new RegExp(`^ {2}! EXISTS {4}docker_volume\\.\\w+ \\(${volume()}\\)$`, "m"));
    expect(text).toContain("resources must be in the state or not exist yet, got docker_volume.");
    expect(code).toBe(1);
    expect(project.running("held")).toEqual({});
  });

  test("is not replaced by a recovery, where it is another than the file says", async () => {
    const { code, text } = await project.slipway("recover", project.name("held"), "--auto-approve");
    expect(text).toContain("a recovery must not destroy anything, got a plan that destroys or replaces docker_volume.");
    expect(code).toBe(1);
  });

  test("is adopted by a recovery, with what it holds", async () => {
    docker("volume", "rm", volume());
    docker("volume", "create", volume());
    const text = await project.succeed("recover", project.name("held"), "--auto-approve");
    expect(text).toMatch(/recovered: 1 imported, \d+ added, 0 changed, 0 destroyed$/m);
    await project.answering("docs.test", "docs 1");
    await project.expectNothingToDo("held");
  });
});
