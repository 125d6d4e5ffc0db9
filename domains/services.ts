import type { ServicesEnvironment } from "../constructs/services/schema";
import { lazy } from "../constructs/shared/lazy";
import {
  DIGITALOCEAN_PROVIDER_VERSIONS,
  DOCKER_PROVIDER_VERSIONS,
  TLS_PROVIDER_VERSIONS,
} from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const rules = lazy<typeof import("../constructs/services/schema")>(() => require("../constructs/services/schema"));
const layout = lazy<typeof import("../constructs/services/render/layout")>(() =>
  require("../constructs/services/render/layout"),
);

const DROPLET_PROVIDERS = {
  "digitalocean/digitalocean": DIGITALOCEAN_PROVIDER_VERSIONS,
  "hashicorp/tls": TLS_PROVIDER_VERSIONS,
};

/** Pairs of services, blue and green, behind fronts on Docker nodes. */
export const services: Domain<"services", ServicesEnvironment> = {
  name: "services",
  rules: () => {
    const { servicesEnvironment, problemsWithinServices, warningsOfServices } = rules;
    return { schema: servicesEnvironment, within: problemsWithinServices, warnings: warningsOfServices };
  },
  secretFiles: ({ services }) =>
    Object.fromEntries(
      Object.entries(services).flatMap(([name, { certificate }]) =>
        certificate === undefined ? [] : [[`services.${name}.certificate.keyFile`, certificate.keyFile]],
      ),
    ),
  providers: (environment) => ({
    "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS,
    ...(environment !== undefined && layout.dropletNames(environment).length > 0 && DROPLET_PROVIDERS),
  }),
  bindings: { "@cdktf/provider-docker": "@cdktf/provider-docker@12" },
  stacksBefore: (environment) => {
    const { dropletNames, NODES, nodeNames, nodesBefore, stackName } = layout;
    const stack = (node: string) => stackName(environment.name, node);
    // What is no pair, and what is idle, may be missing: then a route of it fails, or answers nothing, alone.
    const droplets = dropletNames(environment).length === 0 ? [] : [stack(NODES)];
    const before = (node: string) => [...droplets, ...nodesBefore(environment, node, "live").map(stack)];
    const services = nodeNames(environment).map((node) => [stack(node), before(node)] as const);
    return new Map([...droplets.map((each): [string, string[]] => [each, []]), ...services]);
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
