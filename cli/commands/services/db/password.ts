import { Command } from "commander";
import { SUPERUSER } from "../../../../constructs/services/render/postgres";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofServer } from "../../../services/database/words";
import { optionalWorkspace } from "../../../words";

const passwords = lazy<typeof import("../../../services/database/password")>(() =>
  require("../../../services/database/password"),
);
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);

/** `slipway services db password`. */
export function passwordCommand(project: () => Project): Command {
  const command = new Command("password")
    .description("Print the password of a role, which was generated on the node")
    .argument(...optionalWorkspace("name of the platform"));
  return ofServer(command)
    .option("--role <name>", "name of the role", SUPERUSER)
    .addHelpText(
      "after",
      `
Examples:
  slipway services db password
  slipway services db password platform --role reader

The password of a role that the file gives a variable is where that variable comes from.`,
    )
    .action(async (workspace: string | undefined, options: DatabaseOptions & { readonly role: string }) => {
      const server = await servers.serverOf(project(), workspace, options);
      console.log(await passwords.passwordOf(server, options.role));
    });
}
