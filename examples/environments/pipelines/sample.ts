import type { PipelinesEnvironment } from "../../../constructs/pipelines/schema";
import { sample } from "./_sample";

const { name, ...workflow } = sample;

/** A small workflow that runs anywhere; sample-workflow has data for it. */
export default {
  name,
  cluster: { context: "kind-slipway" },
  namespace: "default",
  pachyderm: { version: "2" },
  workflows: { [name]: workflow },
} satisfies PipelinesEnvironment;
