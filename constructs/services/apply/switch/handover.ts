import { addressesMeet } from "../../../shared/render/ip-address";
import { FOLDER } from "../../render/driver";
import { exportedScript, script } from "../../render/shell";
import { Engine, type Inspected } from "../engine";
import type { ToldHandover } from "../told";
import { quiet } from "./drain";
import { writeRemovedVariables } from "./removed-variables";
import { stopped } from "./serving";

/** The removal of a container takes less than that, or it is not removed any more. */
const CLOSED_SECONDS = 30;

/**
 * The old front of a changed one ends, so that the next can have its name and its ports, which Terraform makes at once: an engine gives
 * a port to one container only. Before that, the next one's image must run, take the routes, and have the ports that are new to it.
 */
export async function handOver(told: ToldHandover): Promise<string> {
  const { front, spec, image } = told;
  const engine = new Engine(told.engine);
  const named = await engine.look(front);
  const fronts = [...(named ? [named] : []), ...(await renamed(engine, told, named))];
  const old = fronts.find(({ State }) => State.Running) ?? fronts[0];
  if (old === undefined) return `${front}: nothing is there yet`;
  const isNext = named?.Config.Labels?.[told.label] === spec && named.Image === image;
  if (isNext && (named === old || fronts.length === 1)) return `${front}: stays as it is`;
  await refuseUnfit(engine, told, old);
  await writeRemovedVariables(engine, told, old);
  if (old.State.Running) await lastRequests({ ...told, front: old.Id });
  // Not by its name: another front may have it by now.
  for (const { Id } of fronts) await engine.remove(Id);
  return `${front}: ended; the next one is made`;
}

/** Fronts under names that somebody gave them by hand: one of them may have the ports. */
async function renamed(
  engine: Engine,
  { labels }: ToldHandover,
  named: Inspected | undefined,
): Promise<readonly Inspected[]> {
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const { code, stdout, stderr } = await engine.docker(["ps", "--all", "--quiet", "--no-trunc", ...filters]);
  if (code !== 0)
    throw new Error(`the Docker engine must say which fronts there are, got ${JSON.stringify(stderr.trim())}`);
  const ids = stdout.split("\n").filter((id) => id !== "" && id !== named?.Id);
  return (await Promise.all(ids.map((id) => engine.look(id)))).filter((each) => each !== undefined);
}

/** Throws where the next front could not run, or not have its ports: the old one serves on. */
async function refuseUnfit(
  engine: Engine,
  { front, image, ports, driver }: ToldHandover,
  old: Inspected,
): Promise<void> {
  const { Id, HostConfig } = old;
  const had = Object.values(HostConfig.PortBindings ?? {}).flatMap((each) => each ?? []);
  // The engine may leave the address empty for all of them.
  const isHad = (ip: string, external: number) =>
    had.some(({ HostIp, HostPort }) => HostPort === `${external}` && (HostIp === "" || addressesMeet(HostIp, ip)));
  const fresh = ports.filter(({ ip, external }) => !isHad(ip, external));
  const published = fresh.flatMap(({ ip, external, internal }) => [
    "--publish",
    `${ip.includes(":") ? `[${ip}]` : ip}:${external}:${internal}`,
  ]);
  const check = script(`check() { ${driver.check}; }`, `check ${FOLDER}`);
  const volumes = ["--volumes-from", `${Id}:ro`];
  const tried = ["run", "--rm", "--interactive", ...volumes, ...published, "--entrypoint", "sh", image, "-s"];
  // The present routes may name variables of the old front.
  const { code, stdout, stderr } = await engine.docker(tried, exportedScript(await engine.ownVariables(old), check));
  if (code === 0) return;
  const said = `${stdout}${stderr}`.trimEnd().split("\n").slice(-3).join("\n");
  throw new Error(
    `${front}: the next front must run, take the routes and have its ports, got:\n${said}\n${front}: the old one serves on; mend it, and deploy again`,
  );
}

/** Has browsers open new connections, until those that were idle are gone; then waits for a moment without a request, but not for ever. */
async function lastRequests(told: ToldHandover): Promise<void> {
  const { engine, front, driver, drainSeconds } = told;
  const wait = script(
    ...(driver.close === undefined ? [] : [`close() {\n${driver.close}\n}`, `close ${drainSeconds + CLOSED_SECONDS}`]),
    // Also those to containers of other nodes.
    ...quiet(driver, "", { seconds: drainSeconds, pause: 0.1 }),
    "exit 0",
  );
  const { code, stderr } = await new Engine(engine).run(front, wait);
  if (code !== 0) throw new Error(stopped(front, stderr));
}
