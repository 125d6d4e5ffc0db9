import { Command } from "commander";
import type { Project } from "../../../engine/project";
import { drillCommand } from "./db/drill";
import { dumpCommand } from "./db/dump";
import { dumpsCommand } from "./db/dumps";
import { restoreCommand } from "./db/restore";
import { rotateCommand } from "./db/rotate";
import { shellCommand } from "./db/shell";
import { statusCommand } from "./db/status";

/** `slipway pipelines db`. */
export function databaseCommand(project: () => Project): Command {
  return new Command("db")
    .description("Query, dump and restore the workflows' database")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db status logd\n  slipway pipelines db shell logd\n  slipway pipelines db dump logd --out chembl.sql.gz\n  slipway pipelines db dumps logd",
    )
    .addCommand(statusCommand(project))
    .addCommand(shellCommand(project))
    .addCommand(dumpCommand(project))
    .addCommand(dumpsCommand(project))
    .addCommand(restoreCommand(project))
    .addCommand(drillCommand(project))
    .addCommand(rotateCommand(project));
}
