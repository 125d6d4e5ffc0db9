import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { checkProps, refuse } from "./check-props";
import { dockerHost as engine, hostKey } from "./docker-host-schema";
import { given } from "./given";
import { omit } from "./pick";
import type { StackDockerProviderProps } from "./provider-settings";
import { DOCKER_PROVIDER_VERSIONS } from "./provider-versions";
import { type DockerHostSettings, type EnginePlace, enginePlace, overSsh } from "./render/docker-host";
import { requireProvider } from "./required-provider";
import { listOf, oneOf, optional, textMatching } from "./rules";
import { shown } from "./shown";
import { fromStackFolder } from "./stack-path";

const sshConnections = oneOf(["shared", "single"], "single is for Windows");

const registry = textMatching(
  /^[A-Za-z0-9.-]+(:\d+)?$/,
  "must be a registry's host",
  'write it without https://, for example "registry.example.org"',
);

/** The stack's Docker provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackDockerProvider(stack: TerraformStack, props: StackDockerProviderProps = {}): DockerProvider {
  return providerIn(stack, props);
}

/** Below a scope that is not the stack it has an alias, by which resources name it. */
function providerIn(scope: Construct, props: StackDockerProviderProps, alias?: string): DockerProvider {
  const stack = TerraformStack.of(scope);
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
  requireProvider(stack, "docker", { source: "kreuzwerker/docker", version: DOCKER_PROVIDER_VERSIONS });
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
  return providerIn(scope, hostProps(settings), alias);
}

function hostProps({ dockerHost, hostKey, knownHostsFile }: DockerHostSettings): StackDockerProviderProps {
  return given({ host: dockerHost, hostKey, knownHostsFile });
}

/** What a provider may have that the programs that Terraform runs do not follow. */
export const NOT_FOLLOWED = ["caMaterial", "certMaterial", "certPath", "context", "keyMaterial"] as const;

/** How the programs that Terraform runs reach the engine of a provider. Throws where they could not. */
export function engineOfProvider(scope: IConstruct, provider: DockerProvider): EnginePlace {
  const problems = NOT_FOLLOWED.filter((name) => provider[name] !== undefined).map((name) => {
    const message = `must be left out for programs that Terraform runs, got a value; reach the engine by host, such as "ssh://user@host"`;
    return { path: `provider.${name}`, message };
  });
  refuse(scope, problems);
  const { host, sshOpts } = provider;
  return given({ host, ssh: sshOpts });
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
