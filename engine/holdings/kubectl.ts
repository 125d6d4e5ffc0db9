import { homedir } from "node:os";
import { outputOf } from "../process";

/** How a stack's provider reaches its cluster, in the words of Terraform. */
export interface KubernetesProvider {
  readonly alias?: string;
  readonly config_context?: string;
  readonly config_path?: string;
}

/** A cluster that is off is not waited for. */
const LONGEST = "10s";
/** Nor is a command in one of its pods. */
const LONGEST_MILLISECONDS = 30_000;

/**
 * Asks a cluster by `kubectl`, as Terraform's provider reaches it.
 *
 * @param folder the stack's, where the paths of the provider begin
 */
export async function kubectl(
  { config_context: context, config_path: file }: KubernetesProvider,
  folder: string,
  environment: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<string> {
  const { KUBE_CONFIG_PATHS, KUBE_CONFIG_PATH, KUBECONFIG } = environment;
  const config = file?.replace(/^~(?=\/)/, homedir()) ?? (KUBE_CONFIG_PATHS || KUBE_CONFIG_PATH || KUBECONFIG);
  const place = context === undefined ? [] : ["--context", context];
  const command = ["kubectl", ...place, `--request-timeout=${LONGEST}`, ...words];
  const { error, status, stdout, stderr } = await outputOf(command, {
    cwd: folder,
    environment: { ...environment, ...(config && { KUBECONFIG: config }) },
    timeoutMilliseconds: LONGEST_MILLISECONDS,
  });
  if (error?.code === "ENOENT") throw new Error("kubectl must be installed, got no such program");
  if (status !== 0) throw new Error(stderr.trim() || `kubectl exited with code ${status}`);
  return stdout;
}
