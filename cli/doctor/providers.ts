import type { Workspace } from "../../app/load";
import { terraformProgram } from "../../constructs/shared/terraform-program";
import { domainNamed } from "../../domains/domains";
import { model } from "../../domains/model";
import { mirrorAdvice, type ProviderSource, providerSource } from "../../engine/providers/providers";
import { type Finding, isWithin, type Surroundings, toldBy } from "./finding";
import { isProxied } from "./variables";

/** The providers that workspaces need, with the versions that constructs are made for; without any, what a model needs. */
export function neededProviders(workspaces: readonly Workspace[]): Readonly<Record<string, string>> {
  if (workspaces.length === 0) return model.providers(undefined);
  return Object.assign({}, ...workspaces.map(({ domain, environment }) => domainNamed(domain).providers(environment)));
}

/** Where Terraform gets its providers, and whether what it needs is there. Nothing is downloaded, nothing written. */
export async function providers(
  { environment, folder }: Surroundings,
  workspaces: readonly Workspace[],
  look: typeof providerSource = providerSource,
): Promise<Finding[]> {
  try {
    const source = await look({ project: folder, environment });
    const needed = Object.entries(neededProviders(workspaces));
    return needed.map(([provider, range]) => {
      const finding = providerFinding(provider, range, source, environment);
      const those = workspaces.filter((each) => provider in neededProviders([each]));
      const isForSome = finding.state === "problem" && those.length < workspaces.length;
      const names = those.map(({ workspace }) => workspace).join(", ");
      return isForSome ? { ...finding, found: `${finding.found}; needed only by ${names}` } : finding;
    });
  } catch (error) {
    return [{ name: "providers", state: "problem", ...toldBy(error) }];
  }
}

function providerFinding(
  provider: string,
  range: string,
  source: ProviderSource,
  environment: NodeJS.ProcessEnv,
): Finding {
  const name = "providers";
  const wanted = `${provider} ${range}`;
  if (source.kind === "registry") return { name, state: "ok", found: `${wanted} from the public registry` };
  if (source.kind === "server") return { name, state: "ok", found: `${wanted} from ${source.url}, not asked` };
  const here = source.packages.filter((each) => each.provider === provider && each.platform === source.target);
  const fitting = here.filter(({ version }) => isWithin(version, range));
  if (fitting.length > 0) {
    // Mirrors of links may lead to one and the same package.
    const versions = new Set(fitting.map(({ version, path }) => `${version} (${mirrorOf(path, source.found)})`));
    return { name, state: "ok", found: `${provider} ${[...versions].join(", ")}; the public registry does not answer` };
  }
  const others = here.map(({ version }) => version).join(", ");
  const proxied = isProxied(environment) ? ", asked without the proxy" : "";
  const found = `no ${wanted} for ${source.target}${others && `, only ${others}`}: the public registry does not answer${proxied}, and no mirror has it`;
  return { name, state: "problem", found, remedy: mirrorAdvice(terraformProgram(environment)) };
}

/** The mirror that a package lies in; a link may lead out of it. */
function mirrorOf(path: string, mirrors: readonly string[]): string {
  return mirrors.find((mirror) => path.startsWith(mirror)) ?? path;
}
