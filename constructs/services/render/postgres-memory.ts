/** What PostgreSQL takes without a unit, in bytes. */
const BLOCK = 8192;
const KIB = 1024;
const UNITS: Readonly<Record<string, number>> = { B: 1, kB: KIB, MB: KIB ** 2, GB: KIB ** 3, TB: KIB ** 4 };

/** Parameters of memory with their defaults in bytes, and what a number without a unit counts. */
const MEMORY = {
  shared_buffers: { usual: 128 * KIB ** 2, unit: BLOCK },
  work_mem: { usual: 4 * KIB ** 2, unit: KIB },
  maintenance_work_mem: { usual: 64 * KIB ** 2, unit: KIB },
} as const;

export type MemoryParameter = keyof typeof MEMORY;

export const MEMORY_PARAMETERS = Object.keys(MEMORY) as MemoryParameter[];

/** The bytes of a parameter, `256MB`; undefined if PostgreSQL would not take it. @see https://www.postgresql.org/docs/current/config-setting.html */
export function memoryOf(name: MemoryParameter, text: string | undefined): number | undefined {
  const { usual, unit } = MEMORY[name];
  if (text === undefined) return usual;
  const [, number = "", suffix = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(text) ?? [];
  const size = suffix === "" ? unit : UNITS[suffix];
  return number === "" || size === undefined ? undefined : Number(number) * size;
}

/** The connections that a server takes. */
export function connectionsOf(text: string | undefined): number | undefined {
  if (text === undefined) return 100;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
