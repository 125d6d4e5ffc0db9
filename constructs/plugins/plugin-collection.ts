import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { secretFileProblems } from "../shared/file-secrets";
import { given } from "../shared/given";
import { literal } from "../shared/literal";
import { omit } from "../shared/pick";
import { providerProblems, requireProps } from "../shared/props";
import { projectPath } from "../shared/read/project-path";
import { fromStackFolder } from "../shared/stack-path";
import { TerraformData } from "../shared/terraform-data";
import { type PluginBucket, programVariables } from "./plugin-bucket";
import { readCollection } from "./read/collection";
import { contentHash } from "./render/collection";
import { versionPrefix } from "./render/worker-environment";
import * as rules from "./schema";
import type { PluginCollectionSettings } from "./settings";

/** Settings of a {@link PluginCollection}. */
export interface PluginCollectionProps extends Omit<PluginCollectionSettings, "compile"> {
  readonly bucket: PluginBucket;
}

/**
 * A folder that a prefix of a bucket is made the same as: a program that Terraform runs sends what differs, several
 * files at once, and removes what is too much. A plan names the files. What lies beside the prefix is not touched; what lies
 * below it goes with the collection.
 */
export class PluginCollection extends Construct {
  /** The prefix where its present content lies: its own, or that of a version. */
  readonly prefix: string;
  /** `s3://plugins/dioptra_builtins`. */
  readonly uri: string;
  /** The program's run; what reads the plugins depends on it. */
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, props: PluginCollectionProps) {
    super(scope, id);
    requireProps(this, props);
    const { bucket, prefix, folder, exclude, keepVersions } = props;
    checkSettings(this, omit(props, "bucket"), omit(rules.collection.shape, "compile"), () => [
      ...providerProblems(props, "its PluginBucket"),
      ...missing(props, { bucket: "a PluginBucket" }),
    ]);
    const collection = readCollection(props);
    const secrets = secretFileProblems(projectPath(folder), Object.keys(collection.files), props.allowFiles ?? []);
    const problems = [...collection.problems, ...secrets];
    if (problems.length > 0) {
      throw new Error(problems.map((problem) => `[${this.node.path}] folder ${problem}`).join("\n"));
    }
    const hash = contentHash(collection);
    this.prefix = keepVersions === undefined ? prefix : versionPrefix(prefix, hash);
    this.uri = `s3://${bucket.bucketName}/${this.prefix}`;
    bucket.hold(prefix, this);
    const from = fromStackFolder(TerraformStack.of(this), folder);
    const place = { bucket: bucket.bucketName, region: bucket.region, ...given({ endpoint: bucket.endpoint }) };
    const told = { ...place, prefix, folder: from, ...given({ exclude, keepVersions }), into: this.prefix, hash };
    this.resource = new TerraformData(this, "Resource", {
      input: { collection: literal(JSON.stringify(told)), ...bucket.programProvider.input },
      // So that a plan names the files. The ARN of a bucket that was deleted and is created again is not known before.
      triggersReplace: {
        ...literal(collection.files),
        [`s3://${place.bucket}/`]: `${bucket.bucketArn}/${this.prefix}`,
      },
      dependsOn: [bucket.prefixes],
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["node"],
          command: bucket.programPath,
          environment: { ...programVariables("synchronize"), ...bucket.programProvider.environment },
        },
      ],
    });
  }
}
