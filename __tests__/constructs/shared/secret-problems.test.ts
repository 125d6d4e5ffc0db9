import { secretsBelow } from "../../../constructs/shared/secret-problems";

describe("secrets below a setting", () => {
  const paths = (value: unknown) => secretsBelow("command", value, "take it out").map(({ path }) => path);

  test("are found behind an option, also beside words that only Terraform knows", () => {
    expect(paths(["serve", "--password", "hunter2"])).toEqual(["command[2]"]);
    expect(paths([undefined, "--password", "hunter2", undefined])).toEqual(["command[2]"]);
  });

  test("are none where a word is not known", () => {
    expect(paths(["serve", "--password", undefined])).toEqual([]);
  });
});
