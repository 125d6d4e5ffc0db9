import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** A model whose image is one exactly, with users and no more about them. */
export default {
  name: "wide-model-digest",
  profile: "parity",
  region: "eu-west-1",
  backend: { cloud: { organization: "wide-organization", project: "models", hostname: "tfe.example.org" } },
  compute: { lambda: { memoryMiB: 128, timeoutSeconds: 3, storageMiB: 512 } },
  image: { digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
  access: { identityPoolId: "eu-west-1:00000000-1111-2222-3333-444444444444" },
} satisfies ModelEnvironment;
