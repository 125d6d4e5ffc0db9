import { runProgram } from "../../shared/apply/program";
import { Engine } from "./engine";
import { handOver } from "./switch/handover";
import { configure, switchRoute, switchUpstream, tidyUp } from "./switch/switch";
import type { ToldMigration } from "./told";

/** What the program does, by the word in ACTION. */
const ACTIONS: Readonly<Record<string, (told: never) => Promise<string>>> = {
  configure,
  handover: handOver,
  migrated,
  route: switchRoute,
  switch: switchUpstream,
  tidy: tidyUp,
};

async function main(): Promise<string> {
  const { ACTION = "", TOLD = "" } = process.env;
  const action = ACTIONS[ACTION];
  if (action === undefined)
    throw new Error(`ACTION must be one of ${Object.keys(ACTIONS).join(", ")}, got "${ACTION}"`);
  return action(JSON.parse(TOLD) as never);
}

/** The provider takes no exit code for an error. A container that failed goes, so that the next deployment tries again. */
async function migrated({ engine: place, container }: ToldMigration): Promise<string> {
  const engine = new Engine(place);
  const { State } = await engine.inspect(container);
  if (!State.Running && State.ExitCode === 0) return `${container}: migrated`;
  const lines = await engine.lastLines(container);
  await engine.remove(container).catch((error: Error) => console.error(error.message));
  throw new Error(
    `the migration must end with 0, got ${State.Running ? "none yet" : State.ExitCode}; the old container serves on: mend it, and deploy again\n${container}: ${lines}`,
  );
}

runProgram(main);
