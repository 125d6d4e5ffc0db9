import type { StackPlan } from "../../engine/plan/stack-plan";
import type { Project } from "../../engine/project";
import { dumpNow } from "./dumps";
import { clusterNamed } from "./environment";

/**
 * Dumps the databases of a server that plans give another image, unless the file says that none is wanted. Throws if there is none after
 * that.
 */
export async function dumpBeforeUpgrade(
  project: Project,
  workspace: string,
  plans: readonly StackPlan[],
  print: (line: string) => void,
): Promise<void> {
  const images = plans.flatMap(({ changed, replaced }) =>
    [...changed, ...replaced].flatMap((each) => each.newImage ?? []),
  );
  const [image] = images;
  if (image === undefined) return;
  const cluster = clusterNamed(project, workspace);
  const { database } = cluster.environment;
  if (database === undefined || database.upgradeDump === "skipped") return;
  print(`${image.name}: a dump is made before it gets ${image.to}`);
  await dumpNow(cluster, print).catch((error: Error) => {
    throw new Error(
      `${image.name} must be dumped before its image changes, got an error; nothing was changed: correct database.dump, deploy it with ${image.from} first, or write upgradeDump: "skipped"\n${error.message}`,
    );
  });
}
