import type { IAMClient } from "@aws-sdk/client-iam";
import { type Attachments, attachmentsText, type Principal } from "./attachments";
import type { Emptiable, HolderProps, Holding } from "./holding";

/** Settings of a {@link ManagedPolicy}. */
export interface ManagedPolicyProps extends HolderProps<IAMClient> {
  /** By the state; undefined where it does not know the policy. */
  readonly arn: () => Promise<string | undefined>;
  /** What the stack's own resources attach. */
  readonly own: () => Promise<Attachments>;
}

interface User {
  readonly principal: Principal;
  readonly name: string;
}

/** A managed policy that a stack has made, and to whom others have attached it: IAM deletes none that is attached. */
export class ManagedPolicy implements Emptiable {
  readonly verb = "detaching";

  constructor(private readonly props: ManagedPolicyProps) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name } = this.props;
    const others = await this.others();
    if (others.length === 0) return undefined;
    const holds = attachmentsText(others.map((each) => `${each.principal} ${each.name}`));
    return { address, name, holds, isAttachments: true, isInTheWay: true };
  }

  async empty(): Promise<void> {
    const { DetachGroupPolicyCommand, DetachRolePolicyCommand, DetachUserPolicyCommand } = await import(
      "@aws-sdk/client-iam"
    );
    const { client } = this.props;
    const PolicyArn = await this.props.arn();
    for (const { principal, name } of await this.others()) {
      if (principal === "role") await client.send(new DetachRolePolicyCommand({ PolicyArn, RoleName: name }));
      else if (principal === "user") await client.send(new DetachUserPolicyCommand({ PolicyArn, UserName: name }));
      else await client.send(new DetachGroupPolicyCommand({ PolicyArn, GroupName: name }));
    }
  }

  private async others(): Promise<User[]> {
    const arn = await this.props.arn();
    if (arn === undefined) return [];
    const [all, known] = await Promise.all([this.users(arn), this.props.own()]);
    return all.filter(({ principal, name }) => !known.has(principal, name, "policy", arn));
  }

  private async users(PolicyArn: string): Promise<User[]> {
    const { paginateListEntitiesForPolicy } = await import("@aws-sdk/client-iam");
    const { client } = this.props;
    // As somebody's boundary it is not attached, and to take it away would give that one more rights.
    const wanted = { PolicyArn, PolicyUsageFilter: "PermissionsPolicy" } as const;
    const users: User[] = [];
    for await (const page of paginateListEntitiesForPolicy({ client }, wanted)) {
      for (const { RoleName: name = "" } of page.PolicyRoles ?? []) users.push({ principal: "role", name });
      for (const { UserName: name = "" } of page.PolicyUsers ?? []) users.push({ principal: "user", name });
      for (const { GroupName: name = "" } of page.PolicyGroups ?? []) users.push({ principal: "group", name });
    }
    return users;
  }
}
