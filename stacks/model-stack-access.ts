import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type AccessEnvironment, ModelUserGroups } from "../constructs/model";
import { stackAwsProvider } from "../constructs/shared/aws-provider";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { given } from "../constructs/shared/given";
import { omit } from "../constructs/shared/pick";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";

/** Settings of a {@link ModelAccessStack}. */
interface ModelAccessStackProps {
  readonly environment: AccessEnvironment;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** Who may use which models: backend, provider, and groups of users. The id is the workspace's name. */
export class ModelAccessStack extends TerraformStack {
  constructor(scope: Construct, workspace: string, { environment, stateFolder }: ModelAccessStackProps) {
    super(scope, workspace);
    markLoaded(this);
    const { name, region, accountId, backend } = environment;
    checkWorkspaceName(workspace, name);
    stackBackend(this, { workspace, stateFolder, ...given({ backend }) });
    stackAwsProvider(this, { region, accountId });
    new ModelUserGroups(this, "Access", omit(environment, "kind", "name", "backend", "otherModels"));
  }
}
