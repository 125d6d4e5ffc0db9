import type { Workspace } from "../app/load";
import { domainNamed } from "../domains/domains";

/** A Docker host that others reach too. */
const REMOTE = /"(ssh:\/\/|tcp:\/\/(?!localhost\b|127\.|\[::1\]))/;

/**
 * Why somebody else may deploy the same workspace with a state of their own: others reach where it goes, and its state is on this
 * machine alone. Undefined where nobody can, or all share the state.
 */
export function lonelyState(
  { domain, environment, workspace }: Workspace,
  { AWS_ENDPOINT_URL }: NodeJS.ProcessEnv,
): string | undefined {
  if (environment === undefined) return undefined;
  const { backend } = environment as { readonly backend?: object };
  if (backend !== undefined && !("local" in backend)) return undefined;
  const providers = domainNamed(domain).providers(environment);
  const places = [
    ...("hashicorp/aws" in providers && !AWS_ENDPOINT_URL ? ["its account"] : []),
    ...("digitalocean/digitalocean" in providers ? ["its account"] : []),
    ...("hashicorp/kubernetes" in providers ? ["its cluster"] : []),
    ...(REMOTE.test(JSON.stringify(environment)) ? ["its node"] : []),
  ];
  const [place] = places;
  return place === undefined
    ? undefined
    : `${workspace}: its state is on this machine alone, and others can deploy to ${place}; set backend in its file`;
}
