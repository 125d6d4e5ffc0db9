import type { ServicesEnvironment } from "../constructs/services/schema";
import { lazy } from "../constructs/shared/lazy";
import { DOCKER_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const rules = lazy<typeof import("../constructs/services/schema")>(() => require("../constructs/services/schema"));
const layout = lazy<typeof import("../constructs/services/render/layout")>(() =>
  require("../constructs/services/render/layout"),
);

/** Pairs of services, blue and green, behind fronts on Docker nodes. */
export const services: Domain<"services", ServicesEnvironment> = {
  name: "services",
  rules: () => {
    const { servicesEnvironment, problemsWithinServices, warningsOfServices } = rules;
    return { schema: servicesEnvironment, within: problemsWithinServices, warnings: warningsOfServices };
  },
  providers: () => ({ "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS }),
  bindings: { "@cdktf/provider-docker": "@cdktf/provider-docker@12" },
  stacksBefore: (environment) => {
    const { nodeNames, nodesBefore, stackName } = layout;
    const stack = (node: string) => stackName(environment.name, node);
    // What is no pair, and what is idle, may be missing: then a route of it fails, or answers nothing, alone.
    const before = (node: string) => nodesBefore(environment, node, "live").map(stack);
    return new Map(nodeNames(environment).map((node) => [stack(node), before(node)]));
  },
  scaffold: {
    example: "my-platform",
    name: () => rules.name,
    withoutRegion: "a platform on Docker",
    port: { first: 8080, of: ({ front }) => front.httpPort },
    command: {
      summary:
        "Create environments/services/<name>.ts, a blue-green pair and a single service behind a front, on this machine's Docker",
      name: "name of the platform, and prefix of its containers' names",
      sample: "platform",
    },
  },
};
