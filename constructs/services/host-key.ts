import { Fn, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { TLS_PROVIDER_VERSIONS } from "../shared/provider-versions";
import { requireProvider } from "../shared/required-provider";

/**
 * The SSH host key of a machine, generated before the machine exists. Both halves are in the state. A plain resource: bindings for a
 * single resource without settings would be one more package to install.
 *
 * @see https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key
 */
export class HostKey extends TerraformResource {
  static readonly tfResourceType = "tls_private_key";

  constructor(scope: Construct, id: string) {
    super(scope, id, { terraformResourceType: HostKey.tfResourceType });
    requireProvider(TerraformStack.of(this), "tls", { source: "hashicorp/tls", version: TLS_PROVIDER_VERSIONS });
    this.addOverride("algorithm", "ED25519");
  }

  /** As `ssh-keyscan` prints it behind the host's name. */
  get publicKey(): string {
    return Fn.trimspace(this.getStringAttribute("public_key_openssh"));
  }

  /** PEM of OpenSSH. */
  get privateKey(): string {
    return this.getStringAttribute("private_key_openssh");
  }
}
