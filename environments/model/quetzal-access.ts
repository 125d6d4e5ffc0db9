import type { AccessEnvironment } from "../../constructs/model/schema";
import { quetzal } from "./_quetzal";

export default {
  kind: "access",
  name: "quetzal-access",
  accountId: quetzal.accountId,
  region: quetzal.region,
  userPoolId: "ca-central-1_Quetzal01",
  rolePrefix: quetzal.access.rolePrefix,
  groups: {
    "quetzal-paris": { precedence: 10, users: ["ada@example.org"], models: ["quetzal-lome"] },
    "quetzal-transit": { precedence: 20 },
    admin: { roleName: quetzal.access.adminRoleName, precedence: 1 },
  },
  registry: { bucket: "quetzal-config" },
} satisfies AccessEnvironment;
