import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readScenario } from "../../../constructs/model/read/scenario";
import { contentProblems } from "../../../constructs/model/read/scenario-content";
import { layoutProblems } from "../../../constructs/model/render/scenario-layout";
import { inOrder, scenarioNameProblem } from "../../../constructs/model/render/scenario-names";

const RENAME = "for the model to read it, got another name; rename it";
const INPUTS = [
  "inputs/pt/links.geojson",
  "inputs/pt/nodes.geojson",
  "inputs/road/links.geojson",
  "inputs/road/nodes.geojson",
  "inputs/od/od.geojson",
  "inputs/params.json",
];

describe("a scenario's name", () => {
  test.each(["base", "_common", "tram line", "Métro 2030", "base.2"])("may be %j", (name) => {
    expect(scenarioNameProblem(name)).toBeUndefined();
  });

  test.each([
    ["", 'must be the name of one folder, got ""; name it without its path'],
    ["../base", 'must be the name of one folder, got "../base"; name it without its path'],
    ["scenarios/base", 'must be the name of one folder, got "scenarios/base"; name it without its path'],
    [".lock", 'must be the name of one folder, got ".lock"; name it without its path'],
    ["base ", 'must be the name of one folder, got "base "; name it without its path'],
    ["_shared", 'must not begin with _, got "_shared"; only _common does'],
    ["x".repeat(201), `must have at most 200 bytes, got "${"x".repeat(201)}"; shorten it`],
  ])("is refused as %j", (name, problem) => {
    expect(scenarioNameProblem(name)).toBe(problem);
  });

  test("comes once, what all share and the base before the others", () => {
    expect(inOrder(["metro", "base", "tram", "_common", "base"])).toEqual(["_common", "base", "metro", "tram"]);
  });
});

describe("the layout of a scenario", () => {
  test.each([
    [[...INPUTS, "outputs/params.json", "logs/od.geojson", "notes.md"]],
    [["inputs/zones.geojson", "inputs/pt/fares.csv"]],
    [["inputs/od/od2.geojson", "inputs/pt/links_1.geojson"]],
    [["inputs/bike/links.geojson"]],
    [["inputs/params.json", "inputs/param.json"]],
  ])("has nothing wrong with %j", (paths) => {
    expect(layoutProblems("base", paths)).toEqual([]);
  });

  test.each([
    ["inputs/pt/link.geojson", "inputs/pt/links.geojson"],
    ["inputs/PT/Links.geojson", "inputs/pt/links.geojson"],
    ["inputs/pt/links.json", "inputs/pt/links.geojson"],
    ["input/road/nodes.geojson", "inputs/road/nodes.geojson"],
    ["inputs/param.json", "inputs/params.json"],
    ["params.json", "inputs/params.json"],
    ["pt/nodes.geojson", "inputs/pt/nodes.geojson"],
    ["inputs/od.geojson", "inputs/od/od.geojson"],
    ["base/inputs/od/od.geojson", "inputs/od/od.geojson"],
    ["links.geojson", "inputs/pt/links.geojson or inputs/road/links.geojson"],
  ])("names where %s belongs", (path, right) => {
    expect(layoutProblems("base", [path])).toEqual([`${path} must be ${right} ${RENAME}`]);
  });

  test("names what is nearly right of the shared files", () => {
    expect(layoutProblems("_common", ["modelconfig.json", "steps.json", "params.json"])).toEqual([
      `modelconfig.json must be modelConfig.json ${RENAME}`,
    ]);
  });
});

describe("the files of a scenario", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "scenario-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (path: string, content: string | Buffer = "") => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  test("are read with their MD5; a lock, and what is half fetched, is none of them", () => {
    for (const path of [".lock", "inputs/.0123.slipway-part", ".DS_Store", "a.csv", "inputs/.lock"]) write(path);
    const md5 = "d41d8cd98f00b204e9800998ecf8427e";
    expect(readScenario("base", folder)).toEqual({
      files: { "a.csv": md5, "inputs/.lock": md5 },
      problems: [],
      layout: [],
    });
  });

  test("may be larger than what is read at once", () => {
    write("large.bin", Buffer.alloc(17 * 1024 * 1024));
    expect(readScenario("base", folder).files).toEqual({ "large.bin": "e3d91b615096b8265b58c5d0efad4254" });
  });

  test.each<[string, string, readonly string[], string]>([
    ["absent", "none", [], "must be a folder, got none; correct its path"],
    ["a file", "file", ["file"], "must be a folder, got a file; correct its path"],
    ["empty", "", [], "must hold files, got none; an empty folder would empty the scenario"],
    [
      "with a link that leads nowhere",
      "",
      ["a.csv", "b.csv -> none"],
      'must hold what can be read, got a link, or something else that is no file for "b.csv"; change its rights, or exclude it',
    ],
    [
      "with names that differ in case",
      "",
      ["a.csv", "A.csv"],
      'must have names that differ in more than case, got "A.csv" and "a.csv"; rename one',
    ],
  ])("are refused where the folder is %s", (_, path, found, problem) => {
    for (const each of found) {
      const [file = "", to] = each.split(" -> ");
      if (to === undefined) write(file);
      else symlinkSync(to, join(folder, file));
    }
    expect(readScenario("base", join(folder, path)).problems).toEqual([problem]);
  });

  test.each<[string, string, string | Buffer, string[]]>([
    ["a collection", "inputs/od/od.geojson", '{"type":"FeatureCollection","features":[]}', []],
    ["a geometry", "inputs/zones.geojson", '{"type":"Point","coordinates":[0,0]}', []],
    ["parameters", "inputs/params.json", "{}", []],
    ["parameters as a list", "inputs/params.json", "[]", []],
    ["what a run has written", "outputs/x.geojson", "{", []],
    ["what is no input", "notes.json", "{", []],
    [
      "a comma too many",
      "inputs/params.json",
      '{\n  "a": 1,\n}',
      ["inputs/params.json:3:1 must be JSON, got PropertyNameExpected; correct it there"],
    ],
    [
      "NaN",
      "inputs/od/od.geojson",
      '{"type":"FeatureCollection","features":[NaN]}',
      ["inputs/od/od.geojson:1:41 must be JSON, got InvalidSymbol; correct it there"],
    ],
    ["nothing", "inputs/params.json", "", ["inputs/params.json:1:1 must be JSON, got ValueExpected; correct it there"]],
    [
      "a byte order mark",
      "inputs/params.json",
      "\ufeff{}",
      ["inputs/params.json must begin with its data, got a byte order mark; save it as UTF-8 without one"],
    ],
    [
      "Latin-1",
      "inputs/params.json",
      Buffer.from('{"a":"\xe9"}', "latin1"),
      ["inputs/params.json must be UTF-8, got another encoding; save it as UTF-8"],
    ],
    [
      "a text",
      "inputs/params.json",
      '"a"',
      ["inputs/params.json must hold an object or a list, got a string; correct it"],
    ],
    [
      "another JSON",
      "inputs/pt/links.geojson",
      '{"links":[]}',
      ["inputs/pt/links.geojson must be GeoJSON, got an object whose type is none of it; export it again"],
    ],
    [
      "a collection of nothing",
      "inputs/pt/links.geojson",
      '{"type":"FeatureCollection"}',
      ["inputs/pt/links.geojson must have a list of features, got nothing; export it again"],
    ],
  ])("may be JSON that is read: %s", (_, path, content, problems) => {
    write(path, content);
    expect(contentProblems("base", folder, [path])).toEqual(problems);
  });
});
