import { environmentOf, type Workspace } from "../environments/load";

/** What is wrong with files that an environment names, each with its place. */
export function fileProblems(workspace: Workspace, project: string): string[] {
  return [
    ...definitionProblems(workspace, project),
    ...imageProblems(workspace, project),
    ...pluginProblems(workspace, project),
  ].map((problem) => `${workspace.file}: ${problem}`);
}

/** What is wrong with the state machine's definition that a model's file names. */
function definitionProblems(workspace: Workspace, project: string): string[] {
  const { definition, authorizerArn } = environmentOf(workspace, "model")?.workflow ?? {};
  if (definition === undefined || definition === "external") return [];
  const authorizer = authorizerArn === undefined ? {} : { AuthorizerArn: authorizerArn };
  const { readDefinition } =
    require("../constructs/model/read/definition") as typeof import("../constructs/model/read/definition");
  const { problems } = readDefinition(definition.file, { FunctionArn: "", ModelName: "", ...authorizer }, project);
  return problems.map((problem) => (problem.startsWith("definition.") ? `workflow.${problem}` : problem));
}

/** What is wrong with the folders that a site's images are built from. */
function imageProblems(workspace: Workspace, project: string): string[] {
  const site = environmentOf(workspace, "observatory");
  if (site === undefined) return [];
  const { siteFolderProblems } =
    require("../constructs/observatory/read/site-folders") as typeof import("../constructs/observatory/read/site-folders");
  return siteFolderProblems(site, project).map(({ path, message }) => `${path} ${message}`);
}

/** What is wrong with folders of task plugins; what Python says of them, where there is one. */
function pluginProblems(workspace: Workspace, project: string): string[] {
  const plugins = environmentOf(workspace, "plugins");
  if (plugins === undefined) return [];
  const { collectionProblems } = require("./plugins/problems") as typeof import("./plugins/problems");
  return collectionProblems(plugins, project).problems;
}
