// Apart from what uses them: who reads them may have no bindings.

/** Settings of the AWS provider of one stack. */
export interface StackAwsProviderProps {
  /** For example `ca-central-1`. */
  readonly region: string;
  /**
   * The only account that may be touched, twelve digits.
   *
   * @default - whichever account the credentials belong to
   */
  readonly accountId?: string;
}

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

/** Settings of the Kubernetes provider of one stack: one stack speaks with one cluster. */
export interface StackKubernetesProviderProps {
  /** The context of the kubeconfig. It is named, so that nothing goes to the cluster that happens to be the current one. */
  readonly context: string;
  /** The kubeconfig, from the stack's folder or absolute. @default - KUBE_CONFIG_PATH */
  readonly configPath?: string;
}
