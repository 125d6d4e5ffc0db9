import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../../../constructs/services/apply/engine";
import { nodeNames } from "../../../../constructs/services/render/layout";
import { quoted } from "../../../../constructs/services/render/postgres-roles";
import { didYouMean } from "../../../../constructs/shared/did-you-mean";
import { shown } from "../../../../constructs/shared/shown";
import { imageName } from "../../look";
import { engineOf } from "../../platform";
import { AS_SUPERUSER, inContainer, runSql, type Server } from "../server";
import { fed } from "../streams";
import { backupOf } from "./back-up";
import { type KeptDump, lastDump, type Manifest } from "./kept-dumps";
import { dumpStore } from "./store-of";
import { differences, TABLE_SUMS, tableSumsIn } from "./table-sums";

/** Which dump to try. */
export interface DrillRequest {
  readonly database: string;
  /** @default - that of the server */
  readonly node?: string;
  readonly print: (line: string) => void;
}

/** The server that a dump is restored into. */
type Drilled = Pick<Server, "engine" | "container">;

/** Its volume has no name, and is removed with its container. Nothing can reach the server. */
const START = `POSTGRES_PASSWORD=$(head -c 24 /dev/urandom | base64) exec docker-entrypoint.sh postgres`;
const START_SECONDS = 300;
/** A container that is older was left by a drill that was killed. */
const LEFT_MILLISECONDS = 24 * 3_600_000;
/** While its image initializes it, a server answers only at its socket. */
const READY = "pg_isready -q -h 127.0.0.1\n";

/** Restores the last dump of a database into a server of its own, and compares every table with the dump's manifest. */
export async function drill(server: Server, { database, node = server.node, print }: DrillRequest): Promise<void> {
  const store = dumpStore(backupOf(server));
  const engine = engineAt(server, node);
  const last = await lastDump(store, server, database);
  const drilled = { engine, container: `${server.container}-drill` };
  const name = store.name(`${last.path}.dump`);
  const begin = performance.now();
  await start(drilled, server);
  try {
    await answering(drilled);
    await restoreInto(drilled, { ...last, name, content: await store.read(`${last.path}.dump`) });
    const found = tableSumsIn(await ask(drilled, database, TABLE_SUMS));
    const wrong = differences(last.manifest.tables, found);
    if (wrong.length > 0)
      throw new Error([`${name} must restore to the rows that it was made of:`, ...wrong].join("\n"));
    const rows = Object.values(found).reduce((sum, each) => sum + each.rows, 0);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    print(
      `${name}: restored on ${node} in ${seconds} s, ${Object.keys(found).length} tables with ${rows} rows, all equal`,
    );
  } finally {
    await removed(drilled);
  }
}

function engineAt({ platform }: Server, node: string): Engine {
  const known = nodeNames(platform);
  if (known.includes(node)) return engineOf(platform, node);
  const advice = didYouMean(node, known) ?? "declare it in nodes";
  throw new Error(`--node must be one of ${known.join(", ")}, got ${shown(node)}; ${advice}`);
}

async function start(drilled: Drilled, { settings }: Server): Promise<void> {
  const { engine, container } = drilled;
  const old = await engine.look(container);
  if (old !== undefined) {
    const age = Date.now() - Date.parse(old.State.StartedAt ?? "");
    if (old.State.Running && age < LEFT_MILLISECONDS) {
      throw new Error(
        `${container} must not be there, got one that runs; wait for the other drill, or: docker rm --force --volumes ${container}`,
      );
    }
    await removed(drilled);
  }
  const words = ["--name", container, "--network", "none", "--entrypoint", "sh"];
  const { code, stderr } = await engine.docker(["run", "--detach", ...words, imageName(settings.image), "-c", START]);
  if (code !== 0) throw new Error(`${container} must start, got ${JSON.stringify(stderr.trim())}`);
}

async function removed({ engine, container }: Drilled): Promise<void> {
  await engine.docker(["rm", "--force", "--volumes", container]);
}

async function answering({ engine, container }: Drilled): Promise<void> {
  for (let waited = 0; (await engine.run(container, READY)).code !== 0; waited += 1) {
    const { State } = await engine.inspect(container);
    if (State.Running && waited < START_SECONDS) {
      await sleep(1000);
      continue;
    }
    const lines = await engine.lastLines(container);
    throw new Error(`${container} must answer, got ${State.Status} after ${waited} s\n${container}: ${lines}`);
  }
}

interface Restored extends KeptDump {
  readonly name: string;
  readonly manifest: Manifest;
  readonly content: Parameters<typeof fed>[1];
}

async function restoreInto(drilled: Drilled, { name, manifest, content }: Restored): Promise<void> {
  const { database, roles } = manifest;
  // The superuser exists already.
  const own = roles.replace(/^CREATE ROLE postgres;$/m, "");
  await ask(drilled, "postgres", `${own}\nCREATE DATABASE ${quoted(database)} TEMPLATE template0;`);
  const words = [...AS_SUPERUSER, "--exit-on-error", "--single-transaction", `--dbname=${database}`];
  const { code, stderr } = await fed(inContainer(drilled, "pg_restore", ...words), content);
  if (code !== 0) throw new Error(`${name} must restore, got an error\n${stderr.trim()}`);
}

async function ask(drilled: Drilled, database: string, sql: string): Promise<string> {
  const { code, stdout, stderr } = await runSql(drilled, database, sql);
  if (code === 0) return stdout;
  throw new Error(`${drilled.container}: ${stderr.trim()}`);
}
