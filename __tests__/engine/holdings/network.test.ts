import { Network } from "../../../engine/holdings/network";

/** A network with these containers, of which the state has that of the id `1`. */
function network(containers: readonly (readonly [id: string, name: string, platform?: string])[]) {
  const calls: string[] = [];
  const docker = async (args: readonly string[]) => {
    calls.push(args.join(" "));
    const stdout = args[0] === "ps" ? containers.map(([id, name, of = ""]) => `${id}\t${name}\t${of}\n`).join("") : "";
    return { status: 0, stdout, stderr: "" };
  };
  const state = async () => [{ address: "docker_container.a", type: "docker_container", attributes: { id: "1" } }];
  return { calls, holder: new Network({ address: "docker_network.lab", name: "lab", docker, state }) };
}

describe("a network of Docker that goes", () => {
  test("names the containers in it that the workspace did not make, and detaches them", async () => {
    const { calls, holder } = network([
      ["1", "lab-front", "lab"],
      ["2", "psql"],
      ["3", "lab-web-20261121141604", "lab"],
    ]);
    expect(await holder.holding()).toEqual({
      ...{ address: "docker_network.lab", name: "lab", isAttachments: true, isInTheWay: true },
      holds: "1 attachment that this workspace did not make (container psql)",
    });
    await holder.empty();
    expect(calls.filter((call) => !call.startsWith("ps"))).toEqual(["network disconnect --force lab psql"]);
  });

  test("holds nothing where only containers of the workspace are in it", async () => {
    const { holder } = network([
      ["1", "lab-front", "lab"],
      ["3", "lab-web-20261121141604", "lab"],
    ]);
    expect(await holder.holding()).toBeUndefined();
  });
});
