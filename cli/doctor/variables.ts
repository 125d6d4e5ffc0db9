import { existsSync } from "node:fs";
import { programHere } from "../../engine/program";
import type { Finding, Surroundings } from "./finding";

/** Arguments that Terraform would take from the shell without a word. */
const DANGEROUS =
  /(?<=^|\s)--?(auto-approve|destroy|target|exclude|replace|lock=false|refresh=false|refresh-only|state|state-out|backend=false|backend-config|reconfigure|migrate-state|force-copy)(?=[=\s]|$)/g;

const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/** Whether other programs go through a proxy. */
export function isProxied(environment: NodeJS.ProcessEnv): boolean {
  return PROXIES.some((variable) => environment[variable]);
}

/** What is set in the shell, and changes what Terraform does. */
export function variables({ environment }: Surroundings): Finding[] {
  const name = "variables";
  const findings: Finding[] = [];
  const warn = (found: string, remedy: string) => findings.push({ name, state: "warning", found, remedy });
  const { TF_WORKSPACE, TF_CLI_CONFIG_FILE } = environment;
  if (TF_WORKSPACE && TF_WORKSPACE !== "default") {
    const remedy = "unset it: the name on the command line is the workspace";
    findings.push({ name, state: "problem", found: `TF_WORKSPACE=${TF_WORKSPACE}`, remedy });
  }
  for (const [variable, value = ""] of Object.entries(environment)) {
    if (!variable.startsWith("TF_CLI_ARGS")) continue;
    const found = [...new Set(value.match(DANGEROUS))];
    if (found.length > 0)
      warn(`${variable} has ${found.join(", ")}`, `unset ${variable}, unless each deployment is to get it`);
  }
  if (TF_CLI_CONFIG_FILE && !existsSync(TF_CLI_CONFIG_FILE)) {
    const remedy = "unset it, or write the file; slipway's own commands do without it";
    warn(`TF_CLI_CONFIG_FILE names ${TF_CLI_CONFIG_FILE}, which is not there`, remedy);
  }
  // A proxy's address may hold a password, and is not told.
  const proxies = PROXIES.filter((variable) => environment[variable]);
  if (proxies.length > 0) {
    warn(
      `${proxies.join(", ")} set: ${programHere().product} goes through the proxy, slipway's own questions to AWS and to the registry do not`,
      "deployments work by a provider mirror (SLIPWAY_PROVIDER_MIRRORS); what doctor says of the account may be wrong",
    );
  }
  return findings.length > 0
    ? findings
    : [{ name, state: "ok", found: `none that changes what ${programHere().product} does` }];
}
