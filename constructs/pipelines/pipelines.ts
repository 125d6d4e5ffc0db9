import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { keepClaim } from "./cluster/claim";
import { selectorOf } from "./cluster/labels";
import { ClusterNamespace, keepNamespace } from "./cluster/namespace";
import { ClusterSecret } from "./cluster/secret";
import type { DeclaredSecret } from "./cluster/settings";
import { CONFIGURATION_PATH } from "./cpsign/render/cpsign";
import { MySql } from "./database/my-sql";
import type { DatabaseWorkers } from "./database/settings";
import { MANAGER_NAME, ManagerPod } from "./manager/manager-pod";
import { DeletedPipelines } from "./pachyderm/deleted-pipelines";
import { Workflow, type WorkflowProps } from "./pachyderm/workflow";
import { configurationsOf, isCpsign, pachdNamespaceOf, setupFiles, workflowOf } from "./render/workflows";
import { pipelines, problemsWithinPipelines } from "./schema";
import type { PipelinesSettings } from "./settings";

/** Settings of {@link Pipelines}. */
export interface PipelinesProps extends PipelinesSettings, ProviderProps {
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/** Everything of an environment: namespace, database, secrets, workflows, and the pod from which they are managed. */
export class Pipelines extends Construct {
  readonly database?: MySql;
  readonly manager?: ManagerPod;
  /** By their names. */
  readonly workflows: ReadonlyMap<string, Workflow>;

  constructor(scope: Construct, id: string, props: PipelinesProps) {
    super(scope, id);
    requireProps(this, props);
    const { dependsOn = [], provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    // As a whole, so that the problems of all parts are reported at once.
    checkSettings(this, settings, pipelines.shape, problemsWithinPipelines);
    const { namespace, database, manager } = settings;
    const before = [...dependsOn, ...this.namespace(props)];
    if (database === undefined) {
      keepClaim(this, "Database", "Server", "Claim");
      keepClaim(this, "Database", "Dump", "Claim");
    } else {
      const workers = workersOf(props);
      this.database = new MySql(this, "Database", {
        ...database,
        ...(workers !== undefined && { workers }),
        namespace,
        dependsOn: before,
      });
    }
    const secrets = this.secrets(props, before);
    const declared = [...(this.database?.declared ?? []), ...secrets.flatMap((each) => each.declared)];
    const ready = [...before, ...(this.database?.server.ready ?? []), ...secrets.flatMap((each) => each.resources)];
    this.workflows = this.makeWorkflows(props, declared, ready);
    this.deleted(props, ready);
    if (manager !== undefined) this.manager = this.makeManager({ ...props, manager }, declared, ready);
  }

  private namespace({ namespace, namespaceIs = "adopted", removal = "refused" }: PipelinesProps): TerraformResource[] {
    if (namespaceIs === "adopted") {
      keepNamespace(this, "Namespace");
      return [];
    }
    return [new ClusterNamespace(this, "Namespace", { name: namespace, removal }).resource];
  }

  private secrets(props: PipelinesProps, dependsOn: readonly TerraformResource[]): ClusterSecret[] {
    const namespaces = [...new Set([props.namespace, pachdNamespaceOf(props)])];
    return Object.entries(props.secrets ?? {}).map(
      ([name, each]) => new ClusterSecret(this, `Secret-${name}`, { ...each, name, namespaces, dependsOn }),
    );
  }

  private makeWorkflows(
    props: PipelinesProps,
    declared: readonly DeclaredSecret[],
    dependsOn: readonly TerraformResource[],
  ): Map<string, Workflow> {
    const configurations = configurationsOf(props);
    return new Map(
      Object.entries(props.workflows).map(([name, each]) => {
        const configuration = configurations.find(({ workflow }) => workflow === name);
        const isCommitted = isCpsign(each) && each.commit === "deployed" && configuration !== undefined;
        const workflow = new Workflow(this, name, {
          ...workflowOf(name, each),
          ...{ ...pachdOf(props), declared, dependsOn },
          ...(isCommitted && { commit: { ...configuration, path: CONFIGURATION_PATH } }),
        });
        return [name, workflow];
      }),
    );
  }

  /** When no pipeline reads them any more. */
  private deleted(props: PipelinesProps, ready: readonly TerraformResource[]): void {
    const { deletes = [] } = props;
    if (deletes.length === 0) return;
    const updated = [...this.workflows.values()].flatMap(({ resources }) => resources);
    new DeletedPipelines(this, "Deleted", { ...pachdOf(props), pipelines: deletes, dependsOn: [...ready, ...updated] });
  }

  /** It has what the workflows were made of: their specifications, and of the first one the configuration. */
  private makeManager(
    props: PipelinesProps & Required<Pick<PipelinesProps, "manager">>,
    declared: readonly DeclaredSecret[],
    dependsOn: readonly TerraformResource[],
  ): ManagerPod {
    const { namespace, pachyderm, manager } = props;
    const [configuration] = configurationsOf(props);
    return new ManagerPod(this, "Manager", {
      ...(configuration !== undefined && { configuration: configuration.text }),
      ...manager,
      namespace,
      pachyderm: pachyderm.version,
      pachdNamespace: pachdNamespaceOf(props),
      ...(pachyderm.address !== undefined && { pachdAddress: pachyderm.address }),
      pipelineSetup: setupFiles(props),
      databases: this.database === undefined ? [] : [this.database.server],
      declared,
      dependsOn,
    });
  }
}

/** Where nobody is named, the database's own namespace may ask it; else the manager must be named too. */
function workersOf({ namespace, database, manager }: PipelinesProps): readonly DatabaseWorkers[] | undefined {
  const workers = database?.workers;
  if (workers === undefined || manager === undefined || workers.some((each) => each.namespace === namespace)) {
    return workers;
  }
  return [...workers, { namespace, labels: selectorOf(manager.name ?? MANAGER_NAME, "manager") }];
}

/** Where `pachd` is, as a construct that speaks with it takes it. */
function pachdOf(props: PipelinesProps): Pick<WorkflowProps, "namespace" | "pachyderm"> {
  const { namespace: _, ...pachyderm } = props.pachyderm;
  return { namespace: pachdNamespaceOf(props), pachyderm };
}
