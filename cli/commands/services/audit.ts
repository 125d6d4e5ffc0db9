import { Command } from "commander";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { AuditEntry } from "../../services/audit-entry";
import { optionalWorkspace } from "../../words";

const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));
const records = lazy<typeof import("../../services/audit")>(() => require("../../services/audit"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));

/** `slipway services audit`. */
export function auditCommand(project: () => Project): Command {
  return new Command("audit")
    .description("Print who deployed, promoted and rolled back what, and when")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway services audit
  slipway services audit platform --json

Every deployment, promotion, rollback and build is recorded when it begins and when it ends, on the node whose front serves it and
in terraform.tfstate.d/<workspace>/audit.jsonl. All operators see the same history. "not finished" means that the command was
killed, or is still running.`,
    )
    .action(async (workspace: string | undefined, options: { readonly json?: boolean }) =>
      printAudit(project(), await platforms.platformOf(project(), workspace), options),
    );
}

async function printAudit(
  project: Project,
  platform: ServicesEnvironment,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const { entries, silent } = await records.readAudit(project, platform);
  for (const each of silent) console.error(`warning: ${each}; entries from other machines may be missing`);
  if (json || entries.length === 0) {
    console.log(json ? JSON.stringify(entries, null, 2) : `${platform.name}: nothing on record yet`);
    return;
  }
  const head = ["time", "user", "commit", "what", "images", "outcome"];
  console.log(tables.tableText(head, entries.map(cells)));
}

function cells({ time, user, host, commit, dirty, images, outcome, ...deed }: AuditEntry): string[] {
  const { action, node, built, database, service, from, to } = deed;
  const at = commit === undefined ? "" : `${commit.slice(0, 10)}${dirty ? ", changed" : ""}`;
  const ofAll = [action, node, built, database].filter((word) => word !== undefined).join(" ");
  const what = service === undefined ? ofAll : `${action} ${service}: ${from} to ${to}`;
  const who = host === undefined ? user : `${user}@${host}`;
  const names = Object.entries(images).map(([name, image]) => visible(`${name} ${image}`));
  const ended = outcome === "begun" ? "not finished" : outcome;
  return [...[time, who, at, what].map(visible), names.join("\n"), visible(ended)];
}
