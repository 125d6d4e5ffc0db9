import type { PluginsEnvironment } from "../../../constructs/plugins/schema";
import { said } from "./sentences";

/** A file of task plugins with which nothing is wrong. */
export const LAB: PluginsEnvironment = {
  name: "lab",
  region: "us-east-1",
  bucket: { name: "lab-plugins" },
  collections: [
    { prefix: "dioptra_builtins", folder: "plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "plugins/dioptra_custom" },
  ],
};

const [BUILTINS] = LAB.collections;
const WORKERS = {
  networks: ["backend"],
  redisUri: "redis://redis:6379/0",
  trackingUri: "http://mlflow-tracking:5000",
  pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0" }],
};
const STORE = { name: "plugins", store: { endpoint: "http://localhost:35000" } };
const pool = (more: object) => ({ workers: { ...WORKERS, pools: [{ ...WORKERS.pools[0], ...more }] } });

/** Rows of the facts, what is wrong, the settings that are, and the whole of what is said. */
export const REFUSED: readonly (readonly [row: string, what: string, Readonly<Record<string, unknown>>, string[]])[] = [
  ["d2", "no bucket's name", { bucket: { name: "Plugins" } }, [said("bucket.name", "bucketName", '"Plugins"')]],
  [
    "d2",
    "secrets in tags",
    { tags: { "lab:token": "hunter2", note: "Bearer hunter22", "lab:group": "robots" } },
    [said("tags.lab:token", "secretTag", "a text of 7 characters"), said("tags.note", "secretTag", "a login")],
  ],
  [
    "d2",
    "a token in an address",
    { workers: { ...WORKERS, trackingUri: "http://mlflow-tracking:5000/?token=hunter2" } },
    [said("workers.trackingUri", "secretUri", "an address with a token")],
  ],
  [
    "d2",
    "a name that S3 keeps to itself",
    { bucket: { name: "plugins-s3alias" } },
    [said("bucket.name", "bucketName", '"plugins-s3alias"')],
  ],
  [
    "d2",
    "a name that is an address",
    { bucket: { name: "10.0.0.1" } },
    [said("bucket.name", "bucketName", '"10.0.0.1"')],
  ],
  [
    "D1",
    "a region that is none of Amazon's",
    { region: "us-eats-1" },
    [said("region", "regionMeant", '"us-eats-1"', '"us-east-1"')],
  ],
  [
    "D1",
    "an address with a path",
    { bucket: { ...STORE, store: { endpoint: "http://minio:9000/plugins" } } },
    [said("bucket.store.endpoint", "endpoint", '"http://minio:9000/plugins"')],
  ],
  [
    "d5",
    "an address with a password",
    { bucket: { ...STORE, store: { endpoint: "http://a:b@minio:9000" } } },
    [said("bucket.store.endpoint", "endpointWithUser")],
  ],
  [
    "D1",
    "what is Amazon's, of another store",
    { bucket: STORE, accountId: "123456789012", access: { readers: ["workers"] }, tags: { a: "b" } },
    [said("accountId", "settingOfAmazon"), said("access", "settingOfAmazon"), said("tags", "settingOfAmazon")],
  ],
  [
    "D2",
    "a prefix that JavaScript keeps to itself",
    { collections: [BUILTINS, { prefix: "__proto__", folder: "more" }] },
    [said("collections[1].prefix", "prefix", '"__proto__"')],
  ],
  [
    "d6",
    "GPUs that are given to all",
    { workers: { ...WORKERS, environment: { NVIDIA_VISIBLE_DEVICES: "all" } } },
    [said("workers.environment.NVIDIA_VISIBLE_DEVICES", "derivedVariable")],
  ],
  [
    "D2",
    "a prefix with a slash at its end",
    { collections: [{ ...BUILTINS, prefix: "dioptra_builtins/" }] },
    [said("collections[0].prefix", "prefix", '"dioptra_builtins/"')],
  ],
  [
    "d3",
    "a prefix within another",
    { collections: [BUILTINS, { prefix: "dioptra_builtins/more", folder: "more" }] },
    [said("collections[1].prefix", "prefixTaken", '"dioptra_builtins/more"')],
  ],
  [
    "d3",
    "a prefix that is there twice",
    { collections: [BUILTINS, { ...BUILTINS, folder: "other" }] },
    [said("collections[1].prefix", "prefixTaken", '"dioptra_builtins"')],
  ],
  [
    "d1",
    "no built-in plugins",
    { collections: [{ prefix: "builtins", folder: "plugins" }] },
    [said("collections", "builtinsNeeded", '"builtins"')],
  ],
  ["d2", "no collection", { collections: [] }, [said("collections", "collections", "[]")]],
  [
    "D5",
    "one version",
    { collections: [{ ...BUILTINS, keepVersions: 1 }] },
    [said("collections[0].keepVersions", "keepVersions", "1")],
  ],
  [
    "D2",
    "a file outside of the folder that is to travel",
    { collections: [{ ...BUILTINS, allowFiles: ["../.env"] }] },
    [said("collections[0].allowFiles[0]", "allowedFile", '"../.env"')],
  ],
  [
    "D2",
    "another word for compiling",
    { collections: [{ ...BUILTINS, compile: "none" }] },
    [said("collections[0].compile", "compile", '"none"')],
  ],
  [
    "d6",
    "more GPUs than there are",
    {
      workers: {
        ...WORKERS,
        gpus: 2,
        pools: [{ kind: "pytorch-gpu", image: "dioptra/pytorch-gpu:0.5.0", count: 3 }],
      },
    },
    [said("workers.gpus", "gpus", "3", "2")],
  ],
  [
    "d7",
    "known hosts of an engine that is not reached by ssh",
    { workers: { ...WORKERS, knownHostsFile: "known_hosts" } },
    [said("workers.knownHostsFile", "hostKeyMisplaced", "undefined")],
  ],
  ["d7", "a GPU of a kind that has none", pool({ gpus: 1 }), [said("workers.pools[0].gpus", "gpusMisplaced")]],
  ["d6", "an unknown kind", pool({ kind: "tensorflow" }), [said("workers.pools[0].kind", "kind", '"tensorflow"')]],
  [
    "d10",
    "an image without its tag",
    pool({ image: "dioptra/tensorflow2-cpu" }),
    [said("workers.pools[0].image", "latest", '"dioptra/tensorflow2-cpu"')],
  ],
  ["d6", "processors that are none", pool({ cpuSet: "4-" }), [said("workers.pools[0].cpuSet", "cpuSet", '"4-"')]],
  [
    "d5",
    "a password of the queue",
    { workers: { ...WORKERS, redisUri: "redis://:hunter2@redis:6379" } },
    [said("workers.redisUri", "redisUri")],
  ],
  [
    "d5",
    "a secret that stands there",
    { workers: { ...WORKERS, environment: { AWS_SECRET_ACCESS_KEY: "hunter2" } } },
    [said("workers.environment.AWS_SECRET_ACCESS_KEY", "secret", "a text of 7 characters")],
  ],
  [
    "D3",
    "a variable that is derived",
    { workers: { ...WORKERS, environment: { DIOPTRA_PLUGINS_S3_URI: "s3://other/dioptra_builtins" } } },
    [said("workers.environment.DIOPTRA_PLUGINS_S3_URI", "derivedVariable")],
  ],
  [
    "d8",
    "two mounts at one path",
    {
      workers: {
        ...WORKERS,
        mounts: [
          { source: "datasets", path: "/nfs/data" },
          { source: "other", path: "/nfs/data" },
        ],
      },
    },
    [said("workers.mounts[1].path", "pathTaken", '"/nfs/data"', "mounts[0].path")],
  ],
  ["-", "a misspelled setting", { bukcet: {} }, [said("bukcet", "settingMeant", '"bucket"')]],
];
