import { environmentOf, type Workspace } from "../../environments/load";
import { kubeconfigPath } from "../pipelines/cluster";
import { ask, type Finding, programFile, type Surroundings } from "./finding";

/** kubectl, which day two of a workflow needs, and whether it knows the contexts that the files name; no cluster is asked. */
export async function kubernetes(
  { environment, folder }: Surroundings,
  workspaces: readonly Workspace[],
): Promise<Finding> {
  const name = "Kubernetes";
  const clusters = workspaces.flatMap((each) => {
    const cluster = environmentOf(each, "pipelines")?.cluster;
    return cluster === undefined ? [] : [{ workspace: each.workspace, ...cluster }];
  });
  if (clusters.length === 0) return { name, state: "unneeded", found: "no workspace is for a cluster" };
  if (programFile("kubectl", environment) === undefined) {
    const remedy =
      "`slipway pipelines status` and its like need it, deployments do not: kubernetes.io/docs/tasks/tools";
    return { name, state: "warning", found: "no kubectl on the PATH", remedy };
  }
  const complaints = await Promise.all(
    clusters.map(async ({ workspace, context, kubeconfig }) => {
      const file = kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfigPath(folder, kubeconfig)];
      const answer = await ask(["kubectl", ...file, "config", "get-contexts", "--output=name"], environment);
      if (answer.said === undefined) return [`${answer.failure} (${workspace})`];
      return answer.said.split("\n").includes(context) ? [] : [`no context "${context}" (${workspace})`];
    }),
  );
  const wrong = complaints.flat();
  if (wrong.length === 0) {
    const contexts = [...new Set(clusters.map(({ context }) => context))];
    return { name, state: "ok", found: `kubectl has ${contexts.map((each) => `"${each}"`).join(", ")}` };
  }
  const remedy = "`kubectl config get-contexts` lists what there is; cluster.context and cluster.kubeconfig name one";
  return { name, state: "warning", found: wrong.join(", "), remedy };
}
