import { checkWorkspaceName } from "../../../constructs/shared/workspace-name";

test("a workspace and its environment have one name", () => {
  expect(() => checkWorkspaceName("lab", "lab")).not.toThrow();
  expect(() => checkWorkspaceName("lab", "site")).toThrow(
    new Error(`[lab] name must be the workspace's, got "site"; give both one name`),
  );
});
