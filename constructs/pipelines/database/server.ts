import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { specHash } from "../../shared/container/label";
import { given } from "../../shared/given";
import { lazy } from "../../shared/lazy";
import { literal } from "../../shared/literal";
import { Claim, keepClaim } from "../cluster/claim";
import { labelsOf, selectorOf } from "../cluster/labels";
import { NetworkRules } from "../cluster/network-rules";
import { type PodContainer, type PodProbe, podSpec } from "../cluster/pod";
import { quantityValue } from "../cluster/render/quantities";
import { DEFAULT_MEMORY, DEFAULT_STORAGE } from "./defaults";
import { METRICS } from "./metrics";
import { defaultPlugin, MYSQL_IMAGE, versionOf } from "./mysql-version";
import { MYSQL_PORT } from "./render/mysql-client";
import { serverConfiguration } from "./render/mysql-configuration";
import type { MySqlSettings } from "./settings";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/stateful-set-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/stateful-set-v1"),
);

/** The user of the official image. */
const MYSQL_USER = { user: 999, group: 999 };

/** By which the objects of a database's server are told from its jobs. */
const SERVER = "server";

/** A label for the pods, by the chart's own; who selects by it finds them. */
const chartLabel = (name: string) => ({ app: name });

/** The server: one pod with a volume, the services that lead to it, and who may reach it. */
export class MySqlServer extends Construct {
  readonly resource: TerraformResource;
  readonly claimName: string;
  /** Another one is another pod. */
  readonly revision: string;

  constructor(scope: Construct, id: string, settings: MySqlSettings, before: readonly TerraformResource[]) {
    super(scope, id);
    const { name, namespace, existingClaim } = settings;
    const claim = existingClaim === undefined ? this.ownClaim(settings) : undefined;
    if (claim === undefined) keepClaim(this, "Claim");
    this.claimName = existingClaim ?? `${name}-data`;
    const configuration = configurationOf(settings);
    const files = new ConfigMapV1(this, "Configuration", {
      metadata: { name: `${name}-configuration`, namespace, labels: labelsOf(name, SERVER) },
      data: literal({ "slipway.cnf": configuration }),
      immutable: false,
    });
    const services = this.services(settings);
    const pod = this.pod(settings);
    this.revision = specHash({ pod, configuration });
    this.resource = new bindings.StatefulSetV1(this, "Resource", {
      metadata: { name, namespace, labels: { ...labelsOf(name, SERVER), ...chartLabel(name) } },
      spec: {
        ...{ serviceName: `${name}-headless`, replicas: "1", podManagementPolicy: "OrderedReady" },
        ...{ minReadySeconds: 0, revisionHistoryLimit: 10 },
        persistentVolumeClaimRetentionPolicy: [{ whenDeleted: "Retain", whenScaled: "Retain" }],
        selector: { matchLabels: selectorOf(name, SERVER) },
        updateStrategy: [{ type: "RollingUpdate", rollingUpdate: [{ partition: 0 }] }],
        template: {
          metadata: {
            labels: { ...labelsOf(name, SERVER), ...chartLabel(name) },
            // A changed file alone restarts nothing.
            annotations: { "slipway.configuration": specHash({ configuration }) },
          },
          spec: pod,
        },
      },
      // The provider loses an update that it has waited for where Terraform is older than 1.12: the set-up waits in its place.
      waitForRollout: false,
      timeouts: timeouts(settings),
      dependsOn: [...before, files, ...services, ...(claim === undefined ? [] : [claim])],
    });
    this.protect(settings);
  }

  private ownClaim({
    name,
    namespace,
    storage = DEFAULT_STORAGE,
    storageClass,
    removal,
  }: MySqlSettings): TerraformResource {
    const optional = given({ storageClass, removal });
    return new Claim(this, "Claim", { name: `${name}-data`, namespace, instance: name, storage, ...optional }).resource;
  }

  private services({ name, namespace, service }: MySqlSettings): TerraformResource[] {
    const spec = {
      ...{
        type: "ClusterIP",
        sessionAffinity: "None",
        ipFamilyPolicy: "SingleStack",
        internalTrafficPolicy: "Cluster",
      },
      selector: selectorOf(name, SERVER),
      port: [{ name: "mysql", port: MYSQL_PORT, targetPort: "mysql", protocol: "TCP" }],
    };
    const metadata = { namespace, labels: labelsOf(name, SERVER) };
    const main = new ServiceV1(this, "Service", {
      metadata: { ...metadata, name },
      spec: { ...spec, publishNotReadyAddresses: false },
      waitForLoadBalancer: false,
    });
    if (service === "adopted") main.importFrom(`${namespace}/${name}`);
    const headless = new ServiceV1(this, "Headless", {
      metadata: { ...metadata, name: `${name}-headless` },
      spec: { ...spec, clusterIp: "None", publishNotReadyAddresses: true },
      waitForLoadBalancer: false,
    });
    return [main, headless];
  }

  private pod(settings: MySqlSettings) {
    const { name, existingClaim, stopGraceSeconds = 60, nodeSelector } = settings;
    return podSpec({
      user: MYSQL_USER,
      serviceAccount: "default",
      restartPolicy: "Always",
      terminationGraceSeconds: stopGraceSeconds,
      ...given({ nodeSelector }),
      containers: [container(settings)],
      volumes: [
        { name: "data", claim: existingClaim ?? `${name}-data` },
        { name: "configuration", configMap: `${name}-configuration` },
        { name: "password", secret: name, items: { "mysql-root-password": "mysql-root-password" } },
        { name: "run", scratch: {} },
        { name: "tmp", scratch: {} },
      ],
    });
  }

  private protect({ name, namespace, eviction = "refused", workers, metrics }: MySqlSettings): void {
    new PodDisruptionBudgetV1(this, "Budget", {
      metadata: { name, namespace, labels: labelsOf(name, SERVER) },
      spec: {
        maxUnavailable: eviction === "refused" ? "0" : "1",
        selector: { matchLabels: selectorOf(name, SERVER) },
      },
    });
    const users = workers?.map(({ namespace, labels }) => ({ namespace, ...given({ labels }) })) ?? [{ namespace }];
    const jobs = { namespace, labels: selectorOf(name, "job") };
    const exporter = metrics === undefined ? [] : [{ namespace, labels: selectorOf(name, METRICS) }];
    new NetworkRules(this, "Network", {
      name,
      namespace,
      pods: { instance: name, component: SERVER },
      ingress: [{ with: [...users, jobs, ...exporter], ports: [{ port: MYSQL_PORT }] }],
    });
  }
}

function container(settings: MySqlSettings): PodContainer {
  const { image = MYSQL_IMAGE, existingClaim, startSeconds = 900 } = settings;
  return {
    name: "mysql",
    image,
    environment: { MYSQL_ROOT_PASSWORD_FILE: "/run/secrets/mysql/mysql-root-password" },
    ports: [{ name: "mysql", port: MYSQL_PORT }],
    ...resourcesOf(settings),
    probes: probes(startSeconds),
    mounts: [
      // The root of a new volume may hold what the server takes for data; the chart's claim has its data there.
      { volume: "data", path: "/var/lib/mysql", ...(existingClaim === undefined && { subPath: "data" }) },
      { volume: "configuration", path: "/etc/mysql/conf.d", readOnly: true },
      { volume: "password", path: "/run/secrets/mysql", readOnly: true },
      { volume: "run", path: "/var/run/mysqld" },
      { volume: "tmp", path: "/tmp" },
    ],
  };
}

function resourcesOf({ requests, limits }: MySqlSettings) {
  return {
    requests: { cpu: "500m", memory: limits?.memory ?? "1Gi", ephemeralStorage: "512Mi", ...requests },
    // Large sorts are in /tmp.
    limits: { memory: DEFAULT_MEMORY, ephemeralStorage: "20Gi", ...limits },
  };
}

function configurationOf(settings: MySqlSettings): string {
  const version = versionOf(settings);
  const { authPlugin = defaultPlugin(version), configuration = {} } = settings;
  const memoryBytes = quantityValue(resourcesOf(settings).limits.memory);
  return serverConfiguration({ authPlugin, own: configuration, ...given({ version, memoryBytes }) });
}

/** While it is set up it answers on its socket alone; it is ready when it answers others. Without a password it says that it is alive. */
function probes(startSeconds: number): { startup: PodProbe; readiness: PodProbe; liveness: PodProbe } {
  const ping = ["mysqladmin", "ping", "--host=127.0.0.1", "--connect-timeout=4"];
  const every = { command: ping, periodSeconds: 10, timeoutSeconds: 5 };
  return {
    startup: { ...every, failureThreshold: Math.ceil(startSeconds / 10) },
    readiness: { ...every, failureThreshold: 3 },
    // A load may keep it busy for a while.
    liveness: { ...every, failureThreshold: 12 },
  };
}

function timeouts({ stopGraceSeconds = 60 }: MySqlSettings) {
  return { create: "5m", update: "5m", delete: `${stopGraceSeconds + 300}s`, read: "5m" };
}

/** How long a server that is started, or replaced, may be silent. */
export function silenceSeconds({ startSeconds = 900, stopGraceSeconds = 60 }: MySqlSettings): number {
  return startSeconds + stopGraceSeconds;
}
