import type { AccessEnvironment } from "../../../../constructs/model/schema";

/** The least, with a registry that is made. */
export default {
  kind: "access",
  name: "wide-access-made",
  accountId: "123456789012",
  region: "eu-north-1",
  userPoolId: "eu-north-1_Wide00002",
  groups: {},
  registry: { bucket: "wide-config", origin: "made" },
} satisfies AccessEnvironment;
