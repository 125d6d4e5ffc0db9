import { runProgram } from "../../shared/apply/program";
import type { PostgresAction } from "../render/postgres-told";
import { prepare } from "./postgres/prepare";
import { setRoles } from "./postgres/roles";

/** What the program does, by the word in ACTION. */
const ACTIONS: Readonly<Record<PostgresAction, (told: never) => Promise<string>>> = { prepare, roles: setRoles };

async function main(): Promise<string> {
  const { ACTION = "", TOLD = "" } = process.env;
  const action = ACTIONS[ACTION as PostgresAction];
  if (action === undefined)
    throw new Error(`ACTION must be one of ${Object.keys(ACTIONS).join(", ")}, got "${ACTION}"`);
  return action(JSON.parse(TOLD) as never);
}

runProgram(main);
