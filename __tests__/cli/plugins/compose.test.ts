import { composeOverride } from "../../../cli/plugins/compose";

test.each(["[".repeat(100_000), `services: ${"[".repeat(100_000)}${"]".repeat(100_000)}`])(
  "a compose file that is nested too deeply is named",
  (text) =>
    expect(() => composeOverride("compose.yaml", text, { variables: {}, services: [] })).toThrow(
      "compose.yaml must have at most 500 lists and objects in each other, got more; take some apart",
    ),
);
