import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "../../../../engine/project";
import { auditFile } from "../../audit-places";
import { imageName } from "../../look";
import type { Manifest } from "../backup/kept-dumps";
import type { DeclaredServer } from "../server";

/** An upgrade that has begun. */
export interface BegunUpgrade {
  readonly image: string;
  readonly volume: string;
  readonly oldImage: string;
  readonly oldVolume: string;
  /** The networks that the old server was in. */
  readonly networks: readonly string[];
  /** What each dump must have in it; those of all databases, or none. */
  readonly dumps: readonly Manifest[];
  /** Databases that the new server has. */
  readonly done: readonly string[];
}

/** What this machine knows of an upgrade until it is done, with its dumps: beside the local state, for its owner alone. */
export class UpgradeRecord {
  private readonly folder: string;

  constructor(project: Project, { platform, name }: Pick<DeclaredServer, "platform" | "name">) {
    this.folder = join(dirname(auditFile(project, platform.name)), `upgrade-${name}`);
  }

  read(): BegunUpgrade | undefined {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, "utf8")) as BegunUpgrade) : undefined;
  }

  /** The upgrade that the file of a server says; one that was given up does not count. */
  of({ settings, volume }: Pick<DeclaredServer, "settings" | "volume">): BegunUpgrade | undefined {
    const begun = this.read();
    return begun?.image === imageName(settings.image) && begun.volume === volume ? begun : undefined;
  }

  write(upgrade: BegunUpgrade): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${this.file}.new`, `${JSON.stringify(upgrade, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  /** The file with the dump of a database. */
  dump(database: string): string {
    return join(this.folder, `${database}.dump`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, "upgrade.json");
  }
}
