import { targetOf, type Workspace } from "../../app/load";
import { kubectl } from "../pipelines/cluster";
import { ask, type Finding, programFile, type Surroundings } from "./finding";

/** kubectl, which day two of a workflow needs, and whether it knows the contexts that the files name; no cluster is asked. */
export async function kubernetes(
  { environment, folder }: Surroundings,
  workspaces: readonly Workspace[],
): Promise<Finding> {
  const name = "Kubernetes";
  const clusters = workspaces.flatMap((each) => {
    const { cluster } = targetOf(each);
    return cluster === undefined ? [] : [{ workspace: each.workspace, ...cluster }];
  });
  if (clusters.length === 0) return { name, state: "unneeded", found: "no workspace is for a cluster" };
  if (programFile("kubectl", environment) === undefined) {
    const remedy =
      "`slipway pipelines status` and its like need it, deployments do not: kubernetes.io/docs/tasks/tools";
    return { name, state: "warning", found: "no kubectl on the PATH", remedy };
  }
  // Several files may name one kubeconfig.
  const kubeconfigs = [...new Set(clusters.map(({ kubeconfig }) => kubeconfig))];
  const words = ["config", "get-contexts", "--output=name"];
  const asked = kubeconfigs.map((file) => ask([...kubectl(folder, file), ...words], environment));
  const answers = new Map((await Promise.all(asked)).map((answer, index) => [kubeconfigs[index], answer]));
  const wrong = clusters.flatMap(({ workspace, context, kubeconfig }) => {
    const { said, failure } = answers.get(kubeconfig) ?? {};
    if (said === undefined) return [`${failure} (${workspace})`];
    return said.split("\n").includes(context) ? [] : [`no context "${context}" (${workspace})`];
  });
  if (wrong.length === 0) {
    const contexts = [...new Set(clusters.map(({ context }) => context))];
    return { name, state: "ok", found: `kubectl has ${contexts.map((each) => `"${each}"`).join(", ")}` };
  }
  const remedy = "`kubectl config get-contexts` lists what there is; cluster.context and cluster.kubeconfig name one";
  return { name, state: "warning", found: wrong.join(", "), remedy };
}
