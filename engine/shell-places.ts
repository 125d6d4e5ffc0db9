import type { StackJson } from "./stack-json";

/** A stack's providers, as far as they say where it goes. */
type Stack = Pick<StackJson, "provider">;

/** Another host, or one that a context names. A unix socket and a loopback port are this machine's. */
const ELSEWHERE = /^(?!(unix|npipe):|tcp:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$))/;

/** Variables by which a provider would go elsewhere than the environment file says: Terraform is not to have them. */
export function detours(stacks: readonly Stack[]): NodeJS.ProcessEnv {
  const clusters = stacks.some(({ provider }) => provider?.kubernetes !== undefined);
  const hosts = stacks.some(({ provider }) => provider?.docker?.some(({ host }) => host !== undefined));
  return {
    ...(clusters && { KUBE_HOST: undefined, KUBE_CTX_CLUSTER: undefined }),
    ...(hosts && { DOCKER_CONTEXT: undefined }),
  };
}

/** Whether one of the stacks has a Docker host that is reached by `ssh`. */
export function overSsh(stacks: readonly Stack[]): boolean {
  return stacks.some(({ provider }) => provider?.docker?.some((docker) => docker.ssh_opts !== undefined));
}

/** Says that stacks without a host in their file go to another machine, because the shell names it; undefined where they do not. */
export function borrowedHost(
  workspace: string,
  stacks: readonly Stack[],
  { DOCKER_CONTEXT, DOCKER_HOST }: NodeJS.ProcessEnv,
): string | undefined {
  const isOpen = stacks.some(({ provider }) => provider?.docker?.some(({ host }) => host === undefined));
  const [name, value] = DOCKER_CONTEXT ? ["DOCKER_CONTEXT", DOCKER_CONTEXT] : ["DOCKER_HOST", DOCKER_HOST];
  if (!isOpen || !value || value === "default" || !ELSEWHERE.test(value)) return undefined;
  return (
    `warning: ${workspace}: its file names no Docker host, so it goes to ${name}=${value}; ` +
    `unset ${name} to use this machine's engine, or set dockerHost in the file`
  );
}
