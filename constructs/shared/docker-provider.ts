import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import type { TerraformStack } from "cdktf";

/** The versions of kreuzwerker/docker that the constructs are made for. */
export const DOCKER_PROVIDER_VERSIONS = ">= 3.6.2, < 5.0.0";

/** Settings of the Docker provider of one stack. */
export interface StackDockerProviderProps {
  /**
   * The engine: `unix:///var/run/docker.sock`, `ssh://user@host`, `tcp://…`.
   *
   * @default - what DOCKER_HOST names, else this machine's own engine
   */
  readonly host?: string;
}

/** The stack's Docker provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackDockerProvider(stack: TerraformStack, { host }: StackDockerProviderProps = {}): DockerProvider {
  const ssh = host?.startsWith("ssh://") ? { sshOpts: SSH_OPTIONS } : {};
  const provider = new DockerProvider(stack, "Docker", host === undefined ? {} : { host, ...ssh });
  stack.addOverride("terraform.required_providers.docker", {
    source: "kreuzwerker/docker",
    version: DOCKER_PROVIDER_VERSIONS,
  });
  return provider;
}

/** The provider opens a connection for each request: they share one, or sshd would refuse some. */
const SSH_OPTIONS = [
  ...["-o", "ControlMaster=auto", "-o", "ControlPersist=60s"],
  ...["-o", "ControlPath=~/.ssh/slipway-%C"],
];
