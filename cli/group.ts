import type { Command } from "commander";

/** Gives a command its subcommands when somebody asks for them: each is a file to load, and most runs ask for none. */
export function withSubcommands(command: Command, subcommands: () => readonly Command[]): Command {
  return Object.defineProperty(command, "commands", {
    configurable: true,
    get: () => {
      withoutSubcommands(command);
      for (const each of subcommands()) command.addCommand(each);
      return command.commands;
    },
  });
}

/** A command whose subcommands nobody asks for. */
export function withoutSubcommands(command: Command): Command {
  return Object.defineProperty(command, "commands", { configurable: true, writable: true, value: [] });
}
