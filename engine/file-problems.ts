import { environmentOf, type Workspace } from "../app/load";
import { lazy } from "../constructs/shared/lazy";

const definitions = lazy<typeof import("../constructs/model/render/definition")>(() =>
  require("../constructs/model/render/definition"),
);
const folders = lazy<typeof import("../constructs/observatory/render/site-folders")>(() =>
  require("../constructs/observatory/render/site-folders"),
);
const plugins = lazy<typeof import("./plugin-problems")>(() => require("./plugin-problems"));

/** What is wrong with files that an environment names, each with its place. */
export function fileProblems(workspace: Workspace, project: string): string[] {
  return [
    ...definitionProblems(workspace),
    ...imageProblems(workspace, project),
    ...pluginProblems(workspace, project),
  ].map((problem) => `${workspace.file}: ${problem}`);
}

/** What is wrong with the state machine's definition that a model's file names. */
function definitionProblems(workspace: Workspace): string[] {
  const { definition, authorizerArn } = environmentOf(workspace, "model")?.workflow ?? {};
  if (definition === undefined || definition === "external") return [];
  const authorizer = authorizerArn === undefined ? {} : { AuthorizerArn: authorizerArn };
  const { problems } = definitions.readDefinition(definition.file, { FunctionArn: "", ModelName: "", ...authorizer });
  return problems.map((problem) => (problem.startsWith("definition.") ? `workflow.${problem}` : problem));
}

/** What is wrong with the folders that a site's images are built from. */
function imageProblems(workspace: Workspace, project: string): string[] {
  const site = environmentOf(workspace, "observatory");
  if (site === undefined) return [];
  return folders.siteFolderProblems(site, project).map(({ path, message }) => `${path} ${message}`);
}

/** What is wrong with folders of task plugins; what Python says of them, where there is one. */
function pluginProblems(workspace: Workspace, project: string): string[] {
  const environment = environmentOf(workspace, "plugins");
  return environment === undefined ? [] : plugins.collectionProblems(environment, project).problems;
}
