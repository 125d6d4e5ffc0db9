import { AS_ROOT, RECORDS } from "../../constructs/pipelines/database/render/mysql-client";
import { sizeText } from "../size-text";

/** What a server has for itself. */
const OWN = ["information_schema", "mysql", "performance_schema", "sys", RECORDS];

/** Without the comment, which other servers than MySQL 8 leave out, it answers with what it counted yesterday. */
const QUERY = `/*!80000 SET SESSION information_schema_stats_expiry = 0 */;
SELECT table_schema, SUM(IFNULL(table_rows, 0)), SUM(IFNULL(data_length, 0) + IFNULL(index_length, 0))
FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN (${OWN.map((name) => `'${name}'`).join(", ")})
GROUP BY table_schema ORDER BY table_schema`;

/** Run by a shell in the server's container, prints a line for each database: its name, its rows and its bytes. */
export const COUNT_ROWS: readonly string[] = [
  ...["sh", "-c", `${AS_ROOT}; exec mysql --user=root --batch --skip-column-names --execute="$1"`, "sh"],
  QUERY,
];

/** What such lines say: `chembl_24 with about 1,961,462 rows (2.1 GiB)`. InnoDB estimates its rows. */
export function rowsText(lines: string): string {
  const databases = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name, rows, bytes] = line.split("\t");
      return `${name} with about ${Number(rows).toLocaleString("en")} rows (${sizeText(Number(bytes))})`;
    });
  return databases.join(", ") || "a database server without tables";
}
