import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const audit = lazy<typeof import("./services/audit")>(() => require("./services/audit"));
const build = lazy<typeof import("./services/build")>(() => require("./services/build"));
const certs = lazy<typeof import("./services/certs")>(() => require("./services/certs"));
const db = lazy<typeof import("./services/db")>(() => require("./services/db"));
const deploy = lazy<typeof import("./services/deploy")>(() => require("./services/deploy"));
const drain = lazy<typeof import("./services/drain")>(() => require("./services/drain"));
const importer = lazy<typeof import("./services/import")>(() => require("./services/import"));
const list = lazy<typeof import("./services/list")>(() => require("./services/list"));
const logs = lazy<typeof import("./services/logs")>(() => require("./services/logs"));
const node = lazy<typeof import("./services/node")>(() => require("./services/node"));
const nodes = lazy<typeof import("./services/nodes")>(() => require("./services/nodes"));
const promote = lazy<typeof import("./services/promote")>(() => require("./services/promote"));
const prune = lazy<typeof import("./services/prune")>(() => require("./services/prune"));
const repair = lazy<typeof import("./services/repair")>(() => require("./services/repair"));
const rollback = lazy<typeof import("./services/rollback")>(() => require("./services/rollback"));

/** `slipway services`: what operators of services do day by day. */
export function servicesCommand(project: () => Project): Command {
  const command = new Command("services")
    .description("Operate services on Docker nodes: see what runs, and choose which colour is live")
    .addHelpText(
      "after",
      `
Examples:
  slipway services list                list the containers, and what differs from the file
  slipway services nodes               list the machines: address, size, disk, load
  slipway services build nmpi          build the next version for the idle colour
  slipway services promote nmpi        make the other colour live
  slipway services rollback nmpi       go back
  slipway services certs               list certificates and when they end
  slipway services db dump             dump the database
  slipway services prune               remove old images when a disk fills up
  slipway services import *.yml        generate an environment file from files of deploy.py

If the project has several workspaces, name one first: slipway services promote platform nmpi.`,
    );
  return withSubcommands(command, () => [
    list.listCommand(project),
    nodes.nodesCommand(project),
    node.nodeCommand(project),
    drain.drainCommand(project),
    build.buildCommand(project),
    deploy.deployCommand(project),
    promote.promoteCommand(project),
    rollback.rollbackCommand(project),
    logs.logsCommand(project),
    audit.auditCommand(project),
    certs.certsCommand(project),
    db.dbCommand(project),
    repair.repairCommand(project),
    prune.pruneCommand(project),
    importer.importCommand(project),
  ]);
}
