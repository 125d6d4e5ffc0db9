/** By which the objects of an application are found. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function labelsOf(instance: string, component: string): Record<string, string> {
  return {
    // A secret's name may be longer than a label's value.
    "app.kubernetes.io/instance": instance.slice(0, 63).replace(/[^A-Za-z0-9]+$/, ""),
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/managed-by": "slipway",
  };
}

/** By which pods are chosen: with another label they would be others. */
export function selectorOf(instance: string, component: string): Record<string, string> {
  return { "app.kubernetes.io/instance": instance, "app.kubernetes.io/component": component };
}

/** The label that a cluster gives each namespace: its name. */
export const NAMESPACE_LABEL = "kubernetes.io/metadata.name";
