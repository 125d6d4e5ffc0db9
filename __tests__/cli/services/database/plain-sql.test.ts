import { intoNewDatabase, isComplete } from "../../../../cli/services/database/plain-sql";
import { byLine } from "../../../../cli/services/database/streams";

/** What is left of a dump, fed in pieces that end in the middle of lines. */
async function changed(text: string, piece = 7): Promise<string> {
  const stream = byLine(intoNewDatabase());
  const all = Buffer.from(text);
  for (let begin = 0; begin < all.length; begin += piece) stream.write(all.subarray(begin, begin + piece));
  stream.end();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const HEAD = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n";
const ROWS = "CREATE TABLE public.jobs (id integer);\nINSERT INTO public.jobs VALUES (1);\n";
const named = (name: string, type: string) => `--\n-- Name: ${name}; Type: ${type}; Schema: -; Owner: postgres\n--\n\n`;

describe("a plain dump for a new database", () => {
  test("is one with its end", () => {
    const end = "--\n-- PostgreSQL database dump complete\n--\n\n";
    expect(isComplete(`${ROWS}${end}`)).toBe(true);
    expect(isComplete(`${ROWS}${end}\\unrestrict abc\n\n`)).toBe(true);
    expect(isComplete(ROWS)).toBe(false);
    expect(isComplete("INSERT INTO a VALUES ('-- PostgreSQL database dump complete');")).toBe(false);
  });

  test.each([
    [
      "makes its database",
      "DROP DATABASE nmpi;\nCREATE DATABASE nmpi WITH TEMPLATE = template0;\nALTER DATABASE nmpi OWNER TO me;\n",
    ],
    ["goes to its database", "\\connect nmpi\n"],
    ["drops what is not there", "ALTER TABLE ONLY public.jobs DROP CONSTRAINT jobs_pkey;\nDROP TABLE public.jobs;\n"],
    ["drops a default", "ALTER TABLE public.jobs ALTER COLUMN id DROP DEFAULT;\nDROP SEQUENCE public.jobs_id_seq;\n"],
    ["takes a partition away", "ALTER TABLE ONLY public.jobs DETACH PARTITION public.jobs_2026;\n"],
    ["ends security of rows", "ALTER TABLE public.jobs DISABLE ROW LEVEL SECURITY;\nDROP POLICY own ON public.jobs;\n"],
    ["drops a rule of a domain", "ALTER DOMAIN public.year DROP CONSTRAINT year_check;\n"],
    ["drops a large object", "SELECT pg_catalog.lo_unlink('16432');\n"],
    [
      "empties a view",
      "CREATE OR REPLACE VIEW public.done AS\nSELECT\n    NULL::integer AS id;\nDROP TABLE public.jobs;\n",
    ],
    [
      "makes its database no template",
      "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'a';\n",
    ],
  ])("has nothing that %s", async (_what, statements) => {
    expect(await changed(`${HEAD}${statements}${ROWS}`)).toBe(`${HEAD}${ROWS}`);
  });

  test("keeps a view that is made after its comment", async () => {
    const view = `${named("done", "VIEW")}CREATE OR REPLACE VIEW public.done AS\n SELECT 1;\n`;
    expect(await changed(`${HEAD}${view}`)).toBe(`${HEAD}${view}`);
  });

  test("has no key against commands of psql, wherever it stands", async () => {
    const dump = `\\restrict aBc1\n${HEAD}\\unrestrict aBc1\n\\connect nmpi\n\\restrict aBc1\n${ROWS}\\unrestrict aBc1\n`;
    expect(await changed(dump)).toBe(`${HEAD}${ROWS}`);
  });

  test("has no rights on its database, which follow the rows", async () => {
    const acl = named("DATABASE nmpi", "ACL");
    const table = `${named("TABLE jobs", "ACL")}GRANT SELECT ON TABLE public.jobs TO reader;\n`;
    expect(await changed(`${HEAD}${ROWS}${acl}GRANT CONNECT ON DATABASE nmpi TO reader;\n${table}`)).toBe(
      `${HEAD}${ROWS}${acl}${table}`,
    );
  });

  test("has the text of its rows as it is", async () => {
    const text =
      "INSERT INTO a VALUES ('one\nDROP DATABASE nmpi;\n\\connect nmpi\n\\restrict x\nGRANT CONNECT ON DATABASE a TO b;\nlast');\n";
    expect(await changed(`${HEAD}${ROWS}${text}`)).toBe(`${HEAD}${ROWS}${text}`);
  });

  test("has every byte of other encodings, and a last line without an end", async () => {
    const stream = byLine(intoNewDatabase());
    const bytes = Buffer.from([0x49, 0xe9, 0xff, 0x0a, 0xfe, 0x41]);
    stream.end(bytes);
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    expect(Buffer.concat(parts)).toEqual(bytes);
  });

  test("makes no schema that every database has", async () => {
    expect(await changed(`${HEAD}DROP SCHEMA public;\nCREATE SCHEMA public;\n${ROWS}`)).toBe(
      `${HEAD}CREATE SCHEMA IF NOT EXISTS public;\n${ROWS}`,
    );
  });
});
