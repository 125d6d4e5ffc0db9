import type { Workspace } from "../../app/load";
import { secretSources } from "../../constructs/shared/secret-sources";
import { shown } from "../../constructs/shared/shown";
import { askDigitalOcean, digitalOceanToken, digitalOceanUrl } from "../../engine/digitalocean-api";
import { TOKEN_ADVICE } from "../../engine/digitalocean-token";
import { type Finding, PATIENCE_MILLISECONDS, type Surroundings } from "./finding";
import { neededProviders } from "./providers";

interface Account {
  readonly account: { readonly email: string };
}

/** Whose DigitalOcean account the shell's token is for. No token is ever told, and no command that prints one is run. */
export async function digitalOcean(
  { environment }: Surroundings,
  workspaces: readonly Workspace[],
): Promise<Finding | Finding[]> {
  const name = "DigitalOcean";
  const those = workspaces.filter((each) => "digitalocean/digitalocean" in neededProviders([each]));
  if (those.length === 0) return { name, state: "unneeded", found: "no workspace has a droplet or a domain there" };
  if (digitalOceanToken(environment) === "") return those.map(withoutToken);
  const answer = await askDigitalOcean<Account>("account", environment, PATIENCE_MILLISECONDS);
  const at = environment.DIGITALOCEAN_API_URL ? ` at ${digitalOceanUrl(environment)}` : "";
  if (answer?.status === 401) {
    return { name, state: "problem", found: `a token that is wrong, deleted or expired${at}`, remedy: TOKEN_ADVICE };
  }
  if (answer?.body !== undefined) return { name, state: "ok", found: `${answer.body.account.email}${at}` };
  const found = answer === undefined ? "no answer" : `a token that may not read the account (${answer.status})`;
  return { name, state: "warning", found: `${found}${at}`, remedy: "deployments will say more" };
}

function withoutToken({ file, environment }: Workspace): Finding {
  const name = "DigitalOcean";
  const source = secretSources(environment).find((each) => each.name === "DIGITALOCEAN_TOKEN");
  if (source !== undefined) {
    return { name, state: "ok", found: `${shown(source.command[0])} prints the token for ${file}, not asked` };
  }
  return { name, state: "problem", found: `no DIGITALOCEAN_TOKEN, which ${file} needs`, remedy: TOKEN_ADVICE };
}
