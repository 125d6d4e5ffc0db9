import { arnsOf, OF, stateWork, type WorkRight } from "../../shared/render/work-rights";
import type { AccessEnvironment } from "../schema";
import { administratorsWork } from "./model-rights";

const GROUP_WORK = [
  "cognito-idp:AdminAddUserToGroup",
  "cognito-idp:AdminListGroupsForUser",
  "cognito-idp:AdminRemoveUserFromGroup",
  "cognito-idp:CreateGroup",
  "cognito-idp:DeleteGroup",
  "cognito-idp:GetGroup",
  "cognito-idp:UpdateGroup",
];
const ATTACHMENT_WORK = ["iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:ListAttachedRolePolicies"];
const REGISTRY_WORK = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObject",
  "s3:GetObjectTagging",
  "s3:PutObject",
];

/** What work on an access file needs: it is work of those who deploy it, and of administrators. */
export function accessRights(environment: AccessEnvironment, partition: string): WorkRight[] {
  const { name, region, accountId, backend, userPoolId, groups, administrators, registry } = environment;
  const { rolePrefix = "users-" } = environment;
  const arn = arnsOf({ partition, region, accountId });
  const iam = arn("iam");
  const all = Object.entries(groups).map(([group, { roleName, models }]) => {
    const role = roleName ?? `${rolePrefix}${group}`;
    return { role: `${iam}role/${role}`, attached: (models ?? []).length > 0 };
  });
  const attached = all.filter((each) => each.attached).map(({ role }) => role);
  const { bucket, key = "cognito_group_access.json" } = registry ?? {};
  const objects = `arn:${partition}:s3:::${bucket}`;
  return [
    { of: OF.deployer, actions: GROUP_WORK, resources: [`${arn("cognito-idp")}userpool/${userPoolId}`] },
    ...(all.length === 0
      ? []
      : [{ of: OF.deployer, actions: ["iam:PassRole"], resources: [...new Set(all.map(({ role }) => role))] }]),
    ...(attached.length === 0
      ? []
      : [{ of: OF.deployer, actions: ATTACHMENT_WORK, resources: [...new Set(attached)] }]),
    ...(administrators === undefined ? [] : [administratorsWork(iam, administrators.roleName)]),
    ...(registry === undefined
      ? []
      : [
          { of: OF.deployer, actions: REGISTRY_WORK, resources: [`${objects}/${key}`] },
          { of: OF.deployer, actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [objects] },
        ]),
    ...stateWork(backend, [name], partition),
  ];
}
