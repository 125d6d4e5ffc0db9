import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import type { DumpSettings } from "../../../constructs/pipelines/database/settings";
import { at, made } from "./made";
import { CHEMBL } from "./mysql-refused";

const drill = { schedule: "0 5 * * 0", timeoutSeconds: 3600 };

function drilled(to: DumpSettings["to"]) {
  const template = made((stack) => {
    new MySql(stack, "Database", { ...CHEMBL, dump: { schedule: "15 3 * * *", to, drill } });
  });
  const named = (name: string) => (each: unknown) => String(at(each, "metadata.name")).startsWith(name);
  return {
    cronJob: template.all(CronJobV1).find(named("chembl-mysql-drill")),
    scripts: template.all(ConfigMapV1).find(named("chembl-mysql-drill-")),
  };
}

describe("a scheduled drill", () => {
  const POD = "spec.jobTemplate.spec.template.spec";

  test("restores the last dump of a volume, which it may not change", () => {
    const { cronJob, scripts } = drilled({ storage: "20Gi" });
    expect(cronJob).toMatchObject({ spec: { schedule: "0 5 * * 0", concurrencyPolicy: "Forbid" } });
    expect(at(cronJob, "spec.jobTemplate.spec.activeDeadlineSeconds")).toBe(3600);
    expect(at(cronJob, `${POD}.volume.1`)).toMatchObject({
      name: "work",
      persistentVolumeClaim: { claimName: "chembl-mysql-dump" },
    });
    const container = at(cronJob, `${POD}.container.0`);
    expect(container).toMatchObject({ name: "drill", image: "mysql:8.4.7" });
    expect(at(container, "volumeMount.1")).toMatchObject({ name: "work", mountPath: "/work", readOnly: true });
    expect(at(scripts, "data")).toEqual({ "drill.sh": expect.stringContaining("mysqld --no-defaults") });
  });

  test("fetches the last dump of a bucket first, as what uploads it", () => {
    const { cronJob, scripts } = drilled({ bucket: "dumps", credentialsSecret: "keys" });
    expect(at(cronJob, `${POD}.serviceAccountName`)).toBe("chembl-mysql-dump");
    expect(at(cronJob, `${POD}.initContainer.0`)).toMatchObject({ name: "fetch", image: "amazon/aws-cli:2.22.35" });
    expect(Object.keys(at(scripts, "data") as object)).toEqual(["drill.sh", "fetch.sh"]);
  });

  test("has no password of the database", () => {
    expect(JSON.stringify(drilled({ storage: "20Gi" }).cronJob)).not.toContain("password");
  });
});
