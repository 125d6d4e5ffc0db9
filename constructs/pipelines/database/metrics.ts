import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { lazy } from "../../shared/lazy";
import { labelsOf, selectorOf } from "../cluster/labels";
import { NAMES, NetworkRules } from "../cluster/network-rules";
import { type PodContainer, podSpec } from "../cluster/pod";
import type { DatabaseServer } from "./database-server";
import { METRICS_USER } from "./render/mysql-contents";
import type { MetricsSettings } from "./settings";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/deployment-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/deployment-v1"),
);

/** Settings of {@link Metrics}. */
export interface MetricsProps extends MetricsSettings {
  readonly server: DatabaseServer;
}

/** By which the exporter's pod is told from the others of a database. */
export const METRICS = "metrics";

const IMAGE = "prom/mysqld-exporter:v0.17.2";
const PORT = 9104;
/** The image's own user. */
const NOBODY = { user: 65_534, group: 65_534 };
const PASSWORD_FOLDER = "/run/secrets/mysql";

/**
 * An exporter of metrics with a user of its own, in a pod of its own: in the server's pod, an image that cannot be pulled would take the
 * database out of its service.
 */
export class Metrics extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { server, image = IMAGE, from }: MetricsProps) {
    super(scope, id);
    const { name: instance, namespace, address } = server;
    const name = `${instance}-metrics`;
    const labels = labelsOf(instance, METRICS);
    const annotations = {
      "prometheus.io/scrape": "true",
      "prometheus.io/port": String(PORT),
      "prometheus.io/path": "/metrics",
    };
    this.resource = new bindings.DeploymentV1(this, "Resource", {
      metadata: { name, namespace, labels },
      spec: {
        ...{ replicas: "1", minReadySeconds: 0, paused: false, progressDeadlineSeconds: 600, revisionHistoryLimit: 10 },
        strategy: { type: "Recreate" },
        selector: { matchLabels: selectorOf(instance, METRICS) },
        template: {
          metadata: { labels, annotations },
          spec: podSpec({
            ...{ user: NOBODY, serviceAccount: "default", restartPolicy: "Always", terminationGraceSeconds: 10 },
            containers: [container(server, image)],
            volumes: [
              { name: "password", secret: server.secretName, items: { [METRICS_USER.passwordKey]: "password" } },
            ],
          }),
        },
      },
      waitForRollout: true,
      timeouts: { create: "10m", update: "10m", delete: "5m" },
      dependsOn: [...server.ready],
    });
    new NetworkRules(this, "Network", {
      name,
      namespace,
      pods: { instance, component: METRICS },
      ingress: [{ ports: [{ port: PORT }], ...(from !== undefined && { with: from }) }],
      egress: [NAMES, { with: [{ namespace, labels: { app: instance } }], ports: [{ port: address.port }] }],
    });
  }
}

function container({ address, secretName }: DatabaseServer, image: string): PodContainer {
  const password = "MYSQLD_EXPORTER_PASSWORD";
  const probe = { periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 2 };
  return {
    name: "exporter",
    image,
    args: [`--mysqld.address=${address.host}:${address.port}`, `--mysqld.username=${METRICS_USER.name}`],
    secretEnvironment: { [password]: { secret: secretName, key: METRICS_USER.passwordKey } },
    ports: [{ name: "metrics", port: PORT }],
    requests: { cpu: "50m", memory: "32Mi" },
    limits: { memory: "128Mi" },
    probes: {
      readiness: { ...probe, command: ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${PORT}/`] },
      // A variable is read once: with a new password it begins again.
      liveness: { ...probe, command: ["sh", "-c", `[ "$${password}" = "$(cat ${PASSWORD_FOLDER}/password)" ]`] },
    },
    mounts: [{ volume: "password", path: PASSWORD_FOLDER, readOnly: true }],
  };
}
