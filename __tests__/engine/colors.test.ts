import { wantsColors } from "../../engine/colors";

test.each<[NodeJS.ProcessEnv, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ CI: "true" }, false, false],
  [{ NO_COLOR: "1" }, true, false],
  // As no-color.org has it, an empty one is none.
  [{ NO_COLOR: "" }, true, true],
  [{ TERM: "dumb" }, true, false],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "false" }, true, false],
  [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
])("with %j, on a terminal: %j, colours: %j", (environment, isTerminal, wanted) => {
  expect(wantsColors(environment, isTerminal)).toBe(wanted);
});
