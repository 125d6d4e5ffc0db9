import type { ObservatoryEnvironment } from "../constructs/observatory/schema";
import { lazy } from "../constructs/shared/lazy";
import { DOCKER_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const rules = lazy<typeof import("../constructs/observatory/schema")>(() =>
  require("../constructs/observatory/schema"),
);
const files = lazy<typeof import("../constructs/observatory/read/site-files")>(() =>
  require("../constructs/observatory/read/site-files"),
);
const layout = lazy<typeof import("../constructs/observatory/render/layout")>(() =>
  require("../constructs/observatory/render/layout"),
);

/** Sites of OCS: a router, agents in containers, and what watches them. */
export const observatory: Domain<"observatory", ObservatoryEnvironment> = {
  name: "observatory",
  rules: () => {
    const { observatoryEnvironment, problemsWithinObservatory, warningsOfObservatories } = rules;
    return { schema: observatoryEnvironment, within: problemsWithinObservatory, warnings: warningsOfObservatories };
  },
  fileProblems: (environment, project) => {
    const { siteFileProblems } = files;
    return siteFileProblems(environment, project);
  },
  providers: () => ({ "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS }),
  bindings: { "@cdktf/provider-docker": "@cdktf/provider-docker@12" },
  scaffold: {
    example: "my-site",
    name: () => rules.site.shape.name,
    withoutRegion: "a site of OCS",
    port: {
      first: 8001,
      of: (environment) => {
        const { madeCrossbar } = layout;
        return madeCrossbar(environment)?.port;
      },
    },
    command: {
      summary: "Create environments/observatory/<name>.ts, a small OCS site on this machine's Docker",
      name: "name of the site, and prefix of its containers' names",
      sample: "dome",
      more: "To create one from an existing site, use slipway observatory import.",
    },
  },
};
