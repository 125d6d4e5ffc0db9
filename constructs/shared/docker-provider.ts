import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { checkProps } from "./check-props";
import { dockerHost as engine, hostKey } from "./docker-host-schema";
import { given } from "./given";
import { omit } from "./pick";
import { DOCKER_PROVIDER_VERSIONS } from "./provider-versions";
import { type DockerHostSettings, type EnginePlace, enginePlace, overSsh } from "./render/docker-host";
import { listOf, oneOf, optional, textMatching } from "./rules";
import { shown } from "./shown";
import { fromStackFolder } from "./stack-path";

/** Settings of the Docker provider of one stack: one stack speaks with one engine. */
export interface StackDockerProviderProps {
  /**
   * The engine: `unix://`, `npipe://`, `tcp://`, or `ssh://user@host`, for which the host has the `docker` command and
   * the user may use it.
   *
   * @default - DOCKER_HOST, else the engine of this machine
   */
  readonly host?: string;
  /**
   * A file with the host's key, in the form of `known_hosts`, from the project's folder: a host with another key is refused.
   *
   * @default - what the settings of `ssh` say
   */
  readonly knownHostsFile?: string;
  /**
   * The host's key itself, as `ssh-keyscan` prints it behind the name: `ssh-ed25519 AAAA…`. A host with another key is
   * refused. It needs OpenSSH 8.5, and no Windows.
   *
   * @default - what the settings of `ssh` say
   */
  readonly hostKey?: string;
  /**
   * `shared`: one connection serves all requests; without it a host refuses some of them. `single`: a connection for
   * each, for Windows, whose `ssh` can do no other.
   *
   * @default "shared"
   */
  readonly sshConnections?: "shared" | "single";
  /**
   * Registries whose images need a login, such as `registry.example.org`. The login is the one that `docker login` has
   * kept on the machine that runs Terraform; it stands in no file of the stack.
   *
   * @default - none
   */
  readonly registries?: readonly string[];
}

const sshConnections = oneOf(["shared", "single"], "single is for Windows");

const registry = textMatching(
  /^[A-Za-z0-9.-]+(:\d+)?$/,
  "must be a registry's host",
  'write it without https://, for example "registry.example.org"',
);

/** The stack's Docker provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackDockerProvider(stack: TerraformStack, props: StackDockerProviderProps = {}): DockerProvider {
  return providerIn(stack, stack, props);
}

/** Below a scope that is not the stack it has an alias, by which resources name it. */
function providerIn(
  scope: Construct,
  stack: TerraformStack,
  props: StackDockerProviderProps,
  alias?: string,
): DockerProvider {
  const rules = optional({ host: engine, hostKey, sshConnections, registries: listOf(registry, "registries") });
  checkProps(scope, omit(props, "knownHostsFile"), rules, () => [
    ...(["hostKey", "knownHostsFile", "sshConnections"] as const)
      .filter((name) => props[name] !== undefined && !overSsh(props.host))
      .map((path) => ({ path, message: `is for a host over ssh, got host ${shown(props.host)}; leave it out` })),
    ...(props.hostKey === undefined || props.knownHostsFile === undefined
      ? []
      : [{ path: "hostKey", message: "must be left out beside knownHostsFile, got both; take one out" }]),
  ]);
  const { registries = [], host: dockerHost, sshConnections: connections, ...trust } = props;
  const { host: address, ssh } = engineFrom(stack, { ...given({ dockerHost }), ...trust }, connections);
  const provider = new DockerProvider(scope, "Docker", {
    ...given({ alias }),
    ...given({ host: address }),
    ...(ssh !== undefined && { sshOpts: [...ssh] }),
    ...(registries.length > 0 && { registryAuth: registries.map((address) => ({ address })) }),
  });
  stack.addOverride("terraform.required_providers.docker", {
    source: "kreuzwerker/docker",
    version: DOCKER_PROVIDER_VERSIONS,
  });
  return provider;
}

/** The Docker provider of a stack for a host that an environment file describes. */
export function dockerHostProvider(stack: TerraformStack, settings: DockerHostSettings = {}): DockerProvider {
  return stackDockerProvider(stack, hostProps(settings));
}

/** The same for one more host of a stack that has a Docker provider, under an alias; else the stack's. */
export function nextDockerHostProvider(scope: Construct, settings: DockerHostSettings, alias: string): DockerProvider {
  const stack = TerraformStack.of(scope);
  if (stack.node.tryFindChild("Docker") === undefined) return dockerHostProvider(stack, settings);
  return providerIn(scope, stack, hostProps(settings), alias);
}

function hostProps({ dockerHost, hostKey, knownHostsFile }: DockerHostSettings): StackDockerProviderProps {
  return given({ host: dockerHost, hostKey, knownHostsFile });
}

/** How the engine is reached from a stack's folder, where Terraform and its programs run. */
export function engineFrom(
  stack: TerraformStack,
  settings: DockerHostSettings,
  sshConnections?: StackDockerProviderProps["sshConnections"],
): EnginePlace {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const written = (trusted: readonly string[]): readonly string[] =>
    Tokenization.resolve(trusted, { scope: stack, resolver, preparing: false });
  return enginePlace(settings, { sshConnections, fromHere: (path) => fromStackFolder(stack, path), written });
}
