import { DEAF } from "../../render/driver";
import { Engine, type Output } from "../engine";
import type { Told } from "../told";
import { stopped } from "./serving";

/** A proxy that begins with its files does so within seconds, also on a machine with much to do. */
const SECONDS = 90;

/**
 * Runs the script of a change. Files of an earlier deployment may have turned off the address at which the proxy takes changes, or
 * may make it exit whenever it starts. Then the new files replace them, and the container is restarted.
 *
 * @param script makes the script; with `isLoaded` false, for a front that does not run: it does not reload the proxy
 */
export async function changed(told: Told, script: (told: Told, isLoaded: boolean) => string): Promise<Output> {
  const { front } = told;
  const engine = new Engine(told.engine);
  const change = () => engine.run(front, script(told, true));
  let output = await change();
  if (output.code !== DEAF && (await engine.isDown(front, output))) {
    const { driver } = told;
    output = await engine.runBeside(front, script({ ...told, driver: { ...driver, reload: `(exit ${DEAF})` } }, false));
    // Files that are as they should be are not why it ends.
    if (output.code === 0) throw await down(engine, front);
  }
  if (output.code !== DEAF) return output;
  console.log(`${front}: takes no changes any more; it is started again with the new files`);
  await startAgain(engine, front);
  return change();
}

async function startAgain(engine: Engine, front: string): Promise<void> {
  const { code, stderr } = await engine.docker(["restart", front]);
  if (code !== 0) throw new Error(stopped(front, stderr));
  for (let waited = 0; waited < SECONDS; waited += 1) {
    const { State } = await engine.inspect(front);
    if (State.Status === "running" && ["healthy", undefined].includes(State.Health?.Status)) return;
    await new Promise((done) => setTimeout(done, 1000));
  }
  throw await down(engine, front);
}

async function down(engine: Engine, front: string): Promise<Error> {
  return new Error(`${stopped(front, "one that ends again and again")}\n${front}: ${await engine.lastLines(front)}`);
}
