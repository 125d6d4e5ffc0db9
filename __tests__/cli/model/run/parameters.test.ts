import { NOTHING_OFFERED, offeredBy, variantsFor, withGiven } from "../../../../cli/model/run/parameters";

const CONTENT = [
  { info: "a note" },
  {
    category: "footpaths",
    params: [
      { name: "speed", value: "3", type: "Number" },
      { name: "year", value: "2030" },
    ],
  },
  { category: "demand", model: ["default", "bike"], params: [{ name: "year", value: 2030 }] },
  { category: "roads", model: "car", params: [{ name: "lanes", value: 2 }] },
  { model: "default", variants: ["morning", "evening"] },
  "no category",
];
const OFFERED = offeredBy(CONTENT, "default");

describe("what a scenario offers", () => {
  test("is that of the choice, with numbers as numbers", () => {
    expect(OFFERED).toEqual({
      params: { footpaths: { speed: 3, year: "2030" }, demand: { year: 2030 } },
      variants: ["morning", "evening"],
      isListed: true,
    });
    expect(offeredBy(CONTENT, "bike").params).toEqual({ demand: { year: 2030 } });
  });

  test.each([[{}], [null], ["text"], [[]]])("is nothing in %j", (content) =>
    expect(offeredBy(content, "default")).toEqual(NOTHING_OFFERED),
  );
});

describe("--param", () => {
  test.each([
    ["speed=4.5", { footpaths: { speed: 4.5, year: "2030" }, demand: { year: 2030 } }],
    ["footpaths.year=2040", { footpaths: { speed: 3, year: "2040" }, demand: { year: 2030 } }],
    ["demand.year=2040", { footpaths: { speed: 3, year: "2030" }, demand: { year: 2040 } }],
  ])("%s takes the place of the scenario's", (text, params) => expect(withGiven(OFFERED, [text])).toEqual(params));

  test.each([
    ["a=1", { a: 1 }],
    ["a.b=x=y", { a: { b: "x=y" } }],
    ["a.b=true", { a: { b: true } }],
    ["a=", { a: "" }],
    ["a=[1]", { a: [1] }],
  ])("%s is taken as it is where the scenario offers none", (text, params) =>
    expect(withGiven(NOTHING_OFFERED, [text])).toEqual(params),
  );

  test("tells all that is wrong", () => {
    expect(() => withGiven(OFFERED, ["speeed=1", "year=1", "=1", "alone"])).toThrow(
      new Error(
        [
          `--param must be a parameter of the scenario's inputs/params.json, got "speeed"; did you mean "speed"?`,
          '--param must name one parameter, got "year"; there are footpaths.year, demand.year',
          '--param must be name=value, got "=1"; for example footpaths.speed=4',
          '--param must be name=value, got "alone"; for example footpaths.speed=4',
        ].join("\n"),
      ),
    );
  });
});

describe("--variant", () => {
  test.each([
    [[], ["morning", "evening"]],
    [["evening"], ["evening"]],
  ])("%j runs %j", (given, variants) => expect(variantsFor(OFFERED, given)).toEqual(variants));

  test("is anything where the scenario offers none", () => expect(variantsFor(NOTHING_OFFERED, ["x"])).toEqual(["x"]));

  test("is one of the scenario's", () => {
    expect(() => variantsFor(OFFERED, ["mornin"])).toThrow(
      new Error('--variant must be one of morning, evening, got "mornin"; did you mean "morning"?'),
    );
  });
});
