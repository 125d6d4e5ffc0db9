import { settingName } from "./render/mysqld-setting";
import type { MySqlSettings } from "./settings";

/** Settings with which a crash loses rows that were written: what they must be for none. */
const DURABLE: Readonly<Record<string, string>> = { innodb_flush_log_at_trx_commit: "1", sync_binlog: "1" };

/** Settings that are right for a load, and lose the last second where a node goes. */
export function durabilityWarnings({ configuration = {} }: MySqlSettings): string[] {
  return Object.entries(configuration).flatMap(([name, value]) => {
    const safe = DURABLE[settingName(name)];
    if (safe === undefined || value === safe) return [];
    return [`configuration.${name} is ${value}: what was written last is lost when the node goes; ${safe} keeps it`];
  });
}
