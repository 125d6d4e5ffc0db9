import { said } from "./sentences";

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
    "a password in a script",
    { initScripts: { "users.sql": "CREATE USER 'ada'@'%' IDENTIFIED BY 'hunter2';" } },
    [said("initScripts.users.sql", "secretOfDatabase", "a password")],
  ],
  ["a name that is no host's", { name: "ChEMBL_mysql" }, [said("name", "databaseServerName", '"ChEMBL_mysql"')]],
  ["a namespace with a capital", { namespace: "LabInf" }, [said("namespace", "namespace", '"LabInf"')]],
  [
    "a limit below what is requested where nothing is said",
    { limits: { cpu: "100m" } },
    [said("limits.cpu", "podLimitBelowRequest", '"500m"', '"100m"')],
  ],
  [
    "a request above what is allowed where nothing is said",
    { requests: { memory: "3Gi", ephemeralStorage: "30Gi" } },
    [
      said("limits.memory", "podLimitBelowRequest", '"3Gi"', '"2Gi"'),
      said("limits.ephemeralStorage", "podLimitBelowRequest", '"30Gi"', '"20Gi"'),
    ],
  ],
  [
    "a user with the password of the dumps",
    { users: { writer: { passwordKey: "mysql-dump-password" } }, ...dump({}) },
    [said("users.writer.passwordKey", "passwordKeyOfDumps", '"mysql-dump-password"')],
  ],
  [
    "a database of the server's own in capitals",
    { databases: ["INFORMATION_SCHEMA"] },
    [said("databases[0]", "databases", '"INFORMATION_SCHEMA"')],
  ],
  [
    "a load whose job's name would be too long",
    { loads: { "chembl-thirty": LOAD } },
    [said("loads.chembl-thirty", "loadName", '"chembl-thirty"')],
  ],
  ["an image without a tag", { image: "mysql" }, [said("image", "image", '"mysql"'), said("version", "versionNeeded")]],
  [
    "an image whose tag says no version",
    { image: "registry.example.org/mysql:stable" },
    [said("version", "versionNeeded")],
  ],
  [
    "old passwords with a server that has them no more",
    { image: "mysql:9.1", authPlugin: "mysql_native_password" },
    [said("authPlugin", "authPluginOfNew", "9", '"mysql_native_password"')],
  ],
  [
    "new passwords with a server that does not have them yet",
    { image: "mysql:5.7.44", authPlugin: "caching_sha2_password" },
    [said("authPlugin", "authPluginOfOld", "5.7", '"caching_sha2_password"')],
  ],
  [
    "a limit below what is requested",
    { requests: { cpu: 2, memory: "4Gi" }, limits: { cpu: "500m", memory: "2G" } },
    [
      said("limits.cpu", "podLimitBelowRequest", "2", '"500m"'),
      said("limits.memory", "podLimitBelowRequest", '"4Gi"', '"2G"'),
    ],
  ],
  ["memory without a unit", { limits: { memory: "2048" } }, [said("limits.memory", "quantity", '"2048"')]],
  ["no processors", { requests: { cpu: 0 } }, [said("requests.cpu", "serverCpu", "0")]],
  [
    "a volume that is not its own beside one that is",
    { existingClaim: "chembl-mysql", storage: "20Gi", removal: "allowed" },
    [said("storage", "storageIdle", '"20Gi"'), said("removal", "storageIdle", '"allowed"')],
  ],
  [
    "its own claim as one that exists",
    { existingClaim: "chembl-mysql-data" },
    [said("existingClaim", "existingClaim", '"chembl-mysql-data"')],
  ],
  ["a database of the server's own", { databases: ["mysql"] }, [said("databases[0]", "databases", '"mysql"')]],
  ["a user called root", { users: { root: {} } }, [said("users.root", "userName", '"root"')]],
  [
    "a user of a database that nobody makes",
    { users: { chembl_ro: { databases: ["chembl_42"] } } },
    [said("users.chembl_ro.databases[0]", "databasesMeant", '"chembl_42"', '"chembl_24"')],
  ],
  [
    "a user without any database",
    { databases: [], users: { chembl_ro: {} } },
    [said("users.chembl_ro.databases", "databasesOfUserNeeded")],
  ],
  [
    "a user with root's password",
    { users: { chembl_ro: { passwordKey: "mysql-root-password" } } },
    [said("users.chembl_ro.passwordKey", "passwordKeyOfRoot", '"mysql-root-password"')],
  ],
  [
    "two users with one password",
    { users: { one: { passwordKey: "mysql-password" }, two: { passwordKey: "mysql-password" } } },
    [said("users.two.passwordKey", "passwordKeyOfUser", '"mysql-password"', '"one"')],
  ],
  [
    "a script that is no SQL",
    { initScripts: { "init.sh": "SELECT 1" } },
    [said("initScripts.init.sh", "initScript", '"init.sh"')],
  ],
  [
    "scripts without a database",
    { databases: undefined, initScripts: { "a.sql": "SELECT 1" } },
    [said("databases", "databasesOfScriptsNeeded")],
  ],
  [
    "workers who want a key that there is not",
    { workers: [{ namespace: "pachyderm", secret: { keys: { password: "mysql-pasword" } } }] },
    [said("workers[0].secret.keys.password", "workersKeyMeant", '"mysql-pasword"', '"mysql-password"')],
  ],
  [
    "a secret of workers in the place of its own",
    { workers: [{ namespace: "labinf", secret: { keys: { password: "mysql-password" } } }] },
    [said("workers[0].secret.name", "workersSecretName", '"chembl-mysql"')],
  ],
  [
    "one secret for workers twice",
    {
      workers: [
        { namespace: "pachyderm", secret: { keys: { a: "mysql-password" } } },
        { namespace: "pachyderm", secret: { keys: { b: "mysql-password" } } },
      ],
    },
    [said("workers[1].secret", "secretTwice")],
  ],
  ["a load without a checksum", load({ sha256: undefined }), [said("loads.chembl.sha256", "sha256Needed")]],
  [
    "a load of something else than SQL",
    load({ url: "https://example.org/chembl.zip" }),
    [said("loads.chembl.url", "url", '"https://example.org/chembl.zip"')],
  ],
  [
    "an archive without the file in it",
    load({ url: "https://example.org/chembl.tar.gz" }),
    [said("loads.chembl.member", "memberNeeded")],
  ],
  [
    "a file in what is no archive",
    load({ member: "a/b.dmp" }),
    [said("loads.chembl.member", "memberMisplaced", '"a/b.dmp"')],
  ],
  [
    "a load into a database that has other things",
    load({ database: "chembl_24" }),
    [said("loads.chembl.database", "databaseTwice", '"chembl_24"')],
  ],
  ["a dump at no time", dump({ schedule: "every night" }), [said("dump.schedule", "schedule", '"every night"')]],
  [
    "a dump on a day that never comes",
    dump({ schedule: "0 0 31 2 *" }),
    [said("dump.schedule", "scheduleDays", '"0 0 31 2 *"')],
  ],
  ["a dump to nowhere", dump({ to: {} }), [said("dump.to", "to", "{}")]],
  [
    "a dump of a database that nobody makes",
    dump({ databases: ["chembl_99"] }),
    [said("dump.databases[0]", "databasesMeant", '"chembl_99"', '"chembl_24"')],
  ],
  ["a dump of nothing", { databases: undefined, ...dump({}) }, [said("dump.databases", "databasesOfDumpNeeded")]],
  [
    "a dump with a role and with keys",
    dump({ to: { bucket: "dumps", roleArn: "arn:aws:iam::123456789012:role/dump", credentialsSecret: "aws" } }),
    [said("dump.to.roleArn", "roleArnIdle")],
  ],
  [
    "a load into a database that is copied",
    { ...load({ database: "chembl_23" }), copyFrom: { ...OLD, databases: ["chembl_23"] } },
    [said("loads.chembl.database", "databaseTwice", '"chembl_23"')],
  ],
  ...["chembl-mysql", "chembl-mysql.labinf", "chembl-mysql.labinf.svc.cluster.local"].map(
    (host): Refused => [
      `a copy from itself as ${host}`,
      { copyFrom: { ...OLD, host } },
      [said("copyFrom.host", "copyOfItself", `"${host}"`)],
    ],
  ),
  ["a copy from no host", { copyFrom: { ...OLD, host: "Old_MySQL" } }, [said("copyFrom.host", "host", '"Old_MySQL"')]],
  [
    "a password in the file",
    { copyFrom: { ...OLD, password: "hunter2" } },
    [said("copyFrom.password", "password", "7")],
  ],
];
