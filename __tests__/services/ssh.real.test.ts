import { SshDaemon } from "../support/ssh-daemon";
import { app, PlatformProject } from "./platform-project";

const REFUSED = /Host key verification failed|No ED25519 host key is known|host key .* has changed/i;

describe("a node over ssh", () => {
  const project = new PlatformProject();
  const sshd = new SshDaemon();
  const platform = (trust: string, version: string) => `
  nodes: { far: { dockerHost: "${sshd.host}", ${trust} } },
  services: { web: { port: 8000, hosts: ["web.test"], health: { minHealthySeconds: 1 }, ${app(version)} } },`;
  const keyed = (hostKey: string, version: string) => platform(`hostKey: "${hostKey}"`, version);

  const refused = async (hostKey: string) => {
    const { code, text } = await project.slipway("deploy", project.write("ssh", keyed(hostKey, "9")), "--auto-approve");
    expect(code).toBe(1);
    return text;
  };

  beforeAll(async () => {
    // Keys, and what is known of hosts, lie beside each stack.
    await project.start({ withProvider: false });
    await sshd.start();
  });
  afterAll(async () => {
    await project.stop();
    sshd.stop();
  });

  test("that has another key is refused, and the message says so", async () => {
    expect(await refused(sshd.key("other"))).toMatch(REFUSED);
    expect(Object.keys(project.running("ssh"))).toEqual([]);
  });

  test("is deployed to, and switched, with its own key", async () => {
    await project.deploy("ssh", keyed(sshd.hostKey, "1"));
    expect((await project.get("web.test")).text).toBe("1");
    await project.expectNothingToDo("ssh");
    await project.deploy("ssh", keyed(sshd.hostKey, "2"));
    expect((await project.get("web.test")).text).toBe("2");
    // The connection with the right key is still open.
    expect(await refused(sshd.key("another"))).toMatch(REFUSED);
    expect((await project.get("web.test")).text).toBe("2");
  });

  test("is deployed to with its key in a file of the project", async () => {
    project.project.write("keys/known_hosts", sshd.knownHost(sshd.hostKey));
    await project.deploy("ssh", platform('knownHostsFile: "keys/known_hosts"', "3"));
    expect((await project.get("web.test")).text).toBe("3");
    expect(await project.succeed("services", "list", project.name("ssh"))).toMatch(/web/);
  });
});
