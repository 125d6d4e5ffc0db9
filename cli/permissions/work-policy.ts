import { messageOf } from "../../app/problem";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { WORK_ROLES, workStatements } from "../../constructs/shared/render/work-rights";
import { shown } from "../../constructs/shared/shown";
import { domainNamed } from "../../domains/domains";
import type { Project } from "../../engine/project";

/** The policy of people who work on a workspace, as IAM takes it. Of work that needs nothing of AWS there is none. */
export function workPolicyOf(project: Project, name: string, asked: string): string {
  const role = WORK_ROLES.find((each) => each === asked);
  if (role === undefined) {
    const advice = didYouMean(asked, WORK_ROLES) ?? "a builder deploys nothing, an admin does both";
    throw new Error(`--role must be ${WORK_ROLES.join(", ")}, got ${shown(asked)}; ${advice}`);
  }
  const { domain, file, environment, problems } = project.workspace(name);
  if (environment === undefined || problems.length > 0) throw new Error(problems.map(messageOf).join("\n"));
  const rights = domainNamed(domain).workRights?.(environment) ?? [];
  if (rights.length === 0) {
    throw new Error(
      `${file}: the workspace must be in AWS, got one that makes nothing there; nobody needs rights of IAM for it`,
    );
  }
  const Statement = workStatements(rights, role);
  if (Statement.length === 0) {
    throw new Error(
      `${file}: --role must be deployer or admin, got ${shown(role)}; nothing is built there, and nothing runs`,
    );
  }
  return JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);
}
