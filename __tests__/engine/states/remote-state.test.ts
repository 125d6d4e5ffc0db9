import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasReferences, outputsAt, placesRead, withoutReferences } from "../../../engine/states/remote-state";

const OF_BOB = "ssh://root@${data.terraform_remote_state.Nodes.outputs.nodes.bob.ip_address}";
const OF_DR = '${data.terraform_remote_state.Nodes.outputs.nodes["dr-cockroach"].host_key}';

describe("the outputs of another stack", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "remote-state-"));
    const data = {
      terraform_remote_state: { Nodes: { backend: "local", config: { path: "nodes/terraform.tfstate" } } },
    };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ data }));
    mkdirSync(join(folder, "nodes"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const deploy = (nodes: object) => {
    const state = { version: 4, serial: 1, lineage: "one", outputs: { nodes: { value: nodes } }, resources: [] };
    writeFileSync(join(folder, "nodes/terraform.tfstate"), JSON.stringify(state));
  };

  test("are named in texts of a stack", () => {
    expect([[OF_BOB], [OF_DR], ["ssh://bob"], ["${var.host}"], []].map(hasReferences)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  test("are put in as the state has them", async () => {
    deploy({ bob: { ip_address: "203.0.113.4" }, "dr-cockroach": { host_key: "ssh-ed25519 AAAA" } });
    await expect(withoutReferences([OF_BOB, "-o", `K ${OF_DR}`], folder, {})).resolves.toEqual([
      ...["ssh://root@203.0.113.4", "-o", "K ssh-ed25519 AAAA"],
    ]);
  });

  test("are missing where the other stack is not deployed, or not that node", async () => {
    const says = `bob must be deployed, got no such node in ${join(folder, "nodes/terraform.tfstate")}`;
    await expect(withoutReferences([OF_BOB], folder, {})).rejects.toThrow(says);
    deploy({ alice: { ip_address: "203.0.113.5" } });
    await expect(withoutReferences([OF_BOB], folder, {})).rejects.toThrow(says);
    await expect(
      outputsAt({ local: { path: join(folder, "none") } }, { command: "terraform", environment: {} }),
    ).resolves.toEqual({});
  });

  test("are where the stack says", () => {
    const read = (backend: string, config: object) =>
      [...placesRead({ data: { terraform_remote_state: { N: { backend, config } } } }, "/stacks/a").values()][0];
    expect(read("local", { path: "../b" })).toEqual({ local: { path: "/stacks/b" } });
    expect(read("s3", { bucket: "states", key: "k", region: "eu-west-1" })).toEqual({
      s3: { bucket: "states", key: "k", region: "eu-west-1" },
    });
    expect(read("remote", { organization: "lab", workspaces: { name: "n" } })).toEqual({
      cloud: { organization: "lab", workspaces: { name: "n" } },
    });
  });
});
