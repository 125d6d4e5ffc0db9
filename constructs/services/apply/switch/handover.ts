import { quotedWord } from "../../../shared/render/shell-word";
import { CURRENT, FOLDER } from "../../render/driver";
import { Engine } from "../engine";
import type { ToldHandover } from "../told";
import { servingContainers, stopped } from "./serving";
import { script } from "./shell";

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
  bindings: NonNullable<PortBindings>,
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

type PortBindings = Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;

function isAny(ip: string): boolean {
  return ["", "0.0.0.0", "::"].includes(ip);
}

/** Waits for a moment in which no request is on its way, but not for ever. */
async function lastRequests(told: ToldHandover): Promise<void> {
  const serving = await servingContainers(told);
  const addresses = [...serving].map(([file, container]) => `${container}:${/-(\d+)$/.exec(file)?.[1] ?? ""}`);
  const { code, stderr } = await new Engine(told.engine).run(told.front, lastRequestsScript(told, addresses));
  if (code !== 0) throw new Error(stopped(told.front, stderr));
}

/** Has browsers open new connections, until those that were idle are gone; then waits until all addresses are quiet at once. */
function lastRequestsScript(
  { driver, drainSeconds }: Pick<ToldHandover, "driver" | "drainSeconds">,
  addresses: readonly string[],
): string {
  return script(
    `cd ${FOLDER}/${CURRENT} 2>/dev/null`,
    ...(driver.close === undefined ? [] : [driver.close]),
    `left() { ${driver.inFlight}; }`,
    `all() { sum=0; for each in ${addresses.map(quotedWord).join(" ")}; do count=$(left "$each"); sum=$((sum + \${count:-0})); done; echo $sum; }`,
    `waited=0; while [ "$waited" -lt ${drainSeconds * 10} ] && [ "$(all)" != 0 ]; do waited=$((waited + 1)); sleep 0.1; done`,
    "exit 0",
  );
}
