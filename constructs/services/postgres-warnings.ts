import type { PostgresSettings } from "./postgres-settings";
import { connectionsOf, memoryOf } from "./render/postgres-memory";

/** What is allowed in the settings of servers, and may be a mistake. */
export function postgresWarnings(servers: Readonly<Record<string, PostgresSettings>> = {}): string[] {
  return Object.entries(servers).flatMap(([name, server]) => [
    ...minorWarning(`postgres.${name}.image`, server),
    ...memoryWarning(`postgres.${name}`, server),
  ]);
}

/** `postgres:17` is whichever minor version the node pulled first. */
function minorWarning(path: string, { image }: PostgresSettings): string[] {
  if (typeof image !== "string" || !/:\d+$/.test(image)) return [];
  return [`${path} is ${image}: the node keeps the minor version that it pulled first; name one, such as ${image}.1`];
}

function memoryWarning(path: string, { memoryMiB, settings = {} }: PostgresSettings): string[] {
  if (memoryMiB === undefined) return [];
  const buffers = memoryOf("shared_buffers", settings.shared_buffers ?? `${memoryMiB / 4}MB`) ?? 0;
  const work = memoryOf("work_mem", settings.work_mem) ?? 0;
  const connections = connectionsOf(settings.max_connections) ?? 0;
  const most = Math.ceil((buffers + work * connections) / 1024 ** 2);
  if (most <= memoryMiB) return [];
  return [
    `${path}: ${connections} connections that sort at once need ${most} MiB (shared_buffers and max_connections times work_mem), memoryMiB is ${memoryMiB}; lower max_connections or work_mem`,
  ];
}
