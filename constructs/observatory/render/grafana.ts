import { lazy } from "../../shared/lazy";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));

/** Where Grafana looks for its sources. */
export const SOURCES_FILE = "/etc/grafana/provisioning/datasources/slipway.yaml";

/** Grafana's sources: InfluxDB with what OCS publishes, and Loki where there is one. */
export function grafanaSources(database: string, loki: boolean): string {
  const influxdb = {
    name: "OCS",
    uid: "ocs",
    type: "influxdb",
    access: "proxy",
    url: "http://influxdb:8086",
    isDefault: true,
    jsonData: { dbName: database },
  };
  const logs = { name: "Logs", uid: "ocs-logs", type: "loki", access: "proxy", url: "http://loki:3100" };
  return yaml.stringify({ apiVersion: 1, datasources: loki ? [influxdb, logs] : [influxdb] });
}
