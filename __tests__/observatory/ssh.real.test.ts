import { SshDaemon } from "../support/ssh-daemon";
import { SiteProject } from "./site-project";

describe("a site over ssh, its host known by a file of the project", () => {
  const project = new SiteProject();
  const sshd = new SshDaemon();
  const site = () => `
    nodes: { dome: { dockerHost: "${sshd.host}", knownHostsFile: "keys/known_hosts" } },
    crossbar: { port: ${18_350 + Number(process.env.JEST_WORKER_ID)} },
    hosts: [{ hostname: "dome-docker", agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent" }] }],`;

  beforeAll(async () => {
    // What is known of hosts lies beside each stack.
    await project.start({ withProvider: false });
    await sshd.start();
  });
  afterAll(async () => {
    await project.stop();
    sshd.stop();
  });

  test("is not deployed, nor asked, where the file has another key", () => {
    project.writeFile("keys/known_hosts", sshd.knownHost(sshd.key("other")));
    const name = project.write("ssh", site());
    const deployment = project.slipway("deploy", name, "--auto-approve");
    expect(deployment.status).toBe(1);
    expect(deployment.stdout + deployment.stderr).toMatch(/Host key verification failed/);
    const status = project.slipway("observatory", "status", name);
    expect(status.status).toBe(1);
    expect(status.stderr).toMatch(/Host key verification failed/);
    expect(project.running("ssh")).toEqual({});
  });

  test("is deployed and asked where it has the host's own", async () => {
    project.writeFile("keys/known_hosts", sshd.knownHost(sshd.hostKey));
    project.deploy("ssh");
    expect(project.slipway("plan", project.name("ssh")).stdout).toBe(`${project.name("ssh")}-dome: nothing to do\n`);
    const parts = await project.whenOnTheBus("ssh");
    expect(parts.map(({ instance, state }) => [instance, state])).toEqual([
      ["crossbar", "running"],
      ["fake1", "running"],
    ]);
    expect(project.succeed("observatory", "logs", project.name("ssh"), "fake1", "--tail", "1")).not.toBe("");
    expect(project.succeed("observatory", "logs", project.name("ssh"), "--tail", "1")).toMatch(/^crossbar \| /m);
  });
});
