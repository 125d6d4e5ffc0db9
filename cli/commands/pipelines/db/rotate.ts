import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { optionalWorkspace } from "../../../words";

const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);
const rotations = lazy<typeof import("../../../pipelines/rotation")>(() => require("../../../pipelines/rotation"));

/** `slipway pipelines db rotate`. */
export function rotateCommand(project: () => Project): Command {
  return new Command("rotate")
    .description("Replace the passwords of the database's users, and update all secrets that have them")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--user <name>", "rotate only this user, such as root (default: all users of the file)")
    .option("--discard-old", "end the old passwords instead, after every pod has read the new ones")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines db rotate logd
  slipway pipelines db rotate logd --discard-old     when all pods have the new passwords

Passwords are generated in the cluster; nobody sees them. Until --discard-old, the old ones work too, with MySQL 8.0.14 or later.
A pod sees a changed secret in its files within a minute or two, and in its environment variables after a restart.
If a rotation breaks off, run it again: it continues with the same passwords.`,
    )
    .action(
      (workspace: string | undefined, { user, discardOld }: { readonly user?: string; readonly discardOld?: true }) => {
        const cluster = environments.clusterNamed(project(), workspace);
        return discardOld ? rotations.discardOld(cluster, user) : rotations.rotate(cluster, user);
      },
    );
}
