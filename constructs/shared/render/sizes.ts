/** The largest definition of a state machine. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LARGEST_DEFINITION = 1024 ** 2;

/** The largest config map or secret. @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
export const LARGEST_CONFIG_MAP = 1024 ** 2;

/** The size of a config map, in bytes: of its values, which Kubernetes counts, and of their names. */
export function configMapSize(data: Readonly<Record<string, string>>): number {
  return Object.entries(data).reduce((sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text), 0);
}
