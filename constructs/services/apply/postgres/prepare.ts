import type { EnginePlace } from "../../../shared/render/docker-host";
import { POSTGRES_LABEL, SUPERUSER } from "../../render/postgres";
import { generated } from "../../render/postgres-roles";
import type { ToldPrepare } from "../../render/postgres-told";
import { Engine } from "../engine";

/** Exit codes of the script. */
const [OTHER_IMAGE, OTHER_DATA] = [3, 4];

/**
 * Before a server's container is made: refuses what would start it empty or on data of another major version, makes the volume, and stops the
 * old container in order. Terraform makes the next one at once; one that is refused leaves the old one as it is.
 */
export async function prepare(told: ToldPrepare): Promise<string> {
  const { container, label, spec, image } = told;
  const engine = new Engine(told.engine);
  const old = await engine.look(container);
  if (!(await engine.hasVolume(told.volume))) {
    if (!told.isNamed) await refuseLost(engine, told);
    await makeVolume(engine, told);
  }
  await refuseUnfit(engine, told);
  await refuseSecond(engine, told, old?.Id);
  if (old === undefined) return `${container}: nothing is there yet`;
  // One that has ended is started again by the engine or by Terraform.
  if (old.Config.Labels?.[label] === spec && old.Image === image) return `${container}: stays as it is`;
  const begin = Date.now();
  await must(engine, ["stop", "--time", String(told.stopSeconds), old.Id], `${container} must stop`);
  await must(engine, ["rm", "--volumes", old.Id], `${container} must be removed`);
  return `${container}: stopped in ${((Date.now() - begin) / 1000).toFixed(1)} s; the next one is made`;
}

/** Data that no server of the file has: it was renamed, or moved to another node. */
async function refuseLost(engine: Engine, told: ToldPrepare): Promise<void> {
  const { node, server, container } = told;
  const elsewhere = Object.entries(told.others).map(([name, place]) => [name, place] as const);
  const here: readonly (readonly [string, Engine | EnginePlace])[] = [[node, engine], ...elsewhere];
  for (const [name, place] of here) {
    const isHere = name === node;
    const found = await serverVolumes(isHere ? engine : new Engine(place as EnginePlace), told.platform).catch(
      (error: Error) => {
        if (isHere) throw error;
        console.log(`${container}: ${name} could not be asked for data of another server: ${error.message}`);
        return [];
      },
    );
    const kept = told.volumes[name] ?? [];
    const lost = found.find(({ volume, of }) => !kept.includes(volume) || (!isHere && of === server));
    if (lost === undefined) continue;
    const advice = isHere
      ? `write volume: "${lost.volume}" to use them, or volume: "${told.volume}" to start empty`
      : `slipway services db dump there before, restore here after; volume: "${told.volume}" starts empty`;
    throw new Error(
      `postgres.${server} must have its data on ${node}, got none there, and the volume ${lost.volume} of postgres.${lost.of} on ${name}; no data was changed: ${advice}`,
    );
  }
}

async function serverVolumes(engine: Engine, platform: string): Promise<{ volume: string; of: string }[]> {
  const filters = ["--filter", `label=services.platform=${platform}`, "--filter", `label=${POSTGRES_LABEL}`];
  const format = `{{.Name}}\t{{.Label "${POSTGRES_LABEL}"}}`;
  const said = await must(
    engine,
    ["volume", "ls", ...filters, "--format", format],
    "the Docker engine must list volumes",
  );
  return said.split("\n").flatMap((line) => {
    const [volume = "", of = ""] = line.split("\t");
    return volume === "" ? [] : [{ volume, of }];
  });
}

/** Not a resource of Terraform, which would delete it as soon as the file has the server no more. */
async function makeVolume(engine: Engine, { volume, platform, server }: ToldPrepare): Promise<void> {
  const labels = ["--label", `services.platform=${platform}`, "--label", `${POSTGRES_LABEL}=${server}`];
  await must(engine, ["volume", "create", ...labels, volume], `volume ${volume} must be created`);
}

/** Throws where the image is not what its tag says, or the data are of another major version. */
async function refuseUnfit(engine: Engine, told: ToldPrepare): Promise<void> {
  const { image, volume, mount, container, server } = told;
  const mounted = ["--mount", `type=volume,source=${volume},target=${mount}`];
  const run = [
    "run",
    "--rm",
    "--interactive",
    "--network",
    "none",
    "--user",
    "root",
    ...mounted,
    "--entrypoint",
    "sh",
    image,
    "-s",
  ];
  const { code, stdout, stderr } = await engine.docker(run, preparation(told));
  const got = stdout.trim();
  if (code === 0) return;
  if (code === OTHER_IMAGE) {
    throw new Error(
      `postgres.${server}.image must be of PostgreSQL ${told.major}, as its tag says, got ${got}; correct the tag`,
    );
  }
  if (code === OTHER_DATA) {
    throw new Error(
      `postgres.${server}.image must be of PostgreSQL ${got}, as the data on volume ${volume} are, got ${told.major}; nothing was changed: slipway services db upgrade moves the data`,
    );
  }
  throw new Error(
    `${container}: the image must run on volume ${volume}, got ${JSON.stringify((stderr || stdout).trim())}`,
  );
}

function preparation({ major, data, passwords }: ToldPrepare): string {
  return `{
have=$(postgres --version 2>&1) || { echo "no PostgreSQL"; exit ${OTHER_IMAGE}; }
have=$(echo "$have" | sed 's/^[^0-9]*\\([0-9]*\\).*/\\1/')
[ "$have" = ${major} ] || { echo "PostgreSQL $have"; exit ${OTHER_IMAGE}; }
if [ -s ${data}/PG_VERSION ]; then
  found=$(cat ${data}/PG_VERSION)
  [ "$found" = ${major} ] || { echo "$found"; exit ${OTHER_DATA}; }
fi
umask 077
mkdir -p ${passwords} && cd ${passwords} || exit 1
${generated(SUPERUSER)}
chown -R postgres:postgres . || exit 1
chmod 755 .. || exit 1
exit 0
}
`;
}

/** Two servers on one folder destroy it: each sees no process of the other. */
async function refuseSecond(
  engine: Engine,
  { volume, container }: ToldPrepare,
  own: string | undefined,
): Promise<void> {
  const list = ["ps", "--no-trunc", "--filter", `volume=${volume}`, "--format", "{{.ID}} {{.Names}}"];
  const others = (await must(engine, list, "the Docker engine must list containers"))
    .split("\n")
    .filter((line) => line !== "" && line.slice(0, 64) !== own)
    .map((line) => line.slice(65));
  if (others.length === 0) return;
  throw new Error(
    `${container} must be the only container on volume ${volume}, got ${others.join(", ")}; nothing was changed: stop what you do not need`,
  );
}

async function must(engine: Engine, args: readonly string[], rule: string): Promise<string> {
  const { code, stdout, stderr } = await engine.docker(args);
  if (code === 0) return stdout;
  throw new Error(`${rule}, got ${JSON.stringify(stderr.trim())}`);
}
