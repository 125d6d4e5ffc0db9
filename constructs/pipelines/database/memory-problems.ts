import { isText, type Parts, type Problem, partsOf } from "../../shared/rules";
import { quantityValue } from "../cluster/render/quantities";
import { DEFAULT_MEMORY } from "./defaults";
import { mysqldNumber, settingName } from "./render/mysqld-setting";
import type { MySqlSettings } from "./settings";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Its own defaults are made for so much. @see https://dev.mysql.com/doc/refman/8.4/en/memory-use.html */
const LEAST = 512 * MIB;

/** For its code, its dictionary, a few connections, and the buffers below as they are when nothing is said. */
const BESIDE_POOL = 256 * MIB;

/** Buffers that there are once, with what they have when nothing is said. */
const GLOBAL = { key_buffer_size: 8 * MIB, innodb_log_buffer_size: 16 * MIB, query_cache_size: MIB };

/** Buffers that each connection may have. */
const OF_EACH = {
  sort_buffer_size: 256 * 1024,
  join_buffer_size: 256 * 1024,
  read_buffer_size: 128 * 1024,
  read_rnd_buffer_size: 256 * 1024,
  binlog_cache_size: 32 * 1024,
  thread_stack: MIB,
};
const CONNECTIONS = 151;

type Own = Readonly<Record<string, number>>;

function numbersOf(configuration: unknown): Own {
  const entries = Object.entries(partsOf(configuration)).flatMap(([name, value]): [string, number][] => {
    const number = isText(value) ? mysqldNumber(value) : undefined;
    return number === undefined ? [] : [[settingName(name), number]];
  });
  return Object.fromEntries(entries);
}

/** A limit that is one by itself. */
function limitOf(limits: unknown): { readonly said: string; readonly bytes: number } | undefined {
  const { memory = DEFAULT_MEMORY } = partsOf(limits);
  const bytes = isText(memory) && /[kMGTPEi]$/.test(memory) ? quantityValue(memory) : undefined;
  return bytes === undefined || bytes === 0 ? undefined : { said: memory as string, bytes };
}

/** Memory that the server would take, and Kubernetes would end it for. */
export function memoryProblems({ limits, configuration }: Parts): Problem[] {
  const limit = limitOf(limits);
  if (limit === undefined) return [];
  if (limit.bytes < LEAST) {
    const message = `must be at least 512Mi, got "${limit.said}"; with less MySQL is ended while it starts`;
    return [{ path: "limits.memory", message }];
  }
  const own = numbersOf(configuration);
  const others = Object.entries(GLOBAL).map(([name, size]) => Math.max(0, (own[name] ?? size) - size));
  const taken = others.reduce((sum, size) => sum + size, own.innodb_buffer_pool_size ?? limit.bytes / 2);
  if (taken + BESIDE_POOL <= limit.bytes) return [];
  const key = Object.keys(partsOf(configuration)).find((name) => settingName(name) === "innodb_buffer_pool_size");
  const message = `must hold what mysqld keeps in memory, ${sizeOf(taken)}, and 256Mi for the rest, got "${limit.said}"; raise it, or lower ${key ?? "the buffers"} in configuration`;
  return [{ path: "limits.memory", message }];
}

/** What many connections at once would take. */
export function memoryWarnings({ limits, configuration }: MySqlSettings): string[] {
  const limit = limitOf(limits);
  const own = numbersOf(configuration);
  if (limit === undefined || !Object.keys(own).some((name) => name in OF_EACH || name === "max_connections")) return [];
  const each = Object.entries(OF_EACH).reduce((sum, [name, size]) => sum + (own[name] ?? size), 0);
  const { max_connections: most = CONNECTIONS } = own;
  const free = limit.bytes - (own.innodb_buffer_pool_size ?? limit.bytes / 2);
  if (most * each <= free) return [];
  return [
    `${most} connections at once may take ${sizeOf(most * each)} beside the buffer pool, of ${sizeOf(free)} that limits.memory, ${limit.said}, leaves; lower max_connections, or raise it`,
  ];
}

function sizeOf(bytes: number): string {
  return bytes >= 10 * GIB ? `${Math.ceil(bytes / GIB)}Gi` : `${Math.ceil(bytes / MIB)}Mi`;
}
