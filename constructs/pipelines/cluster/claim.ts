import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keepLifecycle } from "../../shared/kept-lifecycle";
import { keepResource } from "../../shared/kept-resource";
import { labelsOf } from "./labels";
import { canonicalQuantity } from "./render/quantities";
import type { Removal } from "./settings";

/** Settings of a {@link Claim}. */
export interface ClaimProps {
  readonly name: string;
  readonly namespace: string;
  /** The application that it belongs to. */
  readonly instance: string;
  readonly storage: string;
  /** @default - the cluster's default class */
  readonly storageClass?: string;
  /** @default "refused" */
  readonly removal?: Removal;
}

/** Lets a claim stay that is no longer described, with its data. @param path the ids from the scope to where it would stand */
export function keepClaim(scope: Construct, ...path: readonly string[]): void {
  keepResource(scope, { type: PersistentVolumeClaimV1.tfResourceType, path: [...path, "Resource"] });
}

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** A volume that outlives the pods that use it: no plan may take it away, unless that is said. */
export class Claim extends Construct {
  readonly claimName: string;
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { name, namespace, instance, storage, storageClass, removal }: ClaimProps) {
    super(scope, id);
    this.claimName = name;
    this.resource = new PersistentVolumeClaimV1(this, "Resource", {
      metadata: { name, namespace, labels: labelsOf(instance, "data") },
      spec: {
        accessModes: ["ReadWriteOnce"],
        volumeMode: "Filesystem",
        resources: { requests: { storage: canonicalQuantity(storage) } },
        ...(storageClass !== undefined && { storageClassName: storageClass }),
      },
      // A class that waits for the first pod binds nothing before there is one.
      waitUntilBound: false,
      ...(removal !== "allowed" && { lifecycle: { preventDestroy: true } }),
    });
    keepLifecycle(this.resource);
    if (storageClass === undefined) this.sayWithoutDefaultClass();
  }

  /** Without a default class the claim would be pending for ever, and nothing says why. */
  private sayWithoutDefaultClass(): void {
    const { friendlyUniqueId } = this.resource;
    const classes = `data.kubernetes_resources.${friendlyUniqueId}.objects`;
    const isDefault = `try(each.metadata.annotations["${DEFAULT_CLASS}"], "false") == "true"`;
    TerraformStack.of(this).addOverride(`check.${friendlyUniqueId}`, {
      data: {
        kubernetes_resources: { [friendlyUniqueId]: { api_version: "storage.k8s.io/v1", kind: "StorageClass" } },
      },
      assert: [
        {
          condition: `\${anytrue([for each in ${classes} : ${isDefault}])}`,
          error_message: `${this.node.path} storageClass is required in a cluster without a default storage class; \`kubectl get storageclass\` shows the classes there are.`,
        },
      ],
    });
  }
}
