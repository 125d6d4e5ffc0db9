import { spawnSync } from "node:child_process";
import { goProgram } from "../support/go-program";
import { deployed } from "./lab-stack";

/** @see https://github.com/zegl/kube-score */
const KUBE_SCORE = "github.com/zegl/kube-score/cmd/kube-score@v1.20.0";

/** What it finds, and why that stays. */
const ACCEPTED = {
  "CPU limit is not set": "it slows a server down although others leave their processors idle",
  "Container has the same readiness and liveness probe":
    "they differ in how often they may fail, which is not compared",
  "ImagePullPolicy is not set to Always":
    "an image has a tag that stays, or a digest: a node that has it needs no registry",
  "The container is running with a low user ID": "999 is the user of MySQL's image, to whom the files belong",
  "The container running with a low group ID": "the same",
};

interface Scored {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

test("kube-score finds nothing in what is synthesized for a cluster but what is accepted here", () => {
  const program = goProgram(KUBE_SCORE);
  if (program === undefined) return;
  const input = deployed()
    .map(({ manifest }) => JSON.stringify(manifest))
    .join("\n---\n");
  const { stdout, stderr } = spawnSync(program, ["score", "--output-format", "json", "-"], { input, encoding: "utf8" });
  expect(stderr).toBe("");
  const all = JSON.parse(stdout) as readonly Scored[];
  expect(all.map(({ object_name: name }) => name.split("/")[0])).toEqual(
    expect.arrayContaining(["StatefulSet", "Deployment", "Job", "CronJob", "NetworkPolicy", "Service"]),
  );
  const found = all.flatMap(({ object_name: name, checks }) =>
    checks
      .filter(({ grade, skipped }) => grade < 10 && !skipped)
      .flatMap(({ check, comments }) => comments ?? [{ path: "", summary: check.id }])
      .map(({ path, summary }) => ({ summary, where: `${name} ${path}` })),
  );
  expect(found.filter(({ summary }) => !(summary in ACCEPTED))).toEqual([]);
  expect([...new Set(found.map(({ summary }) => summary))].sort()).toEqual(Object.keys(ACCEPTED));
});
