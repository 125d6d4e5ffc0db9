import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { changeOptions } from "../../../services/change-flags";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofServer } from "../../../services/database/words";
import { optionalWorkspace } from "../../../words";

const records = lazy<typeof import("../../../services/database/upgrade/upgrade-record")>(() =>
  require("../../../services/database/upgrade/upgrade-record"),
);
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);
const upgrades = lazy<typeof import("../../../services/database/upgrade/upgrade")>(() =>
  require("../../../services/database/upgrade/upgrade"),
);
const volumes = lazy<typeof import("../../../services/database/upgrade/old-volume")>(() =>
  require("../../../services/database/upgrade/old-volume"),
);

interface UpgradeOptions extends DatabaseOptions {
  readonly image?: string;
  readonly volume?: string;
  readonly removeOld?: string;
  readonly autoApprove?: boolean;
}

/** `slipway services db upgrade`. */
export function upgradeCommand(project: () => Project): Command {
  const command = new Command("upgrade")
    .description("Move a server to another major version: dump it, deploy the new one, restore, and compare")
    .argument(...optionalWorkspace("name of the platform"));
  return ofServer(command)
    .option("--image <image>", "image of the new version, such as postgres:18.1")
    .option("--volume <name>", "new volume for the data (default: <platform>-<server>-postgres-<major>)")
    .option("--remove-old <volume>", "remove the volume that an upgrade has left, and do nothing else")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db upgrade --image postgres:18.1
  slipway services db upgrade platform --server db --image postgres:18.1 --auto-approve
  slipway services db upgrade platform --remove-old platform-db-postgres

Services cannot reach the server from the approval until the new one is there. What one writes before its database is restored
is kept in another database, <name>_before_<time>. The image and the volume in the file are changed. The rows of each table, and
a checksum of them, are compared. The old volume stays until --remove-old names it.
If the command is interrupted, run it again on the same machine: it goes on.`,
    )
    .action((workspace: string | undefined, options: UpgradeOptions) => upgrade(project(), workspace, options));
}

async function upgrade(project: Project, workspace: string | undefined, options: UpgradeOptions): Promise<void> {
  const { image, volume, removeOld, autoApprove = false } = options;
  if ((image === undefined) === (removeOld === undefined)) {
    const got = image === undefined ? "neither" : "both";
    throw new Error(`one of --image and --remove-old is required, got ${got}; --image upgrades the server`);
  }
  const server = await servers.serverOf(project, workspace, options);
  const record = new records.UpgradeRecord(project, server);
  const change = changeOptions({ autoApprove, deploy: true });
  if (removeOld !== undefined) return volumes.removeOldVolume(server, removeOld, record, change.print);
  const request = { image: image as string, ...(volume !== undefined && { volume }) };
  await upgrades.upgradeServer(project, server, record, request, change);
}
