import { environmentOf, type Workspace } from "../../app/load";
import type { ModelEnvironment } from "../../constructs/model/schema";
import { functionLimits, type LimitedFunction, limitWarnings, mayBeLimited } from "../../engine/function-limits";
import { type Finding, type Surroundings, toldBy } from "./finding";

/** What the SDK throws if there are none. */
const NO_CREDENTIALS = "CredentialsProviderError";

/** Whether the account allows the memory and the concurrency that the models ask for. */
export async function functions(
  { environment }: Surroundings,
  workspaces: readonly Workspace[],
): Promise<Finding | Finding[]> {
  const name = "Lambda";
  const models = workspaces
    .flatMap((each) => environmentOf(each, "model") ?? [])
    .flatMap((each) => ("kind" in each ? [] : each));
  const large = models.map(limited);
  const wanted = large.filter(({ fn }) => mayBeLimited(fn));
  if (wanted.length === 0) {
    const found = models.length === 0 ? "no model" : "no model asks for more than new accounts allow";
    return { name, state: "unneeded", found };
  }
  const regions = [...new Set(wanted.map(({ region }) => region))];
  const findings = regions.map(async (region): Promise<Finding[]> => {
    const limits = await functionLimits(environment, region);
    const own = wanted.filter((each) => each.region === region);
    if ("unknown" in limits && limits.unknown === NO_CREDENTIALS) {
      return [{ name, state: "unneeded", found: "limits of the account, which are not looked up without credentials" }];
    }
    const warnings = own.flatMap(({ fn }) => limitWarnings(fn, limits));
    if (warnings.length === 0 && "concurrent" in limits) {
      return [{ name, state: "ok", found: `${limits.concurrent} concurrent executions in ${region}` }];
    }
    return warnings.map((warning): Finding => ({ name, state: "warning", ...toldBy(warning) }));
  });
  return (await Promise.all(findings)).flat();
}

function limited({ name, region, compute: { lambda } }: ModelEnvironment): { fn: LimitedFunction; region: string } {
  const { memoryMiB, reservedConcurrency: reserved } = lambda;
  return { fn: { where: name, memoryMiB, ...(reserved !== undefined && { reserved }) }, region };
}
