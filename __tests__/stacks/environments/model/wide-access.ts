import type { AccessEnvironment } from "../../../../constructs/model/schema";

/** Every setting of a file of the kind access. */
export default {
  kind: "access",
  name: "wide-access",
  accountId: "123456789012",
  region: "eu-north-1",
  backend: { s3: { bucket: "wide-states", key: "models", region: "eu-north-1" } },
  userPoolId: "eu-north-1_Wide00001",
  rolePrefix: "pool-",
  groups: {
    "wide-released": {
      precedence: 2,
      users: ["ada@example.org", "grace"],
      models: ["wide-elsewhere"],
      origin: "adopted",
    },
    "wide.guests": { roleName: "lab/wide-guests", models: ["wide-released"], origin: "made" },
    admin: { roleName: "wide-admins", precedence: 1 },
  },
  administrators: {
    roleName: "wide-admins",
    models: ["wide-released", "wide-elsewhere"],
    formerPolicies: ["wide-elsewhere"],
    kmsKeyArns: ["arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
  },
  registry: { bucket: "wide-config", key: "groups.json", origin: "adopted", without: ["left"] },
  otherModels: ["wide-elsewhere"],
} satisfies AccessEnvironment;
