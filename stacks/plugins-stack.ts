import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Annotations, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  PluginBucket,
  PluginCollection,
  type PluginRole,
  type PluginsEnvironment,
  pluginPolicy,
  workerEnvironment,
} from "../constructs/plugins";
import { collectionWarnings } from "../constructs/plugins/schema";
import { stackAwsProvider } from "../constructs/shared/aws-provider";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { given } from "../constructs/shared/given";
import { lazy } from "../constructs/shared/lazy";
import { omit } from "../constructs/shared/pick";
import type { StackMaker } from "../constructs/shared/stack-maker";
import { stackOutput } from "../constructs/shared/stack-output";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";

/** Settings of a {@link PluginsStack}. */
export interface PluginsStackProps {
  readonly environment: PluginsEnvironment;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** A bucket and its collections: backend, provider, and where workers find it. */
export class PluginsStack extends TerraformStack {
  readonly bucket: PluginBucket;
  readonly collections: readonly PluginCollection[];

  constructor(scope: Construct, id: string, { environment, stateFolder }: PluginsStackProps) {
    super(scope, id);
    markLoaded(this);
    checkWorkspaceName(id, environment.name);
    const { region, accountId, backend, bucket, collections, access, tags } = environment;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    if (bucket.store === undefined) stackAwsProvider(this, { region, ...given({ accountId }) });
    for (const warning of collectionWarnings(collections)) Annotations.of(this).addWarning(`warning: ${warning}`);
    this.bucket = new PluginBucket(this, "Bucket", { ...bucket, region, ...given({ tags }) });
    this.collections = collections.map(
      (settings) =>
        new PluginCollection(this, idOf(settings.prefix), { ...omit(settings, "compile"), bucket: this.bucket }),
    );
    const prefixes = collections.map(({ prefix }) => prefix);
    this.roles("reader", access?.readers, pluginPolicy("reader", bucket.name, prefixes));
    this.roles("writer", access?.writers, pluginPolicy("writer", bucket.name, prefixes));
    stackOutput(this, "bucket", "The bucket of the task plugins", this.bucket.bucketName);
    stackOutput(this, "worker_environment", "What every worker needs to find them", workerEnvironment(environment));
  }

  private roles(role: PluginRole, names: readonly string[] = [], policy: string): void {
    for (const name of names) {
      const id = `${role === "reader" ? "Reader" : "Writer"}-${name}`;
      new IamRolePolicy(this, id, { role: name, name: `plugins-${role}-${this.bucket.bucketName}`, policy });
    }
  }
}

/** No prefix is the id of another child, nor holds what an id cannot; the sign stands in no prefix. */
function idOf(prefix: string): string {
  return `Collection-${prefix.replaceAll("/", "+")}`;
}

/** Those who need a bucket alone need no bindings of Docker. */
const workersStack = lazy<typeof import("./plugins-stack-workers")>(() => require("./plugins-stack-workers"));

/** The stack of a bucket and its collections, and that of the workers, where there are some. */
export const stacks: StackMaker<PluginsEnvironment> = (scope, { workspace, environment }, stateFolder) => {
  const { workers } = environment;
  const props = { environment, stateFolder };
  const plugins = new PluginsStack(scope, workspace, props);
  if (workers === undefined) return [plugins];
  return [plugins, new workersStack.WorkersStack(scope, `${workspace}-workers`, { ...props, workers })];
};
