import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ApplyJob } from "../cluster/apply-job";
import { type ClusterRight, ServiceIdentity } from "../cluster/service-identity";
import type { DeclaredSecret } from "../cluster/settings";
import { type CopiedSecret, passwordScript } from "./render/password-script";

/** Settings of {@link Passwords}. */
export interface PasswordsProps {
  /** The secret, and the keys that it must have. */
  readonly secret: DeclaredSecret;
  /** Secrets of other pods, whose keys stand for some of its keys. */
  readonly copies: readonly CopiedSecret[];
  readonly toolsImage: string;
}

/**
 * A job that gives a secret the passwords that it lacks. Nobody sees them, and Terraform has none; what is there stays, such
 * as the chart's.
 */
export class Passwords extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { secret, copies, toolsImage }: PasswordsProps) {
    super(scope, id);
    const { name, namespace } = secret;
    const identity = new ServiceIdentity(this, "Identity", {
      ...{ name: `${name}-passwords`, namespace, instance: name },
      // What workers mount is written without a look at it.
      rights: [
        rightsOn(secret, ["get", "create", "patch"]),
        ...copies.map((each) => rightsOn(each, ["create", "patch"])),
      ],
    });
    const job = new ApplyJob(this, "Job", {
      ...{ name: `${name}-passwords`, namespace, instance: name },
      steps: [{ name: "passwords", image: toolsImage, script: passwordScript(secret, copies) }],
      serviceAccount: identity.accountName,
      token: true,
      dependsOn: identity.resources,
    });
    this.resource = job.resource;
  }
}

/** A secret that is applied by its name is made by its name too: the right to make others is not needed. */
function rightsOn(
  { namespace, name }: Pick<DeclaredSecret, "namespace" | "name">,
  verbs: ClusterRight["verbs"],
): ClusterRight {
  return { namespace, resources: ["secrets"], resourceNames: [name], verbs };
}
