import { selectorOf } from "../../../constructs/pipelines/cluster/labels";
import { jobNow, volumeJob } from "../../../constructs/pipelines/database/render/dump-jobs";
import { readDumps } from "../../../constructs/pipelines/database/render/dump-list";
import { MYSQL_PORT } from "../../../constructs/pipelines/database/render/mysql-client";
import { deployedDump } from "../../cli/pipelines/deployed-dump";

const SETTINGS = { name: "chembl-mysql", databases: ["chembl_24"] };
const { cronJob, scripts } = deployedDump({
  ...SETTINGS,
  dump: { schedule: "15 3 * * *", to: { storage: "20Gi" }, timeoutSeconds: 7200 },
});
const PLACE = { name: "look", namespace: "labinf" };
const WORK = { ...PLACE, claim: "chembl-mysql-dump", script: "ls", timeoutSeconds: 300 };

describe("a job beside the dumps", () => {
  const { template } = cronJob.spec.jobTemplate.spec;
  const restore = volumeJob(cronJob, { ...WORK, rootOf: "chembl-mysql" });
  const [container] = restore.spec.template.spec.containers;

  test("is let into the database, and held to what the scheduled one is", () => {
    expect(restore.metadata).toMatchObject({ ...PLACE, labels: selectorOf("chembl-mysql", "job") });
    expect(restore.spec.template.metadata).toEqual(template.metadata);
    expect(template.metadata?.labels).toMatchObject(selectorOf("chembl-mysql", "job"));
    const { containers: _, volumes: __, terminationGracePeriodSeconds: ___, ...pod } = restore.spec.template.spec;
    expect(template.spec).toMatchObject(pod);
    expect(pod).toMatchObject({ serviceAccountName: "chembl-mysql-dump", securityContext: { runAsNonRoot: true } });
    const { image, securityContext, resources } = template.spec.containers[0] as never as Record<string, unknown>;
    expect(container).toMatchObject({ image, securityContext, resources });
  });

  test("runs its script once, for a time, and is forgotten", () => {
    expect(restore.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 300, ttlSecondsAfterFinished: 3600 });
    expect(container).toMatchObject({ command: ["sh", "-c", "ls"], workingDir: "/tmp" });
    expect(container?.env).toEqual([{ name: "HOME", value: "/tmp" }]);
  });

  test("may not change the dumps, and has root's password where it needs it, and no other", () => {
    const secret = "secret-chembl-mysql-mysql-dump-password";
    expect(container?.volumeMounts).toEqual([
      { name: "work", mountPath: "/work", readOnly: true },
      { name: "tmp", mountPath: "/tmp", readOnly: false },
      { name: secret, mountPath: "/secrets", readOnly: true },
    ]);
    const { volumes = [] } = restore.spec.template.spec;
    expect(volumes.map(({ name }) => name)).toEqual(["work", "tmp", secret]);
    expect(volumes[2]?.secret).toMatchObject({
      secretName: "chembl-mysql",
      items: [{ key: "mysql-root-password", path: "mysql-root-password" }],
    });
    const look = JSON.stringify(volumeJob(cronJob, WORK));
    expect(look).not.toContain("password");
    expect(look).not.toContain("configMap");
  });

  test("needs a volume", () => {
    const bucket = deployedDump({ ...SETTINGS, dump: { schedule: "@daily", to: { bucket: "dumps" } } });
    expect(() => volumeJob(bucket.cronJob, WORK)).toThrow(
      "the CronJob of the dumps must mount the claim chembl-mysql-dump, got none; deploy the file as it is now",
    );
    expect(jobNow(bucket.cronJob, PLACE).spec.template.spec.initContainers).toHaveLength(1);
  });

  test("of a dump now is the scheduled one", () => {
    const { spec } = jobNow(cronJob, PLACE);
    expect(spec).toEqual({ ...cronJob.spec.jobTemplate.spec, ttlSecondsAfterFinished: 3600 });
    expect(spec.activeDeadlineSeconds).toBe(7200);
  });

  test("finds the server at its port, and its dumps by their names", () => {
    expect(MYSQL_PORT).toBe(3306);
    expect(scripts["dump.sh"]).toContain("file=chembl-mysql-$(date -u +%Y%m%dT%H%M%SZ).sql.gz\n");
  });
});

test("the list of the dumps has the last one first, and nothing else", () => {
  const line = (name: string, day: number, state = "whole") => `dump\t${name}\t12\t2026-11-2${day}T03:15:00Z\t${state}`;
  const lines = [line("a.sql.gz", 1), "error: none", line("c.sql.gz", 3, "unfinished"), line("b.sql.gz", 2), "dump\tx"];
  const dumps = readDumps(lines);
  expect(dumps.map(({ name }) => name)).toEqual(["c.sql.gz", "b.sql.gz", "a.sql.gz"]);
  expect(dumps[0]).toEqual({ name: "c.sql.gz", bytes: 12, time: "2026-11-23T03:15:00Z", isWhole: false });
});
