import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "../constructs/observatory/refused";
import "../constructs/pipelines/cpsign-refused";
import "../constructs/pipelines/manager-refused";
import "../constructs/pipelines/mysql-refused";
import "../constructs/pipelines/mysqld-refused";
import "../constructs/pipelines/refused";
import "../constructs/plugins/refused";
import "../constructs/services/refused";
import "../constructs/shared/container/refused";
import "../environments/refused";
import * as siteImport from "../cli/observatory/sentences";
import * as commands from "../cli/sentences";
import * as servicesImport from "../cli/services/sentences";
import * as observatory from "../constructs/observatory/sentences";
import * as pipelines from "../constructs/pipelines/sentences";
import * as plugins from "../constructs/plugins/sentences";
import * as services from "../constructs/services/sentences";
import * as containers from "../constructs/shared/container/sentences";
import * as models from "../environments/sentences";
import * as local from "../local/sentences";
import { COMMON, sentencesOf } from "./sentences";

const DOMAINS = Object.entries({ containers, models, observatory, pipelines, plugins, services });
/** Tables of many tests, with the folder of these: each sentence is said in one of them. */
const FOLDERS = [
  ["cli", commands],
  ["cli/observatory", siteImport],
  ["cli/services", servicesImport],
  ["local", local],
] as const;
const TABLES = [...DOMAINS, ...FOLDERS].map(([, table]) => table);

/** The tests in a folder and below it. */
function testsIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return names.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

describe("sentences that tests expect", () => {
  test("stand once", () => {
    const all = [...Object.values(COMMON), ...TABLES.flatMap(({ sentences }) => Object.values(sentences))];
    expect(all.filter((sentence, index) => all.indexOf(sentence) !== index)).toEqual([]);
  });

  test("have rules of names of their own", () => {
    const taken = TABLES.flatMap(({ sentences }) => Object.keys(sentences)).filter((rule) => rule in COMMON);
    expect(taken).toEqual([]);
  });

  test.each(DOMAINS)("are each said of some wrong file: %s", (_, { unsaid }) => expect(unsaid()).toEqual([]));

  test.each(FOLDERS)("are each said in some test: %s", (folder, { sentences }) => {
    const tests = testsIn(join(__dirname, "..", folder));
    expect(Object.keys(sentences).filter((rule) => !tests.includes(`"${rule}"`))).toEqual([]);
  });

  test("are put together of a path, a rule and what was got", () => {
    const { said, missing } = sentencesOf({ port: "must be a port, got <>; the next free one is <>" });
    expect(said("front.port", "port", "0", "8001")).toBe("front.port must be a port, got 0; the next free one is 8001");
    expect(said("", "port", "0", "8001")).toBe("must be a port, got 0; the next free one is 8001");
    expect(missing("front.name", "ownName")).toBe(
      "front.name is required; containers, networks and volumes begin with it",
    );
    expect(() => said("front.port", "port", "0")).toThrow("rule port must get 2 words, got 1; see its sentence");
  });
});
