import type { Refused } from "./mysql-refused";
import { said } from "./sentences";

const own = (configuration: object, more: object = {}) => ({ configuration, ...more });
const place = (name: string) => `configuration.${name}`;
const PLACED = "the database's volume is mounted at /var/lib/mysql, and rows elsewhere go with the pod";
const REACHED = "service, probes and jobs reach the server where Slipway has put it";

/** Settings that lose data or open the server, and what is said of them. */
export const DANGEROUS: readonly (readonly [name: string, value: string, reason: string])[] = [
  ["datadir", "/tmp/x", PLACED],
  ["innodb-data-home-dir", "/tmp", PLACED],
  ["loose_datadir", "/tmp/x", PLACED],
  ["tmpdir", "/var", PLACED],
  ["skip-grant-tables", "ON", "with it anyone who reaches the server may read and change all of it"],
  ["socket", "/tmp/s", REACHED],
  ["port", "3307", REACHED],
  ["pid-file", "/tmp/pid", REACHED],
  ["skip_networking", "ON", REACHED],
  ["bind_address", "127.0.0.1", REACHED],
  ["secure-file-priv", "", "statements could read and write any file of the pod, such as root's password"],
  ["init_file", "/x.sql", "it is SQL that runs as root at each start; write it into initScripts"],
  ["read_only", "ON", "the jobs that set up, load and restore must write"],
  ["innodb_force_recovery", "6", "from 4 on it loses rows; dump what can be read, and restore it into a new database"],
  ["innodb_doublewrite", "OFF", "without it a crash leaves pages that are half written"],
  ["innodb_dedicated_server", "ON", "it takes the node's memory, not the pod's; write innodb_buffer_pool_size"],
  ["plugin_load_add", "x.so", "it runs code of a library as the server; take an image that has it built in"],
  ["mysql_native_password", "ON", "authPlugin says how clients prove their passwords"],
  ["large_pages", "ON", "a pod may not: it needs rights on the node"],
  ["log_error", "/tmp/log", "logs go to the pod's, which kubectl logs shows, or with log_output: TABLE into a table"],
];

export const MYSQLD_REFUSED: readonly Refused[] = [
  ...DANGEROUS.map(
    ([name, value, reason]): Refused => [
      `a setting that is dangerous, ${name}`,
      own({ [name]: value }),
      [said(place(name), "settingRefused", reason)],
    ],
  ),
  [
    "a setting that is misspelled",
    own({ max_conections: "50" }),
    [said(place("max_conections"), "mysqldSettingMeant", '"max_conections"', '"max_connections"')],
  ],
  [
    "a setting that no mysqld has",
    own({ __proto__: null, turbo: "ON" }),
    [said(place("turbo"), "mysqldSetting", '"turbo"')],
  ],
  [
    "a setting that is an object's own",
    own({ constructor: "1" }),
    [said(place("constructor"), "mysqldSetting", '"constructor"')],
  ],
  [
    "one setting in two spellings",
    own({ "max-connections": "50", max_connections: "60" }),
    [said(place("max_connections"), "mysqldSettingTwice", '"max-connections"')],
  ],
  [
    "a setting that is newer than the server",
    own({ sql_require_primary_key: "ON" }, { image: "mysql:5.7.44" }),
    [said(place("sql_require_primary_key"), "mysqldSettingNew", "8.0", "5.7")],
  ],
  [
    "a setting that is older than the server",
    own({ query_cache_size: "1M" }),
    [said(place("query_cache_size"), "mysqldSettingOld", "5.7", "8.4")],
  ],
  ["a switch that is none", own({ slow_query_log: "yes" }), [said(place("slow_query_log"), "mysqldSwitch", '"yes"')]],
  [
    "too many connections",
    own({ max_connections: "1M" }),
    [said(place("max_connections"), "mysqldWhole", "1", "100000", '"1M"')],
  ],
  [
    "a buffer that is too small",
    own({ sort_buffer_size: "1K" }),
    [said(place("sort_buffer_size"), "mysqldLeast", "32768", '"1K"')],
  ],
  [
    "a time that is none",
    own({ long_query_time: "1s" }),
    [said(place("long_query_time"), "mysqldNumber", "0", "31536000", '"1s"')],
  ],
  [
    "an engine that keeps nothing",
    own({ default_storage_engine: "BLACKHOLE" }),
    [said(place("default_storage_engine"), "mysqldWord", "InnoDB, MyISAM, ARCHIVE, CSV", '"BLACKHOLE"')],
  ],
  [
    "a protocol that is broken",
    own({ tls_version: "TLSv1.2,TLSv1" }),
    [said(place("tls_version"), "mysqldWords", "TLSv1.2, TLSv1.3", '"TLSv1.2,TLSv1"')],
  ],
  ["a log outside of the volume", own({ log_bin: "/tmp/log" }), [said(place("log_bin"), "mysqldText", '"/tmp/log"')]],
  [
    "a buffer pool that the memory does not hold",
    own({ innodb_buffer_pool_size: "16G" }, { limits: { memory: "2Gi" } }),
    [said("limits.memory", "memoryOfBuffers", "16Gi", '"2Gi"', "innodb_buffer_pool_size")],
  ],
  [
    "another buffer that the memory does not hold",
    own({ key_buffer_size: "1G" }),
    [said("limits.memory", "memoryOfBuffers", "2040Mi", '"2Gi"', "the buffers")],
  ],
  [
    "too little memory",
    { limits: { memory: "64Mi" }, requests: { memory: "64Mi" } },
    [said("limits.memory", "memoryLeast", '"64Mi"')],
  ],
  ...["kube-system", "kube-public", "kube-node-lease"].map(
    (namespace): Refused => [
      `the cluster's namespace ${namespace}`,
      { namespace },
      [said("namespace", "namespaceOfCluster", `"${namespace}"`)],
    ],
  ),
  [
    "a volume, a limit and processors that are none",
    { storage: "1k", limits: { memory: "3Gi", cpu: 64_000 }, requests: { memory: "100m" } },
    [
      said("storage", "bytesFew", '"1k"'),
      said("requests.memory", "bytesFew", '"100m"'),
      said("limits.cpu", "processorsMany", "64000"),
    ],
  ],
  ["another product", { image: "mariadb:11.4" }, [said("image", "product", '"mariadb:11.4"')]],
  [
    "an image with its data elsewhere",
    { image: "docker.io/bitnamilegacy/mysql:8.4.5" },
    [said("image", "product", '"docker.io/bitnamilegacy/mysql:8.4.5"')],
  ],
  [
    "a version that there is not",
    { image: "example/mysql:11.4" },
    [said("image", "mysqlVersion", '"example/mysql:11.4"')],
  ],
  [
    "a version of another product",
    { image: "example/db@sha256:".padEnd(82, "0"), version: "10.6" },
    [said("version", "mysqlVersion", '"10.6"')],
  ],
  [
    "a volume for dumps that takes none",
    { storage: "500Gi", dump: { schedule: "@daily", to: { storage: "1Gi" } } },
    [said("dump.to.storage", "dumpVolume", "500Gi", '"1Gi"')],
  ],
];
