import { digitalOceanToken } from "./digitalocean-api";
import type { Project } from "./project";
import type { TerraformEvent } from "./terraform-events";

/** What to do without a token that DigitalOcean accepts. */
export const TOKEN_ADVICE =
  "make one with read and write access at https://cloud.digitalocean.com/account/api/tokens, and export it, or name the command that prints it in digitalocean.token of the environment file";

/** Whether stacks need a token that nobody has: neither the shell, nor a command, nor the provider's own settings. */
export function isTokenMissing(
  project: Project,
  workspace: string,
  { environment, printed }: { readonly environment: NodeJS.ProcessEnv; readonly printed: readonly string[] },
): boolean {
  if (digitalOceanToken(environment) !== "" || printed.includes("DIGITALOCEAN_TOKEN")) return false;
  return project.stacks(workspace).some((stack) => {
    const { terraform, provider } = project.declared(stack);
    const isNeeded = Object.values(terraform?.required_providers ?? {}).some(
      ({ source }) => source === "digitalocean/digitalocean",
    );
    const ofFile = provider?.digitalocean ?? [];
    return isNeeded && !ofFile.some(({ token }) => token !== undefined);
  });
}

/** Says that DigitalOcean does not accept the token; undefined where Terraform says nothing of it. */
export function tokenRefused(stack: string, events: readonly TerraformEvent[]): string | undefined {
  const isRefused = events.some(({ diagnostic }) =>
    REFUSED.test(`${diagnostic?.summary ?? ""} ${diagnostic?.detail ?? ""}`),
  );
  if (!isRefused) return undefined;
  return `${stack}: DIGITALOCEAN_TOKEN must be a token that DigitalOcean accepts, got one that is wrong, deleted or expired; ${TOKEN_ADVICE}`;
}

const REFUSED = /\b401 (\(request "[^"]*"\) )?Unable to authenticate you/i;
