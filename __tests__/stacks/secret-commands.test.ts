import { join, resolve } from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { isSound, loadEnvironments, type Workspace } from "../../app/load";
import { stackMaker } from "../../app/stack-maker";
import { secretSources } from "../../constructs/shared/secret-sources";

const ROOT = resolve(__dirname, "../..");
const WORKSPACES = loadEnvironments(join(__dirname, "environments"), ROOT).filter(
  ({ environment }) => secretSources(environment).length > 0,
);

/** The JSON of a workspace's stacks. */
function synthesized(found: Workspace): string[] {
  if (!isSound(found)) throw new Error(`${found.file} must be sound`);
  const app = Testing.app({ fakeCdktfJsonPath: true });
  stackMaker(found.domain)(app, found, "/terraform.tfstate.d");
  return app.node.children.map((child) => Testing.synth(child as TerraformStack));
}

/** The same file without the commands of its secrets. */
function withoutCommands(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutCommands(part));
  if (typeof value !== "object" || value === null) return value;
  const isCommand = (name: string, part: object) =>
    (name === "command" && "variable" in value) || (name === "token" && "command" in part);
  const kept = Object.entries(value).filter(([name, part]) => !isCommand(name, Object(part)));
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutCommands(part)]));
}

describe("the command that prints a secret", () => {
  test("is in files of each domain that has secrets", () => {
    const domains = new Set(WORKSPACES.map(({ domain }) => domain));
    expect([...domains].sort()).toEqual(["model", "observatory", "pipelines", "plugins", "services"]);
  });

  test.each(WORKSPACES.map((each) => [each.workspace, each] as const))(
    "changes nothing in stacks of %s",
    (_, found) => {
      const environment = withoutCommands(found.environment) as NonNullable<Workspace["environment"]>;
      expect(secretSources(environment)).toEqual([]);
      const stacks = synthesized(found);
      expect(stacks).toEqual(synthesized({ ...found, environment }));
      for (const { command } of secretSources(found.environment)) {
        expect(stacks.join()).not.toContain(command.at(-1));
      }
    },
  );
});
