import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../../shared/check-props";
import { specHash } from "../../shared/container/label";
import { given } from "../../shared/given";
import { lazy } from "../../shared/lazy";
import { literal } from "../../shared/literal";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { after } from "../cluster/after";
import { JOB_USER } from "../cluster/apply-job";
import { labelsOf, selectorOf } from "../cluster/labels";
import { CLUSTER_API, NAMES, NetworkRules } from "../cluster/network-rules";
import { type PodContainer, type PodVolume, podSpec } from "../cluster/pod";
import { ServiceIdentity } from "../cluster/service-identity";
import type { DeclaredSecret } from "../cluster/settings";
import type { DatabaseServer } from "../database/database-server";
import { pachdTraffic } from "../pachyderm/job-network";
import { pachctlEnvironment } from "../pachyderm/render/pachd-address";
import { manager, managerProblems } from "./schema";
import type { ManagerPodSettings } from "./settings";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/deployment-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/deployment-v1"),
);

/** Settings of a {@link ManagerPod}. */
export interface ManagerPodProps extends ManagerPodSettings, ProviderProps {
  /** Databases that it may reach. @default - none */
  readonly databases?: readonly DatabaseServer[];
  /** Secrets with their keys: what it mounts must be one of them. @default - not held against any */
  readonly declared?: readonly DeclaredSecret[];
  /** What must be there before, such as its namespace. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/** Its usual name. */
export const MANAGER_NAME = "manager-pod";

/** The folder of the pipelines' specifications. */
const PIPELINE_SETUP = "/pipeline-setup";

/** The folder in which a shell begins. */
const MANAGER_HOME = "/home/manager";

/** What keeps the pod there, and lets it stop at once. */
const WAIT = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done';

/** Settings with what stands for those that were left out. */
type Complete = ManagerPodProps & Required<Pick<ManagerPodSettings, "name" | "pachdNamespace">>;

/** A pod to work from: `kubectl exec -it deployment/<name> -- bash`. It comes back when its node goes. */
export class ManagerPod extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: ManagerPodProps) {
    super(scope, id);
    this.check(props);
    useProvider(this, "kubernetes", props.provider);
    const complete = { name: MANAGER_NAME, pachdNamespace: props.namespace, ...props };
    const { name, namespace, dependsOn = [], nodeSelector, kubernetes = "read" } = complete;
    const [identity, data] = [this.identity(complete), filesOf(complete)];
    const labels = labelsOf(name, "manager");
    const files = new ConfigMapV1(this, "Files", {
      metadata: { name: `${name}-files`, namespace, labels },
      data: literal(data),
      immutable: false,
    });
    this.resource = new bindings.DeploymentV1(this, "Resource", {
      metadata: { name, namespace, labels },
      spec: {
        ...{ replicas: "1", minReadySeconds: 0, paused: false, progressDeadlineSeconds: 600, revisionHistoryLimit: 10 },
        strategy: { type: "Recreate" },
        selector: { matchLabels: selectorOf(name, "manager") },
        template: {
          metadata: { labels, annotations: { "slipway.files": specHash({ data }) } },
          spec: podSpec({
            user: JOB_USER,
            serviceAccount: identity.accountName,
            token: kubernetes === "read",
            restartPolicy: "Always",
            terminationGraceSeconds: 10,
            ...given({ nodeSelector }),
            containers: [container(complete)],
            volumes: volumes(complete),
          }),
        },
      },
      waitForRollout: true,
      timeouts: { create: "10m", update: "10m", delete: "5m" },
      dependsOn: [files, ...identity.resources],
    });
    this.network(complete);
    after(this, dependsOn);
  }

  private check(props: ManagerPodProps): void {
    requireProps(this, props);
    const { databases: _, declared, dependsOn: __, ...own } = props;
    checkProps(this, own, manager.shape, (known) => managerProblems(known, declared));
  }

  /** It reads what it needs to follow a run, and no secret. */
  private identity({ name, namespace, pachdNamespace, kubernetes = "read" }: Complete): ServiceIdentity {
    const places = kubernetes === "none" ? [] : [...new Set([namespace, pachdNamespace])];
    const rights = places.flatMap((each) => [
      { namespace: each, resources: ["pods", "services"], verbs: ["get", "list", "watch"] },
      { namespace: each, resources: ["pods/log"], verbs: ["get"] },
    ]);
    return new ServiceIdentity(this, "Identity", { name, namespace, rights });
  }

  private network(settings: Complete): void {
    const { name, namespace, databases = [], kubernetes = "read" } = settings;
    const toPachd = pachdTraffic(placeOf(settings));
    const toDatabases = databases.map(({ name, namespace, address }) => {
      return { with: [{ namespace, labels: { app: name } }], ports: [{ port: address.port }] };
    });
    new NetworkRules(this, "Network", {
      name,
      namespace,
      pods: { instance: name, component: "manager" },
      egress: [NAMES, toPachd, ...toDatabases, ...(kubernetes === "read" ? [CLUSTER_API] : [])],
    });
  }
}

function placeOf({ pachyderm, pachdNamespace, pachdAddress }: Complete) {
  return { version: pachyderm, namespace: pachdNamespace, ...given({ address: pachdAddress }) };
}

const CONFIGURATION = "configuration.json";

/** Both kinds of files in one map: names of the first begin with its folder. */
function filesOf({ pipelineSetup = {}, configuration }: Complete): Record<string, string> {
  const setup = Object.entries(pipelineSetup).map(([name, text]) => [`pipeline-setup.${name}`, text]);
  return { ...Object.fromEntries(setup), ...(configuration !== undefined && { [CONFIGURATION]: configuration }) };
}

function container(settings: Complete): PodContainer {
  const { image, configuration, secrets = [], requests, limits } = settings;
  return {
    name: "manager",
    image,
    command: ["sh", "-c", WAIT],
    workingDirectory: MANAGER_HOME,
    environment: { HOME: MANAGER_HOME, ...pachctlEnvironment(placeOf(settings)) },
    requests: { cpu: 1, memory: "2G", ephemeralStorage: "512Mi", ...requests },
    limits: { cpu: 4, memory: "4G", ephemeralStorage: "20Gi", ...limits },
    mounts: [
      { volume: "home", path: MANAGER_HOME },
      { volume: "tmp", path: "/tmp" },
      { volume: "setup", path: PIPELINE_SETUP, readOnly: true },
      ...(configuration === undefined
        ? []
        : [
            {
              volume: "configuration",
              path: `${MANAGER_HOME}/${CONFIGURATION}`,
              subPath: CONFIGURATION,
              readOnly: true,
            },
          ]),
      ...secrets.map(({ path }, index) => ({ volume: `secret-${index}`, path, readOnly: true })),
    ],
  };
}

function volumes({ name, pipelineSetup = {}, configuration, secrets = [] }: Complete): PodVolume[] {
  const configMap = `${name}-files`;
  const setup = Object.keys(pipelineSetup).map((file) => [`pipeline-setup.${file}`, file]);
  return [
    { name: "home", scratch: {} },
    { name: "tmp", scratch: {} },
    // A map without items would show the configuration there too.
    setup.length === 0
      ? { name: "setup", scratch: {} }
      : { name: "setup", configMap, items: Object.fromEntries(setup) },
    ...(configuration === undefined
      ? []
      : [{ name: "configuration", configMap, items: { [CONFIGURATION]: CONFIGURATION } }]),
    ...secrets.map(({ secret, files }, index) => ({ name: `secret-${index}`, secret, ...given({ items: files }) })),
  ];
}
