import { loadEnvironments } from "../../app/load";
import { type WorkRight, type WorkRole, workStatements } from "../../constructs/shared/render/work-rights";
import { domainNamed } from "../../domains/domains";
import { Policy } from "../../testing";

/** What IAM would have asked of the callers, by their access keys: actions, each with its resources. */
export type AskedRights = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Whose services roles are handed to. */
const SERVICES = ["lambda.amazonaws.com", "states.amazonaws.com"];

/** The rights of all workspaces of a project whose files can be read. */
export function rightsIn(environments: string, project: string): WorkRight[] {
  return loadEnvironments(environments, project).flatMap(({ domain, environment }) =>
    environment === undefined ? [] : (domainNamed(domain).workRights?.(environment) ?? []),
  );
}

/** What was asked of a caller and is not in what `slipway permissions` prints for a role. */
export function unlisted(
  asked: AskedRights[string] | undefined,
  rights: readonly WorkRight[],
  role: WorkRole,
): string[] {
  const policy = Policy.of({ Version: "2012-10-17", Statement: workStatements(rights, role) });
  const isListed = (action: string, resource: string) => {
    if (action !== "iam:PassRole") return policy.allows(action, resource);
    return SERVICES.some((each) => policy.allows(action, resource, { "iam:PassedToService": each }));
  };
  return Object.entries(asked ?? {}).flatMap(([action, resources]) =>
    resources.filter((each) => !isListed(action, each)).map((each) => `${action} on ${each}`),
  );
}
