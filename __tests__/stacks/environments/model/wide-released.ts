import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** A model that an access file gives the administrators. */
export default {
  name: "wide-released",
  profile: "parity",
  region: "eu-north-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } },
  access: {
    identityPoolId: "eu-north-1:b6298c0d-1089-4287-8770-4e9803847671",
    rolePrefix: "pool-",
    adminRoleName: "wide-admins",
    adminPolicy: "released",
  },
} satisfies ModelEnvironment;
