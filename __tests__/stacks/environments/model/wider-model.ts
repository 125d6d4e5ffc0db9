import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** What an organisation asks for: a key, a network, and rules for roles and old objects. */
export default {
  name: "wider-model",
  profile: "parity",
  region: "ca-central-1",
  compute: {
    lambda: {
      memoryMiB: 2048,
      timeoutSeconds: 300,
      storageMiB: 2048,
      architecture: "arm64",
      environment: { LOG_LEVEL: "info", GREETING: "${name}" },
      vpc: {
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        securityGroupIds: ["sg-0123456789abcdef0"],
      },
      reservedConcurrency: 5,
    },
  },
  access: { identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444" },
  lifecycleRules: [
    { prefix: "runs/", expirationDays: 90, abortIncompleteMultipartUploadDays: 7 },
    {
      transitions: [
        { storageClass: "STANDARD_IA", afterDays: 30 },
        { storageClass: "GLACIER_IR", afterDays: 60 },
        { storageClass: "GLACIER", afterDays: 90 },
        { storageClass: "DEEP_ARCHIVE", afterDays: 180 },
      ],
    },
  ],
  kmsKeyArn: "arn:aws:kms:ca-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
  rolePath: "/lab/",
  roleNamePrefix: "lab-",
} satisfies ModelEnvironment;
