import type { Command } from "commander";

/** Gives a command the options that say which server is meant. */
export function ofServer(command: Command): Command {
  return command.option("--server <name>", "name of the server in the file; required if there are several");
}

/** The same for a command that is for one database. */
export function ofDatabase(command: Command): Command {
  return ofServer(command).option("--database <name>", "name of the database; required if the file has several");
}
