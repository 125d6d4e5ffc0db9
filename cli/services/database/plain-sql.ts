/** How a whole plain dump ends. */
const COMPLETE = /^-- PostgreSQL database dump complete\s*$/m;

/** Whether a plain dump is there to its end. */
export function isComplete(tail: string): boolean {
  return COMPLETE.test(tail);
}

/** Statements before the first object: of the database itself, and of what `--clean` takes away. */
const OF_DATABASE =
  /^(DROP DATABASE |CREATE DATABASE |ALTER DATABASE |COMMENT ON DATABASE |\\connect |DROP |ALTER TABLE .* DROP CONSTRAINT )/;
const OBJECT = /^(CREATE |COPY |INSERT |SELECT pg_catalog\.setval)/;
/** Later ones, which follow a comment of pg_dump that says so. */
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
  let ofDatabase = false;
  const keys = new Set<string>();
  return (line) => {
    // Rows may be large; what is looked for is short.
    const text = line.length > 2000 ? line.subarray(0, 2000).toString("latin1") : line.toString("latin1");
    if (isHead) {
      const key = RESTRICT.exec(text)?.[1];
      if (key !== undefined) keys.add(key);
      if (OF_DATABASE.test(text)) return undefined;
      if (OBJECT.test(text)) isHead = false;
    }
    if (
      text.startsWith("\\") &&
      [...keys].some((key) => [`\\restrict ${key}`, `\\unrestrict ${key}`].includes(text.trim()))
    )
      return undefined;
    const type = NAMED.exec(text)?.[1];
    if (type !== undefined) ofDatabase = /; Type: (DATABASE|DATABASE PROPERTIES);|Name: DATABASE /.test(text);
    if (ofDatabase && ON_DATABASE.test(text)) return undefined;
    return /^CREATE SCHEMA public;\s*$/.test(text) ? Buffer.from("CREATE SCHEMA IF NOT EXISTS public;\n") : line;
  };
}
