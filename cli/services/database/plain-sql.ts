/** How a whole plain dump ends. */
const COMPLETE = /^-- PostgreSQL database dump complete\s*$/m;

/** Whether a plain dump is there to its end. */
export function isComplete(tail: string): boolean {
  return COMPLETE.test(tail);
}

/** Statements before the first object: of the database itself, and of what `--clean` takes away. */
const OF_DATABASE = new RegExp(
  `^(?:${[
    ...[
      "CREATE DATABASE ",
      "ALTER DATABASE ",
      "COMMENT ON DATABASE ",
      "UPDATE pg_catalog\\.pg_database ",
      "\\\\connect ",
    ],
    ...["DROP ", "ALTER .* (?:DROP |DETACH PARTITION |DISABLE ROW LEVEL SECURITY;)"],
    "SELECT pg_catalog\\.lo_unlink\\(",
  ].join("|")})`,
);
/** `--clean` does not drop a view that others need, but replaces it by an empty one, on several lines. */
const EMPTIED = /^CREATE OR REPLACE VIEW /;
const OBJECT = /^(CREATE |COPY |INSERT |SELECT pg_catalog\.setval)/;
/** A comment of pg_dump before each object, and before what is of the database. */
const NAMED = /^-- (?:Data for )?Name: .*; Type: (.*?); Schema: /;
const ON_DATABASE = /^(GRANT|REVOKE) .* ON DATABASE |^ALTER DATABASE /;
/** @see https://www.postgresql.org/docs/current/app-psql.html */
const RESTRICT = /^\\restrict (\S+)\s*$/;

/**
 * Changes the lines of a plain dump so that it fills a database that is new and empty, under any name: the statements that drop, make and
 * connect to its own database go. Text of rows stays as it is.
 */
export function intoNewDatabase(): (line: Buffer) => Buffer | undefined {
  let isHead = true;
  let isEmptied = false;
  let ofDatabase = false;
  const keys = new Set<string>();
  return (line) => {
    // Rows may be large; what is looked for is short.
    const text = line.length > 2000 ? line.subarray(0, 2000).toString("latin1") : line.toString("latin1");
    const type = NAMED.exec(text)?.[1];
    if (type !== undefined) {
      ofDatabase = /; Type: (DATABASE|DATABASE PROPERTIES);|Name: DATABASE /.test(text);
      if (!ofDatabase) isHead = false;
    }
    if (isHead) {
      const key = RESTRICT.exec(text)?.[1];
      if (key !== undefined) keys.add(key);
      if (isEmptied || EMPTIED.test(text)) {
        isEmptied = !/;\s*$/.test(text);
        return undefined;
      }
      if (OF_DATABASE.test(text)) return undefined;
      if (OBJECT.test(text)) isHead = false;
    }
    if (
      text.startsWith("\\") &&
      [...keys].some((key) => [`\\restrict ${key}`, `\\unrestrict ${key}`].includes(text.trim()))
    )
      return undefined;
    if (ofDatabase && ON_DATABASE.test(text)) return undefined;
    return /^CREATE SCHEMA public;\s*$/.test(text) ? Buffer.from("CREATE SCHEMA IF NOT EXISTS public;\n") : line;
  };
}
