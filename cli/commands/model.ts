import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const adopt = lazy<typeof import("./model/adopt")>(() => require("./model/adopt"));
const image = lazy<typeof import("./model/image")>(() => require("./model/image"));
const importer = lazy<typeof import("./model/import")>(() => require("./model/import"));
const logs = lazy<typeof import("./model/logs")>(() => require("./model/logs"));
const run = lazy<typeof import("./model/run")>(() => require("./model/run"));
const runs = lazy<typeof import("./model/runs")>(() => require("./model/runs"));
const status = lazy<typeof import("./model/status")>(() => require("./model/status"));
const stop = lazy<typeof import("./model/stop")>(() => require("./model/stop"));
const init = lazy<typeof import("./model/init")>(() => require("./model/init"));
const local = lazy<typeof import("./model/local")>(() => require("./model/local"));
const scenario = lazy<typeof import("./model/scenario")>(() => require("./model/scenario"));
const unadopt = lazy<typeof import("./model/unadopt")>(() => require("./model/unadopt"));
const who = lazy<typeof import("./model/who")>(() => require("./model/who"));
const workflow = lazy<typeof import("./model/workflow")>(() => require("./model/workflow"));

/** `slipway model`: what operators of models do beside deploying them. */
export function modelCommand(project: () => Project): Command {
  const command = new Command("model")
    .description("Create, build and run models; bring over those that the older Terraform modules have deployed")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image push quetzal-paris --folder ../quetzal_paris   build and push its image, and run it
  slipway model init ../oslo                       create the files of a new model
  slipway model local quetzal-oslo --workflow --scenario base   run its workflow on this machine
  slipway model import old/environments/*.tfvars   generate environment files from tfvars files
  slipway model adopt quetzal-paris --check        show whether it can be adopted, without writing anything
  slipway model adopt quetzal-paris                adopt it
  slipway model unadopt quetzal-paris              go back to the old code
  slipway model workflow show quetzal-paris        draw the steps of its workflow
  slipway model run quetzal-paris --scenario base  run a scenario, and follow it
  slipway model status quetzal-paris               compare what is deployed with the file
  slipway model scenario push quetzal-paris base   send the files of a scenario that differ
  slipway model who quetzal-paris                  show who may read, write and run it`,
    );
  return withSubcommands(command, () => [
    adopt.adoptCommand(project),
    image.imageCommand(project),
    importer.importCommand(project),
    init.initCommand(),
    local.localCommand(project),
    logs.logsCommand(project),
    run.runCommand(project),
    runs.runsCommand(project),
    status.statusCommand(project),
    stop.stopCommand(project),
    unadopt.unadoptCommand(project),
    scenario.scenarioCommand(project),
    who.whoCommand(project),
    workflow.workflowCommand(project),
  ]);
}
