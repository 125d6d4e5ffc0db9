import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const state = lazy<typeof import("../../observatory/status")>(() => require("../../observatory/status"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));

/** `slipway observatory status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("List a site's agents: container, health, whether they answer on the bus, and if not, why")
    .argument(...optionalWorkspace("name of the site"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory status
  slipway observatory status lab --json

Exits with 0 if every agent in a container runs and answers, and with 1 otherwise.`,
    )
    .action((workspace: string | undefined, options: { readonly json?: boolean }) =>
      printStatus(workspaces.namedEnvironment(project(), "observatory", workspace), options),
    );
}

/** A helper is not on the bus. */
function isOfBus(instance: string, agentClass: string): boolean {
  return agentClass !== "" || instance === "crossbar";
}

/** Prints every part of a site, and ends with 1 when one in a container does not answer. */
async function printStatus(site: ObservatoryEnvironment, { json }: { readonly json?: boolean }): Promise<void> {
  const parts = await state.statusOf(site);
  if (parts.some(({ state, why }) => state !== "native" && why !== "")) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(parts, null, 2));
  const head = ["instance", "class", "host", "container", "health", "on the bus", "why not"];
  const cells = parts.map(({ instance, agentClass, host, state, health, registered, why }) =>
    [
      instance,
      agentClass,
      host,
      state,
      health,
      isOfBus(instance, agentClass) ? (registered ? "yes" : "no") : "",
      why,
    ].map(visible),
  );
  console.log(tables.tableText(head, cells));
}
