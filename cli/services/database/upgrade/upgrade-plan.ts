import { majorOf, postgresName, usualVolume } from "../../../../constructs/services/render/postgres";
import { shown } from "../../../../constructs/shared/shown";
import { imageName } from "../../look";
import type { Server } from "../server";
import type { BegunUpgrade } from "./upgrade-record";

/** What a server is to have. */
export interface UpgradeRequest {
  readonly image: string;
  /** @default - `<platform>-<name>-postgres-<major>` */
  readonly volume?: string;
}

/** What is to be done, or goes on; throws if it is no upgrade. */
export async function upgradePlan(
  server: Server,
  { image, volume }: UpgradeRequest,
  begun: BegunUpgrade | undefined,
): Promise<{ readonly upgrade: BegunUpgrade; readonly isBegun: boolean }> {
  const { settings, name, platform, engine, node } = server;
  const major = majorOf(image);
  if (major === undefined) {
    throw new Error(
      `--image must be an image whose tag begins with its major version, got ${shown(image)}; for example postgres:18.1`,
    );
  }
  const oldImage = imageName(settings.image);
  if (begun !== undefined) {
    if (image === begun.image && (volume ?? begun.volume) === begun.volume) return { upgrade: begun, isBegun: true };
    throw new Error(
      `--image must be ${begun.image}, of the upgrade that has begun, got ${shown(image)}; to give it up, write image: ${shown(begun.oldImage)} and volume: ${shown(begun.oldVolume)} in the file, and deploy`,
    );
  }
  const old = majorOf(settings.image) as number;
  if (major <= old) {
    const advice =
      major === old
        ? `a minor version is updated in place: change postgres.${name}.image, and deploy`
        : "no server reads the dump of a later one";
    throw new Error(`--image must be of a later major version than ${old}, got ${shown(image)}; ${advice}`);
  }
  const next = volume ?? `${usualVolume(postgresName(platform.name, name))}-${major}`;
  if (await engine.hasVolume(next)) {
    throw new Error(`--volume must be a new volume, got ${shown(next)}, which is on ${node}; name another`);
  }
  const upgrade = { image, volume: next, oldImage, oldVolume: server.volume, networks: [], dumps: [], done: [] };
  return { upgrade, isBegun: false };
}
