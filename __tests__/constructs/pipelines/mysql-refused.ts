/** What is wrong, a database with it, and all that is said of it. */
export type Refused = readonly [what: string, changes: Readonly<Record<string, unknown>>, says: readonly string[]];

/** A right database, of which each case changes something. */
export const CHEMBL = { name: "chembl-mysql", namespace: "labinf", databases: ["chembl_24"] };

const LOAD = { database: "chembl_25", url: "https://example.org/chembl.sql.gz", sha256: "0".repeat(64) };
const load = (more: object) => ({ loads: { chembl: { ...LOAD, ...more } } });
const dump = (more: object) => ({ dump: { schedule: "15 3 * * *", to: { storage: "20Gi" }, ...more } });

const OLD = { host: "old-mysql", password: { secret: "old", key: "password" }, databases: ["chembl_22"] };

export const REFUSED: readonly Refused[] = [
  [
    "a name that is no host's",
    { name: "ChEMBL_mysql" },
    [
      'name must be 1 to 30 of a-z, 0-9 and -, the first a letter and the last no -, got "ChEMBL_mysql"; services, secrets and jobs begin with it',
    ],
  ],
  [
    "a namespace with a capital",
    { namespace: "LabInf" },
    [
      'namespace must be a namespace: 1 to 63 of a-z, 0-9 and -, with no - at its ends, got "LabInf"; for example "labinf"',
    ],
  ],
  [
    "a limit below what is requested where nothing is said",
    { limits: { cpu: "100m" } },
    ['limits.cpu must be at least what is requested ("500m"), got "100m"; raise it, or lower the request'],
  ],
  [
    "a request above what is allowed where nothing is said",
    { requests: { memory: "3Gi" } },
    ['limits.memory must be at least what is requested ("3Gi"), got "2Gi"; raise it, or lower the request'],
  ],
  [
    "a user with the password of the dumps",
    { users: { writer: { passwordKey: "mysql-dump-password" } }, ...dump({}) },
    ['users.writer.passwordKey must be a key of its own, got "mysql-dump-password"; it is that of the user who dumps'],
  ],
  [
    "a database of the server's own in capitals",
    { databases: ["INFORMATION_SCHEMA"] },
    [
      'databases[0] must be a database\'s name of up to 64 letters, digits and _, none of the server\'s own, got "INFORMATION_SCHEMA"; for example "chembl_24"',
    ],
  ],
  [
    "a load whose job's name would be too long",
    { loads: { "chembl-thirty": LOAD } },
    [
      'loads.chembl-thirty must be 1 to 10 of a-z, 0-9 and -, the first a letter and the last no -, got "chembl-thirty"; its job\'s name has it',
    ],
  ],
  [
    "an image without a tag",
    { image: "mysql" },
    [
      'image must be an image with a tag that is not latest, or with its digest, got "mysql"; for example "mysql:8.4.7"',
      'version is required where the image\'s tag does not say it; for example "8.4"',
    ],
  ],
  [
    "an image whose tag says no version",
    { image: "registry.example.org/mysql:stable" },
    ['version is required where the image\'s tag does not say it; for example "8.4"'],
  ],
  [
    "old passwords with a server that has them no more",
    { image: "mysql:9.1", authPlugin: "mysql_native_password" },
    [
      'authPlugin must be "caching_sha2_password" with MySQL 9, got "mysql_native_password"; use 8.4, or clients that know the other (PyMySQL needs cryptography)',
    ],
  ],
  [
    "new passwords with a server that does not have them yet",
    { image: "mysql:5.7.44", authPlugin: "caching_sha2_password" },
    ['authPlugin must be "mysql_native_password" with MySQL 5.7, got "caching_sha2_password"; it came with 8.0'],
  ],
  [
    "a limit below what is requested",
    { requests: { cpu: 2, memory: "4Gi" }, limits: { cpu: "500m", memory: "2G" } },
    [
      'limits.cpu must be at least what is requested (2), got "500m"; raise it, or lower the request',
      'limits.memory must be at least what is requested ("4Gi"), got "2G"; raise it, or lower the request',
    ],
  ],
  [
    "memory without a unit",
    { limits: { memory: "2048" } },
    ['limits.memory must be a quantity in bytes, got "2048"; for example "512Mi" or "4G"'],
  ],
  [
    "no processors",
    { requests: { cpu: 0 } },
    ['requests.cpu must be a number of processors above 0, got 0; 0.5 or "500m"'],
  ],
  [
    "a volume that is not its own beside one that is",
    { existingClaim: "chembl-mysql", storage: "20Gi", removal: "allowed" },
    [
      'storage must be left out beside existingClaim, got "20Gi"; the claim has its own',
      'removal must be left out beside existingClaim, got "allowed"; the claim has its own',
    ],
  ],
  [
    "its own claim as one that exists",
    { existingClaim: "chembl-mysql-data" },
    ['existingClaim must be another claim than the one that is made, got "chembl-mysql-data"; leave it out'],
  ],
  [
    "a database of the server's own",
    { databases: ["mysql"] },
    [
      'databases[0] must be a database\'s name of up to 64 letters, digits and _, none of the server\'s own, got "mysql"; for example "chembl_24"',
    ],
  ],
  [
    "a user called root",
    { users: { root: {} } },
    [
      'users.root must be a user\'s name of up to 32 letters, digits and _, and not root, mysql or slipway_dump, got "root"; for example "chembl_ro"',
    ],
  ],
  [
    "a user of a database that nobody makes",
    { users: { chembl_ro: { databases: ["chembl_42"] } } },
    ['users.chembl_ro.databases[0] must be a database that is made, got "chembl_42"; did you mean "chembl_24"?'],
  ],
  [
    "a user without any database",
    { databases: [], users: { chembl_ro: {} } },
    ["users.chembl_ro.databases is required where no database is made; name some"],
  ],
  [
    "a user with root's password",
    { users: { chembl_ro: { passwordKey: "mysql-root-password" } } },
    ['users.chembl_ro.passwordKey must be a key of its own, got "mysql-root-password"; it is root\'s'],
  ],
  [
    "two users with one password",
    { users: { one: { passwordKey: "mysql-password" }, two: { passwordKey: "mysql-password" } } },
    ['users.two.passwordKey must be a key of its own, got "mysql-password" as user "one" has; choose another'],
  ],
  [
    "a script that is no SQL",
    { initScripts: { "init.sh": "SELECT 1" } },
    [
      'initScripts["init.sh"] must be a file\'s name that ends in .sql, got "init.sh"; choose another'.replace(
        '["init.sh"]',
        ".init.sh",
      ),
    ],
  ],
  [
    "scripts without a database",
    { databases: undefined, initScripts: { "a.sql": "SELECT 1" } },
    ["databases is required with initScripts; they run in the first of them"],
  ],
  [
    "workers who want a key that there is not",
    { workers: [{ namespace: "pachyderm", secret: { keys: { password: "mysql-pasword" } } }] },
    [
      'workers[0].secret.keys.password must be a key of the database\'s secret, got "mysql-pasword"; did you mean "mysql-password"?',
    ],
  ],
  [
    "a secret of workers in the place of its own",
    { workers: [{ namespace: "labinf", secret: { keys: { password: "mysql-password" } } }] },
    ['workers[0].secret.name must be another name than the database\'s secret, got "chembl-mysql"; choose one'],
  ],
  [
    "one secret for workers twice",
    {
      workers: [
        { namespace: "pachyderm", secret: { keys: { a: "mysql-password" } } },
        { namespace: "pachyderm", secret: { keys: { b: "mysql-password" } } },
      ],
    },
    ["workers[1].secret must be a secret of its own, got pachyderm/chembl-mysql twice; take one out"],
  ],
  [
    "a load without a checksum",
    load({ sha256: undefined }),
    ["loads.chembl.sha256 is required; without it another file would be loaded: sha256sum prints it"],
  ],
  [
    "a load of something else than SQL",
    load({ url: "https://example.org/chembl.zip" }),
    [
      'loads.chembl.url must be the address of a file that ends in .sql, .sql.gz, .dmp, .dmp.gz, .tar.gz or .tgz, got "https://example.org/chembl.zip"; for example "https://ftp.ebi.ac.uk/…/chembl_24_mysql.tar.gz"',
    ],
  ],
  [
    "an archive without the file in it",
    load({ url: "https://example.org/chembl.tar.gz" }),
    ["loads.chembl.member is required for an archive; tar -tzf lists the files in it"],
  ],
  [
    "a file in what is no archive",
    load({ member: "a/b.dmp" }),
    ['loads.chembl.member is for an archive, got "a/b.dmp"; leave it out'],
  ],
  [
    "a load into a database that has other things",
    load({ database: "chembl_24" }),
    ['loads.chembl.database must be a database of its own, got "chembl_24" twice; a load empties it before'],
  ],
  [
    "a dump at no time",
    dump({ schedule: "every night" }),
    ['dump.schedule must be a schedule of five fields as cron has it, got "every night"; for example "15 3 * * *"'],
  ],
  [
    "a dump on a day that never comes",
    dump({ schedule: "0 0 31 2 *" }),
    ['dump.schedule must have days that its months have, got "0 0 31 2 *"; for example "15 3 * * *"'],
  ],
  [
    "a dump to nowhere",
    dump({ to: {} }),
    ['dump.to must be { storage: "20Gi" } or { bucket: "…" }, got {}; a volume or a bucket takes the dumps'],
  ],
  [
    "a dump of a database that nobody makes",
    dump({ databases: ["chembl_99"] }),
    ['dump.databases[0] must be a database that is made, got "chembl_99"; did you mean "chembl_24"?'],
  ],
  [
    "a dump of nothing",
    { databases: undefined, ...dump({}) },
    ["dump.databases is required where no database is made; name some in databases"],
  ],
  [
    "a dump with a role and with keys",
    dump({ to: { bucket: "dumps", roleArn: "arn:aws:iam::123456789012:role/dump", credentialsSecret: "aws" } }),
    ["dump.to.roleArn must be left out beside credentialsSecret, got both; take one out"],
  ],
  [
    "a load into a database that is copied",
    { ...load({ database: "chembl_23" }), copyFrom: { ...OLD, databases: ["chembl_23"] } },
    ['loads.chembl.database must be a database of its own, got "chembl_23" twice; a load empties it before'],
  ],
  ...["chembl-mysql", "chembl-mysql.labinf", "chembl-mysql.labinf.svc.cluster.local"].map(
    (host): Refused => [
      `a copy from itself as ${host}`,
      { copyFrom: { ...OLD, host } },
      [
        `copyFrom.host must be another server than the one that is made, got "${host}"; name the old one, or give this one another name`,
      ],
    ],
  ),
  [
    "a copy from no host",
    { copyFrom: { ...OLD, host: "Old_MySQL" } },
    ['copyFrom.host must be a host\'s name or address, got "Old_MySQL"; for example "old-mysql.labinf"'],
  ],
  [
    "a password in the file",
    { copyFrom: { ...OLD, password: "hunter2" } },
    [
      'copyFrom.password must name a key of a secret, got a text of 7 characters; write { secret: "old-mysql", key: "mysql-root-password" }',
    ],
  ],
];
