import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../../shared/check-props";
import { ownName } from "../../shared/own-names";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { after } from "./after";
import { labelsOf } from "./labels";
import { secretProblems, secretSettings } from "./secret-schema";
import type { SecretSettings } from "./secret-settings";
import type { DeclaredSecret } from "./settings";
import { writeOnlyVariable } from "./write-only-variable";

/** Settings of a {@link ClusterSecret}. */
export interface ClusterSecretProps extends SecretSettings, ProviderProps {
  /** What must be there before, such as a namespace. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/**
 * A secret with declared keys, in each namespace whose pods mount it. Terraform writes its values and keeps none of them.
 *
 * @example
 * new ClusterSecret(this, "License", cpsignLicense({
 *   namespaces: ["pachyderm"], values: { license: { variable: "cpsign_license" } },
 * }));
 */
export class ClusterSecret extends Construct {
  /** One for each namespace. */
  readonly declared: readonly DeclaredSecret[];
  /** Empty of a secret that somebody else makes. */
  readonly resources: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ClusterSecretProps) {
    super(scope, id);
    requireProps(this, props);
    const { dependsOn = [], provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    checkSettings(this, settings, secretSettings.shape, secretProblems);
    const { name, namespaces, keys, values = {} } = settings;
    this.declared = namespaces.map((namespace) => ({ name, namespace, keys }));
    this.resources = Object.keys(values).length === 0 ? [] : namespaces.map((each) => this.written(each, settings));
    for (const place of this.resources.length > 0 ? namespaces : [])
      ownName(this, { kind: "secret of a namespace", name, place });
    after(this, dependsOn);
  }

  private written(namespace: string, { name, values = {}, revision = 1 }: SecretSettings): TerraformResource {
    const entries = Object.entries(values).map(([key, { variable }]) => [key, writeOnlyVariable(this, variable)]);
    return new SecretV1(this, `In-${namespace}`, {
      metadata: { name, namespace, labels: labelsOf(name, "secret") },
      type: "Opaque",
      immutable: false,
      dataWo: Object.fromEntries(entries),
      dataWoRevision: revision,
    });
  }
}
