import type { Cluster } from "../../../cli/pipelines/cluster";
import { discardOld, rotate } from "../../../cli/pipelines/rotation";
import type { JobManifest } from "../../../constructs/pipelines/database/render/dump-jobs";

let ran: JobManifest | undefined;
jest.mock("../../../cli/pipelines/job", () => ({
  runJob: (_cluster: unknown, manifest: JobManifest) => {
    ran = manifest;
    return Promise.resolve({ unread: undefined });
  },
}));

const HASH = "0123456789abcdef";
const job = (name: string) => ({
  metadata: { name },
  spec: {
    template: {
      metadata: { labels: { app: "x", "job-name": name, "batch.kubernetes.io/controller-uid": "1" } },
      spec: { serviceAccountName: "chembl-mysql-passwords", containers: [{ name: "a", image: `${name}:1` }] },
    },
  },
});
const JOBS = [job(`chembl-mysql-passwords-${HASH}`), job(`chembl-mysql-setup-${HASH}`)];

/** A cluster with some jobs. */
function clusterWith(items: readonly object[], code = 0) {
  const shown: string[] = [];
  const dump = { schedule: "@daily", to: { storage: "1Gi" } };
  const cluster = {
    namespace: "labinf",
    environment: { name: "models", database: { name: "chembl-mysql", users: { chembl_ro: {} }, dump } },
    inDatabase: (words: readonly string[]) => words,
    told: () => JSON.stringify({ items }),
    show: (words: readonly string[]) => {
      shown.push(words.join(" "));
      return Promise.resolve(code);
    },
  };
  return { cluster: cluster as unknown as Cluster, shown };
}

const failure = (work: Promise<void>) =>
  work.then(
    () => "nothing",
    ({ message }: Error) => message,
  );

beforeEach(() => {
  ran = undefined;
});

describe("slipway pipelines db rotate", () => {
  test("runs a job with what the deployed ones have, and without what the cluster gave them", async () => {
    await rotate(clusterWith(JOBS).cluster, undefined);
    expect(ran?.metadata.name).toMatch(/^chembl-mysql-rotation-[0-9a-f]{8}$/);
    expect(ran?.metadata.labels).toEqual({ app: "x" });
    expect(ran?.spec.template.metadata?.labels).toEqual({ app: "x" });
    const { initContainers = [], containers } = ran?.spec.template.spec ?? { containers: [] };
    const scripts = [...initContainers, ...containers].map(({ command }) => command?.[2] ?? "");
    expect(scripts.map((script) => /change .*/g.exec(script)?.[0])).toEqual([
      undefined,
      expect.stringContaining("change"),
      undefined,
    ]);
    expect(scripts[1]).toContain(
      "\nchange chembl_ro mysql-chembl_ro-password\nchange slipway_dump mysql-dump-password\nchange root mysql-root-password\n",
    );
  });

  test("changes one user, if one is named", async () => {
    await rotate(clusterWith(JOBS).cluster, "chembl_ro");
    expect(JSON.stringify(ran)).not.toContain("mysql-dump-password");
    expect(await failure(rotate(clusterWith(JOBS).cluster, "chembl_rw"))).toBe(
      '--user must be one of chembl_ro, slipway_dump, root, got "chembl_rw"; did you mean "chembl_ro"?',
    );
  });

  test("needs what a deployment has left", async () => {
    expect(await failure(rotate(clusterWith(JOBS.slice(0, 1)).cluster, undefined))).toBe(
      "a job chembl-mysql-setup must be in namespace labinf, got none; slipway deploy models makes it",
    );
    expect(ran).toBeUndefined();
  });

  test("ends old passwords in the server's pod", async () => {
    const { cluster, shown } = clusterWith([]);
    await discardOld(cluster, undefined);
    expect(shown).toEqual([expect.stringContaining("for user in chembl_ro slipway_dump root; do")]);
    expect(await failure(discardOld(clusterWith([], 1).cluster, "root"))).toBe(
      "the old passwords must be discarded, got 1; mend what stands above",
    );
  });
});
