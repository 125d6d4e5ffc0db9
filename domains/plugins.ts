import type { PluginsEnvironment } from "../constructs/plugins/schema";
import { lazy } from "../constructs/shared/lazy";
import { AWS_PROVIDER_VERSIONS, DOCKER_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const regions = lazy<typeof import("../constructs/shared/regions")>(() => require("../constructs/shared/regions"));
const rules = lazy<typeof import("../constructs/plugins/schema")>(() => require("../constructs/plugins/schema"));
const folders = lazy<typeof import("./plugin-folders")>(() => require("./plugin-folders"));
const rights = lazy<typeof import("../constructs/plugins/render/plugin-rights")>(() =>
  require("../constructs/plugins/render/plugin-rights"),
);

/** Task plugins of testbeds, in S3 or another store, and the workers that load them. */
export const plugins: Domain<"plugins", PluginsEnvironment> = {
  name: "plugins",
  rules: () => {
    const { pluginsEnvironment, problemsWithinPlugins, problemsAmongPlugins, warningsOfPlugins } = rules;
    return {
      schema: pluginsEnvironment,
      within: problemsWithinPlugins,
      among: problemsAmongPlugins,
      warnings: warningsOfPlugins,
    };
  },
  fileProblems: (environment, project, compile) => {
    const { collectionProblems } = folders;
    return collectionProblems(environment, project, compile);
  },
  providers: (environment) => ({
    "hashicorp/aws": AWS_PROVIDER_VERSIONS,
    ...(environment?.workers !== undefined && { "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS }),
  }),
  bindings: { "@cdktf/provider-aws": "@cdktf/provider-aws@21" },
  // Another store has its own word for a region.
  target: ({ accountId, region, bucket }) => (bucket.store === undefined ? { aws: { accountId, region } } : {}),
  accountNeeds: ({ access }) => ({ roles: [...(access?.readers ?? []), ...(access?.writers ?? [])] }),
  workRights: (environment) =>
    environment.bucket.store === undefined
      ? rights.pluginRights(environment, regions.partitionOf(environment.region))
      : [],
  scaffold: {
    example: "my-testbed",
    name: () => rules.name,
    region: {
      usual: "AWS_REGION, else the region of the models, else us-east-1",
      choose: (shared, shell) => shell ?? shared ?? "us-east-1",
    },
    files: { "task-plugins/dioptra_builtins/__init__.py": "", "task-plugins/dioptra_custom/__init__.py": "" },
    before:
      'npx slipway sandbox up and eval "$(npx slipway sandbox env)", or write your AWS account into the file; then ',
    command: {
      summary:
        "Create environments/plugins/<name>.ts, a bucket for a testbed's task plugins, and the two folders that fill it",
      name: "name of the testbed; the bucket is <name>-plugins",
      sample: "testbed",
    },
  },
};
