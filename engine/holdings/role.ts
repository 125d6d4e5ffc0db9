import type { IAMClient } from "@aws-sdk/client-iam";
import { type Attachments, attachmentsText, type Belonging } from "./attachments";
import type { Emptiable, HolderProps, Holding } from "./holding";

/** Settings of a {@link Role}. */
export interface RoleProps extends HolderProps<IAMClient> {
  /** What the stack's own resources attach. */
  readonly own: () => Promise<Attachments>;
  /** What the role itself lists, so that Terraform owns all of it. */
  readonly listed: ReadonlySet<Belonging>;
}

interface Attached {
  readonly belonging: Belonging;
  /** What people call it. */
  readonly name: string;
  /** What IAM knows it by. */
  readonly id: string;
}

/** A role of IAM, and what others than the stack have attached to it. Terraform takes some of that away without a word. */
export class Role implements Emptiable {
  readonly verb = "detaching from";

  constructor(private readonly props: RoleProps) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name, isForced } = this.props;
    const others = await this.others();
    if (others.length === 0) return undefined;
    const holds = attachmentsText(others.map((each) => `${each.belonging} ${each.name}`));
    return { address, name, holds, isAttachments: true, isInTheWay: !isForced };
  }

  async empty(): Promise<void> {
    const { DeleteRolePolicyCommand, DetachRolePolicyCommand, RemoveRoleFromInstanceProfileCommand } = await import(
      "@aws-sdk/client-iam"
    );
    const { client, name: RoleName } = this.props;
    for (const { belonging, id } of await this.others()) {
      if (belonging === "policy") await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: id }));
      else if (belonging === "inline policy")
        await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: id }));
      else await client.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName: id }));
    }
  }

  private async others(): Promise<Attached[]> {
    const { name, own, listed } = this.props;
    const [all, known] = await Promise.all([this.all(), own()]);
    return all.filter(({ belonging, id }) => !listed.has(belonging) && !known.has("role", name, belonging, id));
  }

  private async all(): Promise<Attached[]> {
    const { paginateListAttachedRolePolicies, paginateListInstanceProfilesForRole, paginateListRolePolicies } =
      await import("@aws-sdk/client-iam");
    const { client, name: RoleName } = this.props;
    const all: Attached[] = [];
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
      for (const { PolicyArn: id = "", PolicyName: name = id } of AttachedPolicies)
        all.push({ belonging: "policy", name, id });
    }
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
      for (const name of PolicyNames) all.push({ belonging: "inline policy", name, id: name });
    }
    for await (const { InstanceProfiles = [] } of paginateListInstanceProfilesForRole({ client }, { RoleName })) {
      for (const { InstanceProfileName: name = "" } of InstanceProfiles)
        all.push({ belonging: "instance profile", name, id: name });
    }
    return all;
  }
}
