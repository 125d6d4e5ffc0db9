import { setTimeout as sleep } from "node:timers/promises";
import { rolesScript } from "../../render/postgres-roles";
import { secretName, type ToldRoles } from "../../render/postgres-told";
import { Engine } from "../engine";

const PAUSE_MILLISECONDS = 500;
/** A server that cannot start is started again and again. */
const MOST_RESTARTS = 3;

/** Waits until a server answers, and makes its roles and databases as the file says. */
export async function setRoles(told: ToldRoles, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { container, roles, passwords } = told;
  const engine = new Engine(told.engine);
  await answering(engine, told);
  const secrets = Object.fromEntries(
    roles.flatMap(({ name, isGiven }, index) => (isGiven ? [[name, environment[secretName(index)] ?? ""]] : [])),
  );
  const empty = roles.filter(({ name, isGiven }) => isGiven && secrets[name] === "").map(({ name }) => name);
  if (empty.length > 0)
    throw new Error(`${container}: the password of ${empty.join(", ")} must not be empty, got ""; set its variable`);
  const { code, stderr } = await engine.run(container, rolesScript(told, passwords, secrets));
  if (code === 0) return `${container}: ${roles.length} roles, ${told.databases.length} databases`;
  throw new Error(
    `${container}: roles and databases must be made, got ${without(Object.values(secrets), stderr.trim())}`,
  );
}

async function answering(engine: Engine, { container, deadlineSeconds }: ToldRoles): Promise<void> {
  const end = Date.now() + deadlineSeconds * 1000;
  // The engine counts restarts over the container's whole life.
  let before: number | undefined;
  for (;;) {
    const { State, RestartCount } = await engine.inspect(container);
    if (State.Running && State.Health?.Status === "healthy") return;
    before ??= RestartCount;
    const isBroken = RestartCount - before >= MOST_RESTARTS || State.Status === "exited";
    if (isBroken || Date.now() > end) {
      const why = isBroken ? `${State.Status} with code ${State.ExitCode}` : `no answer for ${deadlineSeconds} s`;
      throw new Error(
        `${container} must answer a query, got ${why}\n${container}: ${await engine.lastLines(container)}`,
      );
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}

/** PostgreSQL repeats a statement that it refuses. */
function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((told, secret) => told.replaceAll(secret, "…"), text);
}
