import { Command } from "commander";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { AuditEntry } from "../../services/audit";
import { optionalWorkspace } from "../../words";

const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const records = lazy<typeof import("../../services/audit")>(() => require("../../services/audit"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));

/** `slipway services audit`. */
export function auditCommand(project: () => Project): Command {
  return new Command("audit")
    .description("Print who deployed, promoted and rolled back what, and when, from this project's folder")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway services audit
  slipway services audit platform --json

Reads terraform.tfstate.d/<workspace>/audit.jsonl, beside the state. Each deployment, promotion and rollback adds a line.`,
    )
    .action((workspace: string | undefined, options: { readonly json?: boolean }) =>
      printAudit(project(), workspaces.namedEnvironment(project(), "services", workspace), options),
    );
}

function printAudit(project: Project, { name }: ServicesEnvironment, { json }: { readonly json?: boolean }): void {
  const entries = records.readAudit(project, name);
  if (json || entries.length === 0) {
    console.log(json ? JSON.stringify(entries, null, 2) : `nothing was done to ${name} from here yet`);
    return;
  }
  const head = ["time", "user", "commit", "what", "images", "outcome"];
  console.log(tables.tableText(head, entries.map(cells)));
}

function cells({ time, user, commit, dirty, action, service, from, to, images, outcome }: AuditEntry): string[] {
  const at = commit === undefined ? "" : `${commit.slice(0, 10)}${dirty ? ", changed" : ""}`;
  const what = service === undefined ? action : `${action} ${service}: ${from} to ${to}`;
  const names = Object.entries(images).map(([name, image]) => visible(`${name} ${image}`));
  return [visible(time), visible(user), visible(at), visible(what), names.join("\n"), visible(outcome)];
}
