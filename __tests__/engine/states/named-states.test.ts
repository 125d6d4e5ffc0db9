import { stacksOf } from "../../../engine/states/named-states";

describe("the stacks of a workspace without a file", () => {
  test.each([
    ["the one of its name, not those of a longer one", "quetzal", ["quetzal", "quetzal-oslo"], ["quetzal"]],
    ["with its workers", "bed", ["bed", "bed-workers", "bed-two"], ["bed", "bed-workers"]],
    ["those of its nodes", "site", ["site-one", "site-two"], ["site-one", "site-two"]],
    ["not those that a file describes", "site", ["site-one", "site-kept"], ["site-one"]],
    ["none", "site", ["sites"], []],
  ])("are %s", (_, workspace, stacks, own) => {
    expect(stacksOf(workspace, stacks, (stack) => stack === "site-kept")).toEqual(own);
  });
});
