import type { Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { isCron, isRepository, leavesOf } from "./render/inputs";
import type { PipelineSettings } from "./settings";

/** Variables that Pachyderm sets in a worker. @see https://docs.pachyderm.com/latest/deploy-manage/deploy/environment-variables/ */
const RESERVED = /^(PACH|PACHD|PPS|PFS|PEER|PACHYDERM)_/;

/** Variables that a worker would not get as they are written: Pachyderm sets them itself, or a secret does. */
export function variableProblems({ environment = {}, secrets = [], input }: PipelineSettings): Problem[] {
  const folders = leavesOf(input).flatMap(({ input: leaf }) => {
    if (isRepository(leaf)) return [leaf.as ?? leaf.repo];
    return isCron(leaf) ? [leaf.cron.name] : [];
  });
  const named = [
    ...Object.keys(environment).map((name) => ({ path: `environment.${name}`, name })),
    ...secrets.flatMap(({ environmentVariable: name }, index) =>
      name === undefined ? [] : [{ path: `secrets[${index}].environmentVariable`, name }],
    ),
  ];
  return named.flatMap(({ path, name }): Problem[] => {
    if (RESERVED.test(name)) {
      return [{ path, message: `must be a name that Pachyderm does not set, got ${shown(name)}; choose another` }];
    }
    if (folders.includes(name) || folders.some((folder) => name === `${folder}_COMMIT`)) {
      const message = `must be another name than an input's, got ${shown(name)}; Pachyderm sets it to the datum's path`;
      return [{ path, message }];
    }
    if (!path.startsWith("environment.") && Object.hasOwn(environment, name)) {
      return [{ path, message: `must stand once, got ${shown(name)} in environment too; take one out` }];
    }
    return [];
  });
}
