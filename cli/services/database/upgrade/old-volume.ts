import { POSTGRES_LABEL } from "../../../../constructs/services/render/postgres";
import { shown } from "../../../../constructs/shared/shown";
import { declaredServers, type Server } from "../server";
import type { UpgradeRecord } from "./upgrade-record";

/** Removes a volume that an upgrade has left. Throws if it may still be needed. */
export async function removeOldVolume(
  server: Server,
  volume: string,
  record: UpgradeRecord,
  print: (line: string) => void,
): Promise<void> {
  const { engine, name, node, platform } = server;
  if (record.of(server) !== undefined) {
    throw new Error(
      `postgres.${name} must be upgraded before its old volume is removed, got an upgrade that has not ended; run it again`,
    );
  }
  const user = declaredServers(platform).find((each) => each.node === node && each.volume === volume);
  if (user !== undefined) {
    throw new Error(`--remove-old must be an old volume, got ${shown(volume)}, which postgres.${user.name} has now`);
  }
  const format = `{{index .Labels "services.platform"}}/{{index .Labels "${POSTGRES_LABEL}"}}`;
  const found = await engine.docker(["volume", "inspect", "--format", format, volume]);
  if (found.code !== 0) {
    throw new Error(`--remove-old must be a volume on ${node}, got ${shown(volume)}: ${found.stderr.trim()}`);
  }
  if (found.stdout.trim() !== `${platform.name}/${name}`) {
    throw new Error(
      `--remove-old must be a volume that Slipway made for postgres.${name}, got ${shown(volume)}, which has other labels; docker volume rm removes it`,
    );
  }
  const { code, stderr } = await engine.docker(["volume", "rm", volume]);
  if (code !== 0) throw new Error(`${volume} must be removed, got ${shown(stderr.trim())}`);
  print(`${volume}: removed from ${node}`);
}
