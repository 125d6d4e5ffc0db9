import { dockerIds } from "../../../engine/recovery/docker-ids";

const TIMED = '${join("-", ["lab-web-blue", formatdate("YYYYMMDDhhmmss", plantimestamp())])}';
const STACK = {
  resource: {
    docker_network: { Network: { name: "lab" } },
    docker_container: { Front: { name: "lab-front" }, Blue: { name: TIMED }, Fresh: { name: "lab-docs" } },
  },
};
const CREATED = ["docker_network.Network", "docker_container.Front", "docker_container.Blue", "docker_container.Fresh"];
const created = CREATED.map((address) => ({ address, type: address.replace(/\..*/, "") }));

describe("what only a Docker engine knows", () => {
  test("are the ids of networks, and of the newest containers, also of one whose name ends with a time", async () => {
    const lists: Readonly<Record<string, string>> = {
      network: "n1 lab-other\nn2 lab\n",
      ps: "c1 lab-web-blue-20261129203200\nc2 lab-web-blue-20261129203141\nc3 lab-web-blue-canary\nc4 lab-front\n",
    };
    const docker = async ([command = ""]: readonly string[]) => ({ status: 0, stdout: lists[command] ?? "" });
    expect([...(await dockerIds(STACK, created, docker))]).toEqual([
      ["docker_network.Network", "n2"],
      ["docker_container.Front", "c4"],
      ["docker_container.Blue", "c1"],
    ]);
  });

  test("are those of our own containers alone", async () => {
    const asked: string[] = [];
    const docker = async (args: readonly string[]) => ({ status: asked.push(args.join(" ")) && 0, stdout: "" });
    await dockerIds(STACK, created, docker);
    expect(asked.filter((each) => each.startsWith("ps "))).toEqual([
      expect.stringContaining("--filter label=slipway.spec"),
    ]);
  });

  test("are none where the engine does not answer, or where nothing of Docker is created", async () => {
    const silent = async () => ({ status: 1, stdout: "" });
    expect((await dockerIds(STACK, created, silent)).size).toBe(0);
    const never = () => Promise.reject(new Error("it must not be asked"));
    expect((await dockerIds(STACK, [{ address: "aws_iam_role.Role", type: "aws_iam_role" }], never)).size).toBe(0);
  });
});
