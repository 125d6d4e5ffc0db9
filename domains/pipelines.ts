import type { PipelinesEnvironment } from "../constructs/pipelines/schema";
import { lazy } from "../constructs/shared/lazy";
import { KUBERNETES_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const rules = lazy<typeof import("../constructs/pipelines/schema")>(() => require("../constructs/pipelines/schema"));

const sizes = lazy<typeof import("../constructs/pipelines/render/size-problems")>(() =>
  require("../constructs/pipelines/render/size-problems"),
);

/** Modelling workflows on Kubernetes: pipelines, their database, and the pod to manage them from. */
export const pipelines: Domain<"pipelines", PipelinesEnvironment> = {
  name: "pipelines",
  rules: () => {
    const { pipelinesEnvironment, problemsWithinPipelines, warningsOfPipelines } = rules;
    return { schema: pipelinesEnvironment, within: problemsWithinPipelines, warnings: warningsOfPipelines };
  },
  fileProblems: (environment) => {
    const { sizeProblems } = sizes;
    return sizeProblems(environment);
  },
  providers: () => ({ "hashicorp/kubernetes": KUBERNETES_PROVIDER_VERSIONS }),
  bindings: { "@cdktf/provider-kubernetes": "@cdktf/provider-kubernetes@12" },
  target: ({ cluster }) => ({ cluster }),
  scaffold: {
    example: "my-workflow",
    name: () => rules.pipelines.shape.name,
    withoutRegion: "a workflow on Kubernetes",
    before: "set the cluster's context in the file, or use npx slipway pipelines run --local without a cluster; then ",
    command: {
      summary: "Create environments/pipelines/<name>.ts, a small workflow for a cluster or for this machine",
      name: "name of the workspace and of its workflow",
      sample: "words",
      more: "To create one from existing specifications, use slipway pipelines import.",
      next: (name) =>
        `npx slipway pipelines graph ${name}, then npx slipway pipelines run ${name} --local --with bash --input texts=FOLDER`,
    },
  },
};
