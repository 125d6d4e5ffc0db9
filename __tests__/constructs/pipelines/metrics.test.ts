import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import { mysqlProblems } from "../../../constructs/pipelines/database/problems";
import { passwordKeys, passwordUsers } from "../../../constructs/pipelines/database/render/mysql-contents";
import type { MySqlSettings } from "../../../constructs/pipelines/database/settings";
import { at, made } from "./made";
import { CHEMBL } from "./mysql-refused";

const template = (more: Partial<MySqlSettings>) =>
  made((stack) => {
    new MySql(stack, "Database", { ...CHEMBL, workers: [{ namespace: "pachyderm" }], ...more });
  });
const EXPORTER = { "app.kubernetes.io/instance": "chembl-mysql", "app.kubernetes.io/component": "metrics" };
const policy = (name: string, more: Partial<MySqlSettings>) =>
  template(more)
    .all(NetworkPolicyV1)
    .find((each) => at(each, "metadata.name") === name);

describe("an exporter of metrics", () => {
  const deployment = template({ metrics: {} }).only(DeploymentV1);
  const container = at(deployment, "spec.template.spec.container.0");

  test("is found by Prometheus, and beside the server", () => {
    expect(at(deployment, "metadata.name")).toBe("chembl-mysql-metrics");
    expect(at(deployment, "spec.template.metadata")).toMatchObject({
      labels: EXPORTER,
      annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9104", "prometheus.io/path": "/metrics" },
    });
  });

  test("asks as a user of its own, whose password is in no list of arguments", () => {
    expect(container).toMatchObject({
      image: "prom/mysqld-exporter:v0.17.2",
      args: ["--mysqld.address=chembl-mysql:3306", "--mysqld.username=slipway_metrics"],
      env: [
        {
          name: "MYSQLD_EXPORTER_PASSWORD",
          valueFrom: { secretKeyRef: { name: "chembl-mysql", key: "mysql-metrics-password" } },
        },
      ],
    });
  });

  test("begins again when its password is another one", () => {
    expect(at(container, "livenessProbe.exec.command")).toEqual([
      ...["sh", "-c"],
      '[ "$MYSQLD_EXPORTER_PASSWORD" = "$(cat /run/secrets/mysql/password)" ]',
    ]);
    expect(at(container, "startupProbe")).toBeUndefined();
  });

  test("may reach the server and nothing else, and is let in there beside the workers", () => {
    const { spec } = policy("chembl-mysql-metrics", { metrics: {} }) ?? {};
    expect(spec).toMatchObject({ podSelector: { matchLabels: EXPORTER }, ingress: [{ ports: [{ port: "9104" }] }] });
    expect(at(spec, "ingress.0.from")).toBeUndefined();
    expect(at(spec, "egress.1.to.0.podSelector")).toEqual({ matchLabels: { app: "chembl-mysql" } });
    const peers = (more: Partial<MySqlSettings>) => JSON.stringify(policy("chembl-mysql", more));
    expect(peers({ metrics: {} })).toContain('"app.kubernetes.io/component":"metrics"');
    expect(peers({})).not.toContain("metrics");
  });

  test("answers those alone who are named", () => {
    const from = [{ namespace: "monitoring", labels: { app: "prometheus" } }];
    expect(at(policy("chembl-mysql-metrics", { metrics: { from } }), "spec.ingress.0.from")).toEqual([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
        podSelector: { matchLabels: { app: "prometheus" } },
      },
    ]);
  });

  test("has a password, which is rotated too, only where it is wanted", () => {
    expect(passwordKeys({ metrics: {} })).toContain("mysql-metrics-password");
    expect(passwordUsers({ metrics: {} })).toContainEqual({ name: "slipway_metrics", key: "mysql-metrics-password" });
    expect(JSON.stringify([passwordKeys({}), passwordUsers({})])).not.toContain("metrics");
  });

  test.each([
    [
      { slipway_metrics: {} },
      {
        path: "users.slipway_metrics",
        message: 'must have another name, got "slipway_metrics"; metrics makes that user',
      },
    ],
    [
      { reader: { passwordKey: "mysql-metrics-password" } },
      {
        path: "users.reader.passwordKey",
        message: 'must be a key of its own, got "mysql-metrics-password"; it is that of the exporter of metrics',
      },
    ],
  ])("shares no user: %j is refused", (users, problem) => {
    expect(mysqlProblems({ ...CHEMBL, users, metrics: {} })).toContainEqual(problem);
    expect(mysqlProblems({ ...CHEMBL, users })).not.toContainEqual(problem);
  });
});
