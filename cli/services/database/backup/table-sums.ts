/** Rows of a table, and a sum over them that does not depend on their order. */
interface TableSum {
  readonly rows: number;
  readonly sum: string;
}

/** By `schema.table`. */
export type TableSums = Readonly<Record<string, TableSum>>;

/** How a server writes values, so that all major versions write the same. */
const FORMATS = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;
SET bytea_output = 'hex'; SET search_path = pg_catalog; SET row_security = off;`;

/** For psql: a row for each table, except those of extensions. */
export const TABLE_SUMS = `${FORMATS}
SELECT format('SELECT %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM ONLY %I.%I t',
  n.nspname || '.' || c.relname, n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1 \\gexec`;

/** What psql prints of {@link TABLE_SUMS}, with tabs between fields. */
export function tableSumsIn(text: string): TableSums {
  const rows = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    rows.map((line) => {
      const [name = "", count, sum = ""] = line.split("\t");
      return [name, { rows: Number(count), sum }];
    }),
  );
}

/** The differences, a line for each table. */
export function differences(expected: TableSums, found: TableSums): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    const [wanted, got] = [expected[name], found[name]];
    if (wanted === undefined) return [`${name} must not be there, got ${got?.rows} rows`];
    if (got === undefined) return [`${name} must have ${wanted.rows} rows, got no such table`];
    if (wanted.rows !== got.rows) return [`${name} must have ${wanted.rows} rows, got ${got.rows}`];
    return wanted.sum === got.sum ? [] : [`${name} must have the rows of the dump, got others: their sum differs`];
  });
}
