import {
  pluginsEnvironment,
  problemsAmongPlugins,
  problemsWithinPlugins,
  warningsOfPlugins,
} from "../../../constructs/plugins/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { LAB, REFUSED } from "./refused";

function said(changes: Readonly<Record<string, unknown>>): string[] {
  const value = { ...LAB, ...changes };
  const problems = [...problemsOf(pluginsEnvironment, value), ...problemsWithinPlugins(value)];
  return problems.map(({ path, message }) => `${path} ${message}`);
}

const WORKERS = {
  networks: ["backend"],
  redisUri: "redis://redis:6379/0",
  trackingUri: "http://mlflow-tracking:5000",
} as const;

describe("a file of task plugins", () => {
  test("that is right is not complained of", () => expect(said({})).toEqual([]));

  test.each(REFUSED)("(%s) is refused with %s", (_row, _what, changes, says) => expect(said(changes)).toEqual(says));

  test.each([
    undefined,
    null,
    "lab",
    [],
    { ...LAB, bucket: { name: 10n, store: { endpoint: 5n } } },
    { ...LAB, bucket: 1, collections: [null, 3, { prefix: 7 }] },
    { workers: [] },
  ])("of any shape is complained of, and breaks nothing: %j", (value) => {
    expect(problemsOf(pluginsEnvironment, value).length).toBeGreaterThan(0);
    expect(() => problemsWithinPlugins(value)).not.toThrow();
    expect(() => problemsAmongPlugins([value, value])).not.toThrow();
  });

  test("of any shape of its workers breaks nothing", () => {
    for (const workers of [
      1,
      { pools: 3 },
      { pools: [null], mounts: [1], environment: [] },
      { pools: [{ gpus: "a" }] },
    ]) {
      expect(() => problemsWithinPlugins({ ...LAB, workers })).not.toThrow();
    }
  });

  test("(d3) whose prefix lies in that of another file's is refused, in one bucket alone", () => {
    const [builtins] = LAB.collections;
    const other = { ...LAB, name: "other" };
    const inner = { ...LAB, name: "inner", collections: [{ prefix: "dioptra_builtins/sub", folder: "x" }, builtins] };
    const elsewhere = { ...LAB, name: "elsewhere", bucket: { name: "elsewhere" } };
    const problems = problemsAmongPlugins([LAB, other, elsewhere]);
    expect([...problems.keys()]).toEqual(["other"]);
    expect(problems.get("other")?.[0]).toEqual({
      path: "collections[0].prefix",
      message:
        'must be a prefix of its own, got "dioptra_builtins" of bucket "lab-plugins", in which workspace "lab" has "dioptra_builtins"; choose another',
    });
    const store = (endpoint: string, name: string) => ({
      ...LAB,
      name,
      bucket: { name: "plugins", store: { endpoint } },
    });
    const one = store("http://minio:80", "one");
    expect([...problemsAmongPlugins([one, store("http://MINIO/", "two")]).keys()]).toEqual(["two"]);
    expect(
      problemsAmongPlugins([LAB, inner])
        .get("inner")
        ?.map(({ path }) => path),
    ).toEqual(["collections[0].prefix", "collections[1].prefix"]);
  });
});

describe("warnings of task plugins", () => {
  const warnings = (changes: Readonly<Record<string, unknown>>) =>
    warningsOfPlugins([{ ...LAB, ...changes } as typeof LAB]).get("lab");

  test("are none of a usual file", () => expect(warnings({})).toEqual([]));

  test("(d1) name what ends every job", () => {
    expect(warnings({ collections: LAB.collections.slice(0, 1) })).toEqual([
      'no collection has the prefix "dioptra_custom": releases of Dioptra that look for it end every job; a folder with an __init__.py is enough',
    ]);
  });

  test("name an engine without TLS", () => {
    expect(warnings({ workers: { ...WORKERS, pools: [], dockerHost: "tcp://gpu-1:2375" } })).toEqual([
      "workers.dockerHost is tcp:// without TLS: anyone who reaches gpu-1:2375 has root there, and can read what goes there; use ssh://",
    ]);
  });

  test("(D7) name images that read no plugins", () => {
    const images = [
      "dioptra/tensorflow2-cpu:1.0.0",
      "dioptra/tensorflow2-cpu:0.5.0",
      "lab/dioptra/pytorch-cpu:1.2.0-dev",
    ];
    const pools = images.map((image) => ({ kind: "tensorflow-cpu", image }));
    expect(warnings({ workers: { ...WORKERS, pools } })).toEqual([
      'workers.pools[0].image "dioptra/tensorflow2-cpu:1.0.0" does not read task plugins from S3: since 1.0.0 they come from Dioptra\'s REST API',
      'workers.pools[2].image "lab/dioptra/pytorch-cpu:1.2.0-dev" does not read task plugins from S3: since 1.0.0 they come from Dioptra\'s REST API',
    ]);
  });

  test("(d5) name the half of a key", () => {
    const secretEnvironment = { AWS_ACCESS_KEY_ID: { variable: "worker_key_id" } };
    expect(warnings({ workers: { ...WORKERS, pools: [], secretEnvironment } })).toEqual([
      "workers.secretEnvironment lacks AWS_SECRET_ACCESS_KEY: the store takes both, or none",
    ]);
  });

  test("(D5) say which workers find a version", () => {
    const collections = LAB.collections.map((each) => ({ ...each, keepVersions: 3 }));
    expect(warnings({ collections })).toEqual([
      "keepVersions suits workers that copy DIOPTRA_PLUGINS_S3_URI into dioptra_builtins, as run-mlflow-job.sh does; the task engine of later releases keeps the whole key, and finds nothing",
    ]);
  });
});
