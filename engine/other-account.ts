import type { Project } from "./project";
import type { TerraformEvent } from "./terraform-events";

/**
 * Says that credentials belong to another account than the environment file names; undefined where Terraform says nothing of it.
 * Its provider asks whose they are before it reads or changes anything.
 */
export function otherAccount(
  project: Project,
  stack: string,
  { workspace, events }: { readonly workspace: string; readonly events: readonly TerraformEvent[] },
): string | undefined {
  const summaries = events.map(({ diagnostic }) => diagnostic?.summary ?? "");
  const [account] = summaries.flatMap((summary) => /AWS account ID not allowed: (\d+)/.exec(summary)?.[1] ?? []);
  if (account === undefined) return undefined;
  const { file = stack } = project.workspaces().find((each) => each.workspace === workspace) ?? {};
  const named = project.awsAccount(stack) ?? "another account";
  return (
    `${file}: accountId must be the account of your credentials, got "${named}" with credentials of ${account}; ` +
    `nothing was changed: use credentials of ${named}, or change accountId to deploy to ${account}`
  );
}
