import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { sample } from "./_sample";

const { name, ...workflow } = sample;

/** A small workflow that anybody can run: `slipway pipelines run sample --local`. examples/sample-workflow has data for it. */
export default {
  name,
  // For a cluster of your own, such as `kind create cluster --name slipway` makes, with Pachyderm on it.
  cluster: { context: "kind-slipway" },
  namespace: "default",
  pachyderm: { version: "2" },
  workflows: { [name]: workflow },
} satisfies PipelinesEnvironment;
