import "../constructs/observatory/refused";
import "../constructs/pipelines/cpsign-refused";
import "../constructs/pipelines/manager-refused";
import "../constructs/pipelines/mysql-refused";
import "../constructs/pipelines/refused";
import "../constructs/plugins/refused";
import "../constructs/services/refused";
import "../constructs/shared/container/refused";
import "../environments/refused";
import * as siteImport from "../cli/observatory/sentences";
import * as commands from "../cli/sentences";
import * as observatory from "../constructs/observatory/sentences";
import * as pipelines from "../constructs/pipelines/sentences";
import * as plugins from "../constructs/plugins/sentences";
import * as services from "../constructs/services/sentences";
import * as containers from "../constructs/shared/container/sentences";
import * as models from "../environments/sentences";
import * as local from "../local/sentences";
import { COMMON, sentencesOf } from "./sentences";

const DOMAINS = Object.entries({ containers, models, observatory, pipelines, plugins, services });
/** With those of which a test beside them sees that each is said. */
const TABLES = [...DOMAINS.map(([, table]) => table), commands, siteImport, local];

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
