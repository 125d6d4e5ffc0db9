import { placeOf } from "../../engine/docker-host";

describe("a Docker host, for a command in the project's folder", () => {
  test("is DOCKER_HOST's or this machine's engine where none is named", () => {
    expect(placeOf()).toEqual({});
    expect(placeOf({ dockerHost: "tcp://10.0.0.2:2375" })).toEqual({ host: "tcp://10.0.0.2:2375" });
  });

  test.each([
    ["keys/known_hosts", "keys/known_hosts"],
    ["./keys/known_hosts", "keys/known_hosts"],
    ["/etc/ssh/known_hosts", "/etc/ssh/known_hosts"],
    ["~/.ssh/lab", "~/.ssh/lab"],
    ["keys dir/of 100%", '"keys dir/of 100%%"'],
  ])("is known by the file that the setting names, and not waited for: %s", (knownHostsFile, file) => {
    const { ssh = [] } = placeOf({ dockerHost: "ssh://lab", knownHostsFile });
    expect(ssh.slice(0, 2)).toEqual(["-o", "ConnectTimeout=10"]);
    expect(ssh.slice(-4)).toEqual(["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${file}`]);
  });
});
