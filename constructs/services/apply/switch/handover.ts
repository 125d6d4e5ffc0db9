import { FOLDER } from "../../render/driver";
import { script } from "../../render/shell";
import { Engine, type Inspected } from "../engine";
import type { ToldHandover } from "../told";
import { quiet } from "./drain";
import { addressOf, servingContainers, stopped } from "./serving";

/**
 * The old front of a changed one ends, so that the next can have its name and its ports, which Terraform makes at once: an engine gives
 * a port to one container only. Before that, the next one's image must run, take the routes, and have the ports that are new to it.
 */
export async function handOver(told: ToldHandover): Promise<string> {
  const { front, spec, image } = told;
  const engine = new Engine(told.engine);
  const old = await engine.look(front);
  if (old === undefined) return `${front}: nothing is there yet`;
  if (old.Config.Labels?.[told.label] === spec && old.Image === image) return `${front}: stays as it is`;
  await refuseUnfit(engine, told, old.HostConfig.PortBindings ?? {});
  if (old.State.Running) await lastRequests(told);
  await engine.remove(front);
  return `${front}: ended; the next one is made`;
}

/** Throws where the next front could not run, or not have its ports: the old one serves on. */
async function refuseUnfit(
  engine: Engine,
  { front, image, ports, driver }: ToldHandover,
  bindings: NonNullable<Inspected["HostConfig"]["PortBindings"]>,
): Promise<void> {
  const had = Object.values(bindings).flatMap((each) => each ?? []);
  // At all addresses there is each of them.
  const isHad = (ip: string, external: number) =>
    had.some(({ HostIp, HostPort }) => HostPort === `${external}` && (HostIp === ip || isAny(HostIp) || isAny(ip)));
  const fresh = ports.filter(({ ip, external }) => !isHad(ip, external));
  const published = fresh.flatMap(({ ip, external, internal }) => [
    "--publish",
    `${ip.includes(":") ? `[${ip}]` : ip}:${external}:${internal}`,
  ]);
  const check = `check() { ${driver.check}; }; check ${FOLDER}`;
  const tried = [
    "run",
    "--rm",
    "--volumes-from",
    `${front}:ro`,
    ...published,
    "--entrypoint",
    "sh",
    image,
    "-c",
    check,
  ];
  const { code, stdout, stderr } = await engine.docker(tried);
  if (code === 0) return;
  const said = `${stdout}${stderr}`.trimEnd().split("\n").slice(-3).join("\n");
  throw new Error(
    `${front}: the next front must run, take the routes and have its ports, got:\n${said}\n${front}: the old one serves on; mend it, and deploy again`,
  );
}

function isAny(ip: string): boolean {
  return ["", "0.0.0.0", "::"].includes(ip);
}

/** Has browsers open new connections, until those that were idle are gone; then waits for a moment without a request, but not for ever. */
async function lastRequests(told: ToldHandover): Promise<void> {
  const { engine, front, driver, drainSeconds } = told;
  const addresses = [...(await servingContainers(told))].map(addressOf);
  const wait = script(
    ...(driver.close === undefined ? [] : [driver.close]),
    ...quiet(driver, addresses, { seconds: drainSeconds, pause: 0.1 }),
    "exit 0",
  );
  const { code, stderr } = await new Engine(engine).run(front, wait);
  if (code !== 0) throw new Error(stopped(front, stderr));
}
