import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** A workflow of every kind of step, and rights beside those that they need. */
export default {
  name: "wide-steps",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 2048, timeoutSeconds: 300, storageMiB: 2048 } },
  workflow: {
    definition: {
      steps: [
        { name: "Prepare", notebook: "notebooks/A10_PREPARE.ipynb" },
        {
          name: "Mode",
          choices: {
            road: [{ name: "Road", notebook: "notebooks/A20_ROAD.ipynb" }],
            transit: [{ name: "Transit", notebook: "notebooks/A21_TRANSIT.ipynb" }],
          },
        },
        {
          name: "Both directions",
          branches: [
            [{ name: "Morning", notebook: "notebooks/A30_MORNING.ipynb" }],
            [{ name: "Evening", notebook: "notebooks/A31_EVENING.ipynb" }],
          ],
        },
        {
          name: "Variants",
          forEachVariant: [{ name: "Assign", notebook: "notebooks/A40_ASSIGN.ipynb" }],
          maxConcurrency: 5,
        },
      ],
    },
    authorizerArn: "arn:aws:lambda:ca-central-1:111122223333:function:wide-authorizer",
    allow: [{ actions: ["sns:Publish"], resources: ["arn:aws:sns:ca-central-1:111122223333:wide-runs"] }],
  },
} satisfies ModelEnvironment;
