import type { PluginsEnvironment } from "../../../constructs/plugins/schema";

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
  [
    "d2",
    "no bucket's name",
    { bucket: { name: "Plugins" } },
    [
      'bucket.name must be a bucket\'s name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit, got "Plugins"; S3 keeps some beginnings and ends to itself',
    ],
  ],
  [
    "d2",
    "a name that S3 keeps to itself",
    { bucket: { name: "plugins-s3alias" } },
    [
      'bucket.name must be a bucket\'s name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit, got "plugins-s3alias"; S3 keeps some beginnings and ends to itself',
    ],
  ],
  [
    "d2",
    "a name that is an address",
    { bucket: { name: "10.0.0.1" } },
    [
      'bucket.name must be a bucket\'s name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit, got "10.0.0.1"; S3 keeps some beginnings and ends to itself',
    ],
  ],
  [
    "D1",
    "a region that is none of Amazon's",
    { region: "us-eats-1" },
    [
      'region must be a region of AWS, got "us-eats-1"; did you mean "us-east-1"?; another store is named in bucket.store',
    ],
  ],
  [
    "D1",
    "an address with a path",
    { bucket: { ...STORE, store: { endpoint: "http://minio:9000/plugins" } } },
    [
      'bucket.store.endpoint must be an address with http:// or https://, without a path and without a user\'s name, got "http://minio:9000/plugins"; for example "http://localhost:35000"',
    ],
  ],
  [
    "d5",
    "an address with a password",
    { bucket: { ...STORE, store: { endpoint: "http://a:b@minio:9000" } } },
    [
      'bucket.store.endpoint must be an address with http:// or https://, without a path and without a user\'s name, got one with something before an @; for example "http://localhost:35000"',
    ],
  ],
  [
    "D1",
    "what is Amazon's, of another store",
    { bucket: STORE, accountId: "123456789012", access: { readers: ["workers"] }, tags: { a: "b" } },
    [
      "accountId is for Amazon S3, got it with bucket.store; take it out",
      "access is for Amazon S3, got it with bucket.store; take it out",
      "tags is for Amazon S3, got it with bucket.store; take it out",
    ],
  ],
  [
    "D2",
    "a prefix that JavaScript keeps to itself",
    { collections: [BUILTINS, { prefix: "__proto__", folder: "more" }] },
    [
      'collections[1].prefix must be letters, digits and _.- with single slashes between them, and none at its ends, got "__proto__"; for example "dioptra_builtins"',
    ],
  ],
  [
    "d6",
    "GPUs that are given to all",
    { workers: { ...WORKERS, environment: { NVIDIA_VISIBLE_DEVICES: "all" } } },
    ["workers.environment.NVIDIA_VISIBLE_DEVICES must be left out, got it; it is derived for all workers alike"],
  ],
  [
    "D2",
    "a prefix with a slash at its end",
    { collections: [{ ...BUILTINS, prefix: "dioptra_builtins/" }] },
    [
      'collections[0].prefix must be letters, digits and _.- with single slashes between them, and none at its ends, got "dioptra_builtins/"; for example "dioptra_builtins"',
    ],
  ],
  [
    "d3",
    "a prefix within another",
    { collections: [BUILTINS, { prefix: "dioptra_builtins/more", folder: "more" }] },
    [
      'collections[1].prefix must be a prefix of its own, got "dioptra_builtins/more", which collections[0] would empty; choose another',
    ],
  ],
  [
    "d3",
    "a prefix that is there twice",
    { collections: [BUILTINS, { ...BUILTINS, folder: "other" }] },
    [
      'collections[1].prefix must be a prefix of its own, got "dioptra_builtins", which collections[0] would empty; choose another',
    ],
  ],
  [
    "d1",
    "no built-in plugins",
    { collections: [{ prefix: "builtins", folder: "plugins" }] },
    ['collections must have one with the prefix "dioptra_builtins", got "builtins"; every job reads it'],
  ],
  [
    "d2",
    "no collection",
    { collections: [] },
    ['collections must name 1 to 50 folders, got []; for example [{ prefix: "dioptra_builtins", folder: "…" }]'],
  ],
  [
    "D5",
    "one version",
    { collections: [{ ...BUILTINS, keepVersions: 1 }] },
    [
      "collections[0].keepVersions must be a whole number from 2 to 100, got 1; with one, a job that runs would lose its plugins",
    ],
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
    [
      "workers.gpus must be enough for all workers, which want 3, got 2; say how many the host has, or lower a pool's count",
    ],
  ],
  [
    "d7",
    "a GPU of a kind that has none",
    pool({ gpus: 1 }),
    ['workers.pools[0].gpus is for GPU kinds, got it with kind "tensorflow-cpu"; leave it out'],
  ],
  [
    "d6",
    "an unknown kind",
    pool({ kind: "tensorflow" }),
    [
      'workers.pools[0].kind must be "tensorflow-cpu", "tensorflow-gpu", "pytorch-cpu" or "pytorch-gpu", got "tensorflow"; these are what images of workers are made for',
    ],
  ],
  [
    "d10",
    "an image without its tag",
    pool({ image: "dioptra/tensorflow2-cpu" }),
    [
      'workers.pools[0].image must not be latest, got "dioptra/tensorflow2-cpu"; name a tag or a digest, or set allowLatest',
    ],
  ],
  [
    "d6",
    "processors that are none",
    pool({ cpuSet: "4-" }),
    ['workers.pools[0].cpuSet must be numbers of processors and ranges of them, got "4-"; for example "0-3" or "0,2"'],
  ],
  [
    "d5",
    "a password of the queue",
    { workers: { ...WORKERS, redisUri: "redis://:hunter2@redis:6379" } },
    [
      'workers.redisUri must be an address with redis://, without a password, got one with something before an @; for example "redis://redis:6379/0"',
    ],
  ],
  [
    "d5",
    "a secret that stands there",
    { workers: { ...WORKERS, environment: { AWS_SECRET_ACCESS_KEY: "hunter2" } } },
    [
      "workers.environment.AWS_SECRET_ACCESS_KEY must hold no secret, got a text of 7 characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "D3",
    "a variable that is derived",
    { workers: { ...WORKERS, environment: { DIOPTRA_PLUGINS_S3_URI: "s3://other/dioptra_builtins" } } },
    ["workers.environment.DIOPTRA_PLUGINS_S3_URI must be left out, got it; it is derived for all workers alike"],
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
    ['workers.mounts[1].path must be a path of its own, got "/nfs/data" as mounts[0].path too; change one'],
  ],
  ["-", "a misspelled setting", { bukcet: {} }, ['bukcet is not a known setting; did you mean "bucket"?']],
];
