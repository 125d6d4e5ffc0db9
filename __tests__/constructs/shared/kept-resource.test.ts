import { TerraformStack, Testing } from "cdktf";
import { ClusterNamespace } from "../../../constructs/pipelines/cluster/namespace";
import { MySql, type MySqlProps } from "../../../constructs/pipelines/database/my-sql";
import { Pipelines, type PipelinesProps } from "../../../constructs/pipelines/pipelines";
import { keepResource } from "../../../constructs/shared/kept-resource";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";
import { Template } from "../../../testing";
import { made } from "../pipelines/made";

/** The addresses that Terraform forgets, and those that it has. */
function addresses(build: (stack: TerraformStack) => void) {
  const { removed = [], resource = {} } = made(build).json as {
    readonly removed?: readonly { readonly from: string; readonly lifecycle: object }[];
    readonly resource?: Readonly<Record<string, object>>;
  };
  for (const { lifecycle } of removed) expect(lifecycle).toEqual({ destroy: false });
  return {
    forgotten: removed.map(({ from }) => from),
    described: Object.entries(resource).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`)),
  };
}

const DATABASE = { name: "chembl-mysql", databases: ["chembl_24"] };
const DUMP = { schedule: "@daily", to: { storage: "1Gi" } };
const PROPS: PipelinesProps = {
  ...{ name: "models", namespace: "labinf", pachyderm: { version: "2" } },
  workflows: {
    sample: {
      repositories: ["data"],
      pipelines: { count: { input: { repo: "data", glob: "/*" }, image: "example/model:1", script: ["true"] } },
      results: ["count"],
    },
  },
};
const pipelines = (more: Partial<PipelinesProps> = {}) =>
  addresses((stack) => new Pipelines(stack, "Pipelines", { ...PROPS, ...more }));
const database = (more: Partial<MySqlProps>) =>
  addresses((stack) => new MySql(stack, "Database", { ...DATABASE, namespace: "labinf", ...more }));

describe("what is no longer described", () => {
  test("is forgotten at the address that it had, and everything else is described", () => {
    const whole = pipelines({ namespaceIs: "created", database: { ...DATABASE, dump: DUMP } });
    expect(whole.forgotten).toEqual([]);
    const kept = whole.described.filter((each) => /^kubernetes_(namespace|persistent_volume_claim)_v1\./.test(each));
    expect(kept).toHaveLength(3);
    expect(pipelines().forgotten.sort()).toEqual(kept.sort());
  });

  test.each<[string, Partial<MySqlProps>, number]>([
    ["without dumps", {}, 1],
    ["with dumps that go to a bucket", { dump: { schedule: "@daily", to: { bucket: "dumps" } } }, 1],
    ["with a claim that exists", { existingClaim: "old", dump: DUMP }, 1],
    ["with both", { existingClaim: "old" }, 2],
    ["with claims of its own", { dump: DUMP }, 0],
  ])("of a database %s is what it has not", (_what, more, count) => {
    const whole = database({ dump: DUMP }).described;
    const { forgotten, described } = database(more);
    expect(forgotten).toHaveLength(count);
    expect(whole).toEqual(expect.arrayContaining(forgotten));
    expect(described.filter((each) => forgotten.includes(each))).toEqual([]);
  });

  test("stands beside what is described under the same parent", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    stackKubernetesProvider(stack, { context: "lab" });
    new ClusterNamespace(stack, "Namespace", { name: "lab" });
    keepResource(stack, { type: "kubernetes_secret_v1", path: ["Namespace", "Secret"] });
    expect((Template.of(stack).json as { removed: { from: string }[] }).removed).toEqual([
      { from: expect.stringMatching(/^kubernetes_secret_v1\.Namespace_Secret/), lifecycle: { destroy: false } },
    ]);
  });
});
