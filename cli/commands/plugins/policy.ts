import { Command } from "commander";
import type { PluginRole } from "../../../constructs/plugins/render/policies";
import type { PluginsEnvironment } from "../../../constructs/plugins/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { workspaceAndRest } from "../../words";

const policies = lazy<typeof import("../../../constructs/plugins/render/policies")>(() =>
  require("../../../constructs/plugins/render/policies"),
);
const meant = lazy<typeof import("../../../constructs/shared/did-you-mean")>(() =>
  require("../../../constructs/shared/did-you-mean"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);

/** `slipway plugins policy`. */
export function policyCommand(project: () => Project): Command {
  return new Command("policy")
    .description("Print the store's policy for workers (reader) or for anyone who synchronizes (writer)")
    .argument("<role...>", "reader or writer, after the workspace if the project has several")
    .usage("[options] [workspace] <reader|writer>")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins policy reader > reader.json
  slipway plugins policy dioptra-lab writer`,
    )
    .action((words: readonly string[]) => {
      const { workspace, rest } = workspaceAndRest(words, 1);
      const [role = "", ...more] = rest;
      if (more.length > 0) throw new Error(`policy takes a workspace and a role, got ${words.join(" ")}`);
      printPolicy(workspaces.namedEnvironment(project(), "plugins", workspace), role);
    });
}

/** Prints what a role may do, for a store that takes policies as files. */
function printPolicy({ bucket, collections }: PluginsEnvironment, role: string): void {
  const roles: readonly PluginRole[] = ["reader", "writer"];
  const found = roles.find((each) => each === role);
  if (found === undefined) {
    const advice = meant.didYouMean(role, roles) ?? "workers are readers";
    throw new Error(`role must be reader or writer, got ${shown(role)}; ${advice}`);
  }
  const prefixes = collections.map(({ prefix }) => prefix);
  console.log(policies.pluginPolicy(found, bucket.name, prefixes));
}
