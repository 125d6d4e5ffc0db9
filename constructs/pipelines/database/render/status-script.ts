import { inServerScript } from "./dump-scripts";
import { RECORDS } from "./mysql-client";

/** What a server has for itself. */
const OWN = ["information_schema", "mysql", "performance_schema", "sys", RECORDS].map((name) => `'${name}'`).join(", ");

const FACTS = `SELECT 'version', VERSION(); SELECT 'most', @@max_connections;
SHOW GLOBAL STATUS WHERE Variable_name IN ('Uptime', 'Threads_connected');
SELECT 'database', s.schema_name, IFNULL(SUM(t.data_length + t.index_length), 0) FROM information_schema.schemata s
LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name WHERE s.schema_name NOT IN (${OWN})
GROUP BY s.schema_name ORDER BY s.schema_name`;

/** A script for the server's pod that prints what {@link readFacts} reads. */
export function factsScript(): string {
  return `${inServerScript()}sql --execute="${FACTS}"
folder=$(sql --execute='SELECT @@datadir')
printf 'disk\\t%s\\n' "$(df -P "$folder" | tail -n 1)"
`;
}

/** What a server says of itself. */
export interface ServerFacts {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly connections: number;
  readonly maxConnections: number;
  /** Of the volume with its data. */
  readonly diskUsedPercent?: number;
  readonly databases: readonly { readonly name: string; readonly bytes: number }[];
}

/** Reads what {@link factsScript} has printed. */
export function readFacts(text: string): ServerFacts {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const value = (name: string) => lines.find(([first]) => first === name)?.[1] ?? "";
  const percent = /(\d+)%/.exec(value("disk"))?.[1];
  return {
    version: value("version"),
    uptimeSeconds: Number(value("Uptime")),
    // Without the one that asks.
    connections: Number(value("Threads_connected")) - 1,
    maxConnections: Number(value("most")),
    ...(percent !== undefined && { diskUsedPercent: Number(percent) }),
    databases: lines.flatMap(([kind, name = "", bytes]) => (kind === "database" ? { name, bytes: Number(bytes) } : [])),
  };
}
