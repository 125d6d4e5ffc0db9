import type { DeployedModel } from "../deployed-model";
import { type BuildContext, buildContext } from "./build-context";
import { contextTable, contextWarnings } from "./context-report";
import { contextSecrets, secretAdvice } from "./context-secrets";
import { envProblems, envWarnings } from "./env-file";

/**
 * The build context of a model's folder. Refuses a secret in it, and a `.env` with names of another model.
 *
 * @param allowed paths that are sent all the same
 */
export function soundContext(model: DeployedModel, folder: string, allowed: readonly string[]): BuildContext {
  const context = buildContext(folder);
  const secrets = contextSecrets(context, allowed);
  const problems = [...envProblems(context, model), ...secrets, ...secretAdvice(context, secrets)];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return context;
}

/** Prints what is sent, by folder, and warns of files that an image does not need. */
export function tellContext(
  context: BuildContext,
  image: string,
  { print, warn }: { print(line: string): void; warn(line: string): void },
): void {
  print(`${image} from ${context.folder}, and sends:`);
  print(contextTable(context));
  for (const each of [...contextWarnings(context), ...envWarnings(context)]) warn(`warning: ${each}`);
}
