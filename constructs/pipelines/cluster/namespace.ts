import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { checkSettings } from "../../shared/check-props";
import { keepLifecycle } from "../../shared/kept-lifecycle";
import { keepResource } from "../../shared/kept-resource";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { oneOf, optional } from "../../shared/rules";
import * as rules from "./schema";
import { RESTRICTED_NAMESPACE } from "./security";
import type { Removal } from "./settings";

/** Settings of a {@link ClusterNamespace}. */
export interface ClusterNamespaceProps extends ProviderProps {
  readonly name: string;
  /** `restricted`: pods that do not keep the strictest standard are refused. @default "restricted" */
  readonly podSecurity?: "restricted" | "unset";
  /** Whether the namespace, with all that is in it, may go with the stack. @default "refused" */
  readonly removal?: Removal;
}

/** Lets a namespace stay that is no longer described. @param id where it would stand */
export function keepNamespace(scope: Construct, id: string): void {
  keepResource(scope, { type: NamespaceV1.tfResourceType, path: [id, "Resource"] });
}

/** A namespace of its own. One that exists is used by its name, without this. */
export class ClusterNamespace extends Construct {
  readonly namespaceName: string;
  readonly resource: NamespaceV1;

  constructor(scope: Construct, id: string, props: ClusterNamespaceProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "kubernetes", props.provider);
    const podSecurity = oneOf(["restricted", "unset"], "unset is for pods of others");
    checkSettings(this, props, { name: rules.namespace, ...optional({ podSecurity, removal: rules.removal }) });
    this.resource = new NamespaceV1(this, "Resource", {
      metadata: { name: props.name, labels: props.podSecurity === "unset" ? {} : { ...RESTRICTED_NAMESPACE } },
      // Without it the first pods find no service account.
      waitForDefaultServiceAccount: true,
      ...(props.removal !== "allowed" && { lifecycle: { preventDestroy: true } }),
    });
    keepLifecycle(this.resource);
    this.namespaceName = props.name;
  }
}
