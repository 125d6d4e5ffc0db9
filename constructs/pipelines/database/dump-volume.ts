import { isText, type Parts, type Problem, partsOf } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { quantityValue } from "../cluster/render/quantities";
import { DEFAULT_STORAGE } from "./defaults";
import type { MySqlSettings } from "./settings";

/** A dump is packed; one of a full database does not get smaller than this share of it. */
const SMALLEST_SHARE = 0.1;

interface Volumes {
  readonly database: string;
  readonly dumps: string;
  /** Of the database's volume. */
  readonly share: number;
}

/** The two volumes; nothing where the size of one is not known. */
function volumesOf({ storage = DEFAULT_STORAGE, existingClaim, dump }: Parts): Volumes | undefined {
  const { storage: dumps } = partsOf(partsOf(dump).to);
  if (existingClaim !== undefined || !isText(storage) || !isText(dumps)) return undefined;
  const [whole, part] = [quantityValue(storage), quantityValue(dumps)];
  return whole === undefined || part === undefined || whole === 0 || part === 0
    ? undefined
    : { database: storage, dumps, share: part / whole };
}

/** A volume that could not take one dump of a full database. */
export function dumpVolumeProblems(settings: Parts): Problem[] {
  const volumes = volumesOf(settings);
  if (volumes === undefined || volumes.share >= SMALLEST_SHARE) return [];
  const { database, dumps } = volumes;
  const message = `must be at least a tenth of the database's volume, ${database}, got ${shown(dumps)}; a dump of a full one does not fit: take as much`;
  return [{ path: "dump.to.storage", message }];
}

/** A volume that may be too small for the dumps that it keeps. */
export function dumpVolumeWarnings(settings: MySqlSettings): string[] {
  const volumes = volumesOf({ ...settings });
  if (volumes === undefined || volumes.share < SMALLEST_SHARE || volumes.share >= 1) return [];
  const { database, dumps } = volumes;
  return [
    `dump.to.storage, ${dumps}, is less than the database's volume, ${database}; dumps may not fit when it is full`,
  ];
}
