import { readFileSync } from "node:fs";
import { quotedWord } from "../../shared/shell-word";
import { CONTAINER, CURRENT, FOLDER } from "../render/driver";
import { Engine } from "./engine";
import { Closed, passGate } from "./gate";
import { type Change, changeScript, drainScript, REFUSED } from "./script";
import type { Told, ToldConfiguration, ToldMigration, ToldRoute, ToldSwitch, ToldTidy } from "./told";

/** What the program does, by the word in ACTION. */
const ACTIONS: Readonly<Record<string, (told: never) => Promise<string>>> = {
  configure,
  migrated,
  route,
  switch: switchUpstream,
  tidy,
};

async function main(): Promise<void> {
  const { ACTION = "", TOLD = "" } = process.env;
  const action = ACTIONS[ACTION];
  if (action === undefined)
    throw new Error(`ACTION must be one of ${Object.keys(ACTIONS).join(", ")}, got "${ACTION}"`);
  console.log(await action(JSON.parse(TOLD) as never));
}

async function configure(told: ToldConfiguration): Promise<string> {
  await change(told, { files: told.files, keys: texts(told.keys) });
  return `${told.front}: configured`;
}

/** The gate, the switch, and the wait for what is still on its way to the old container. */
async function switchUpstream(told: ToldSwitch): Promise<string> {
  const { upstream, current: file, container, port, files, health, probes } = told;
  const engine = new Engine(told.engine);
  const all = await containersOf(told, engine, upstream);
  const old = all.get(file);
  const serves = all.size === 0 ? "nothing serves yet" : "the old container serves on";
  try {
    await passGate({
      ...{ engine, front: told.front, probe: probes.container, health, container },
      tell: (line) => console.log(`${upstream} ${line}`),
    });
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
    throw new Error(
      `${upstream} ${error.message}; ${serves}: mend it, and deploy again\n${container}: ${await engine.lastLines(container)}`,
    );
  }
  await change(told, {
    files,
    words: { [`${CURRENT}/${file}`]: container },
    ...(probes.upstream && { probe: { probe: probes.upstream, timeoutSeconds: health.timeoutSeconds } }),
  });
  if (old === undefined || old === container) return `${upstream}: ${container} gets the requests`;
  const drained = await drain(told, engine, `${old}:${port}`);
  return `${upstream}: ${container} gets the requests, ${drained}`;
}

async function drain(told: ToldSwitch | ToldRoute, engine: Engine, old: string): Promise<string> {
  const { code, stdout } = await engine.run(told.front, drainScript(told, old, told.drainSeconds));
  if (code === 0 && stdout === "0") return "none is left at the old container";
  return `${code === 0 ? stdout : "some"} are left at the old container after ${told.drainSeconds} s`;
}

/** The containers of an upstream, or of all of a service, by their files. */
async function containersOf({ front }: Told, engine: Engine, name: string): Promise<ReadonlyMap<string, string>> {
  const files = [name, `${name}-blue`, `${name}-green`].map((each) => `${quotedWord(each)}.*`).join(" ");
  const script = `cd ${FOLDER}/${CURRENT} 2>/dev/null && for file in ${files}; do [ ! -f "$file" ] || echo "$file $(cat "$file")"; done; exit 0\n`;
  const { code, stdout, stderr } = await engine.run(front, script);
  if (code !== 0) throw new Error(stopped(front, stderr));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

async function route(told: ToldRoute): Promise<string> {
  const { health, probe, front } = told;
  const engine = new Engine(told.engine);
  const before = await containersOf(told, engine, told.route);
  if (probe !== undefined) {
    try {
      const container = probe.current === undefined ? undefined : before.get(probe.current);
      const url = container === undefined ? probe.url : probe.url.replace(CONTAINER, container);
      await passGate({
        engine,
        front,
        probe: { ...probe, url },
        health,
        ...(container !== undefined && { container }),
        tell: (line) => console.log(`${told.route}: what is to go live ${line}`),
      });
    } catch (error) {
      if (!(error instanceof Closed)) throw error;
      throw new Error(
        `${told.route}: what is to go live ${error.message}; the hosts stay where they were: mend it, and deploy again`,
      );
    }
  }
  await change(told, { files: told.files, words: told.words, keys: texts(told.keys) });
  for (const [file, container] of before) {
    const port = /-(\d+)$/.exec(file)?.[1] ?? "";
    if (!told.here.includes(file)) await drain(told, engine, `${container}:${port}`);
  }
  return `${told.route}: routed${Object.values(told.words).map((colour) => `, ${colour} is live`)}`;
}

async function tidy(told: ToldTidy): Promise<string> {
  await change(told, { files: {}, keep: told.keep });
  return `${told.front}: nothing is left of services that are gone`;
}

/** The provider takes no exit code for an error. A container that failed goes, so that the next deployment tries again. */
async function migrated({ engine: place, container }: ToldMigration): Promise<string> {
  const engine = new Engine(place);
  const { State } = await engine.inspect(container);
  if (!State.Running && State.ExitCode === 0) return `${container}: migrated`;
  const lines = await engine.lastLines(container);
  await engine.remove(container);
  throw new Error(
    `the migration must end with 0, got ${State.Running ? "none yet" : State.ExitCode}; the old container serves on: mend it, and deploy again\n${container}: ${lines}`,
  );
}

async function change(told: Told, wanted: Change): Promise<void> {
  const { code, stderr } = await new Engine(told.engine).run(told.front, changeScript(told, wanted));
  if (code === 0) return;
  if (code === REFUSED) throw new Error(`${stderr.trim()}\n${told.front}: all is as it was; mend it, and deploy again`);
  throw new Error(stopped(told.front, stderr));
}

function stopped(front: string, stderr: string): string {
  return `front ${front} must run and answer, got ${JSON.stringify(stderr.trim())}; docker logs ${front} shows why it does not`;
}

/** Files of the project, read where the stack's folder is. */
function texts(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, readFileSync(file, "utf8")]));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
