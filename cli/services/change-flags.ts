import { Command } from "commander";
import { nameAfterWorkspace } from "../words";
import type { ChangeOptions } from "./changed-file";

/** The flags of a command that changes the file of a platform. */
export interface ChangeFlags {
  readonly autoApprove?: boolean;
  readonly deploy: boolean;
}

/** The same, for what changes it. */
export function changeOptions({ autoApprove = false, deploy }: ChangeFlags): ChangeOptions {
  return { autoApprove, deploy, environment: process.env, print: (line: string) => console.log(line) };
}

/** A command that changes one node of a platform's file. */
export function changeOfNode(name: string): Command {
  return new Command(name)
    .argument(...nameAfterWorkspace("node"))
    .usage("[options] [workspace] <node>")
    .option("--no-deploy", "only change the file");
}
