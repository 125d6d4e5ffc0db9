import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../../shared/check-props";
import { otherProps, requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { labelsOf } from "./labels";

/** What a service account may do in a namespace. */
export interface ClusterRight {
  readonly namespace: string;
  /** @default [""], the core */
  readonly apiGroups?: readonly string[];
  readonly resources: readonly string[];
  /** @default - all of them */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Settings of a {@link ServiceIdentity}. */
export interface ServiceIdentityProps extends ProviderProps {
  readonly name: string;
  readonly namespace: string;
  /** The application that it belongs to. @default - its name */
  readonly instance?: string;
  /** Annotations, such as a role of the cloud. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** @default - none: it may do nothing */
  readonly rights?: readonly ClusterRight[];
}

const PROPS = { name: true, namespace: true, instance: true, annotations: true, rights: true, provider: true } as const;

/** A service account with what it may do, and no more: a role for each namespace. */
export class ServiceIdentity extends Construct {
  readonly accountName: string;
  /** What a pod that runs as it waits for. */
  readonly resources: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "kubernetes", props.provider);
    const needed = { name: "the account's name", namespace: "its namespace" };
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, needed)]);
    const { name, namespace, instance = name, annotations, rights = [] } = props;
    this.accountName = name;
    const labels = labelsOf(instance, "identity");
    const account = new ServiceAccountV1(this, "Resource", {
      metadata: { name, namespace, labels, ...(annotations !== undefined && { annotations: { ...annotations } }) },
      // The pods that need its token say so.
      automountServiceAccountToken: false,
    });
    const namespaces = [...new Set(rights.map((right) => right.namespace))].sort();
    const bindings = namespaces.map((each) => {
      const own = rights.filter((right) => right.namespace === each);
      return this.grant(each, own, { name, namespace, labels });
    });
    this.resources = [account, ...bindings];
  }

  private grant(
    namespace: string,
    rights: readonly ClusterRight[],
    account: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> },
  ): TerraformResource {
    const { name, labels } = account;
    const place = new Construct(this, `In-${namespace}`);
    const role = new RoleV1(place, "Role", {
      metadata: { name, namespace, labels },
      rule: rights.map(({ apiGroups = [""], resources, resourceNames, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        ...(resourceNames !== undefined && { resourceNames: [...resourceNames] }),
        verbs: [...verbs],
      })),
    });
    return new RoleBindingV1(place, "Binding", {
      metadata: { name, namespace, labels },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subject: [{ kind: "ServiceAccount", name, namespace: account.namespace, apiGroup: "" }],
      dependsOn: [role],
    });
  }
}
