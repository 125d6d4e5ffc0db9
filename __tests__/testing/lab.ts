import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsLambdaFunction } from "@cdktf/provider-aws/lib/data-aws-lambda-function";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Annotations, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";

const document = (statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

/** A stack that others build with plain bindings: what a kit for tests is used on. */
export class Lab extends TerraformStack {
  readonly role: IamRole;
  readonly bucket: S3Bucket;

  constructor(scope: Construct = Testing.app(), id = "lab") {
    super(scope, id);
    stackAwsProvider(this, { region: "eu-north-1" });
    const assumeRolePolicy = document({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    this.role = new IamRole(this, "Role", {
      name: "lab-role",
      assumeRolePolicy,
      tags: { team: "physics", site: "oslo" },
    });
    new IamRole(this, "Other", { name: "lab-other", assumeRolePolicy: "{}", tags: { team: "biology", site: "oslo" } });
    this.bucket = new S3Bucket(this, "Bucket", { bucket: "lab-data" });
    new S3BucketPolicy(this, "BucketPolicy", {
      bucket: this.bucket.id,
      policy: document({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${this.bucket.arn}/*` }),
    });
    const model = new Construct(this, "Model");
    new LambdaFunction(new Construct(model, "Function"), "Resource", {
      functionName: "lab",
      role: this.role.arn,
      memorySize: 512,
      architectures: ["arm64", "x86_64"],
      environment: { variables: { log_level: "info", bucket: this.bucket.bucket } },
      dependsOn: [this.role],
      lifecycle: { ignoreChanges: ["image_uri"] },
    });
    const existing = new DataAwsLambdaFunction(this, "Existing", { functionName: "elsewhere" });
    const { accountId } = new DataAwsCallerIdentity(this, "Caller");
    new TerraformVariable(this, "size", { type: "number", default: 1 });
    new TerraformOutput(this, "account", { value: accountId });
    new TerraformOutput(this, "existing", { value: existing.arn, sensitive: true });
    Annotations.of(this.bucket).addWarning("the bucket has no lifecycle rules");
    Annotations.of(model).addInfo("the model is small");
    Annotations.of(model).addError("the model has no owner");
  }
}
