import { createHash } from "node:crypto";
import { DataAwsS3Object } from "@cdktf/provider-aws/lib/data-aws-s3-object";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { REGISTRY_KEY, type AccessRegistry as Settings } from "./groups-schema";

/** Settings of an {@link AccessRegistryFile}. */
interface AccessRegistryFileProps extends Settings {
  /** The models of each group. */
  readonly entries: Readonly<Record<string, readonly string[]>>;
}

/**
 * The file from which the front end knows which group sees which models. It has one writer. Of a file that exists the entries of other
 * groups stay as they are, also those that are added by hand later.
 */
export class AccessRegistryFile extends Construct {
  readonly resource: S3Object;

  constructor(scope: Construct, id: string, props: AccessRegistryFileProps) {
    super(scope, id);
    const { bucket, key = REGISTRY_KEY, origin, without = [], entries } = props;
    const text = JSON.stringify(entries);
    const merged = origin === "adopted" ? this.merged(bucket, key, without, text) : undefined;
    this.resource = new S3Object(this, "Resource", {
      bucket,
      key,
      content: merged === undefined ? text : `\${${merged}}`,
      contentType: "application/json",
      // What somebody else writes there shows in a plan.
      etag: merged === undefined ? createHash("md5").update(text).digest("hex") : `\${md5(${merged})}`,
    });
    if (origin === "adopted") this.resource.importFrom(`${bucket}/${key}`);
  }

  /** An expression of Terraform. */
  private merged(bucket: string, key: string, without: readonly string[], entries: string): string {
    const there = new DataAwsS3Object(this, "There", { bucket, key });
    const message = `s3://${bucket}/${key} must hold a JSON object, with the content type application/json; correct it there, for nothing of it is overwritten`;
    there.addOverride("lifecycle.postcondition", [
      { condition: "${can(keys(jsondecode(self.body)))}", error_message: message },
    ]);
    const others = `{for group, models in jsondecode(${there.fqn}.body) : group => models if !contains(${JSON.stringify(without)}, group)}`;
    return `jsonencode(merge(${others}, jsondecode(${JSON.stringify(entries)})))`;
  }
}
