const PLACED = "the database's volume is mounted at /var/lib/mysql, and rows elsewhere go with the pod";
const LOGGED = "logs go to the pod's, which kubectl logs shows, or with log_output: TABLE into a table";
const REACHED = "service, probes and jobs reach the server where Slipway has put it";
const OPENED = "with it anyone who reaches the server may read and change all of it";
const WRITTEN = "the jobs that set up, load and restore must write";
const PLUGINS = "it runs code of a library as the server; take an image that has it built in";
const LOGGING_IN = "authPlugin says how clients prove their passwords";
const CERTIFICATES = "no certificate is mounted; the server makes its own";
const HOST = "a pod may not: it needs rights on the node";
const REPLICAS = "there is one server, and no other follows it";

const reasons = (reason: string, names: string) => names.split(" ").map((name) => [name, reason] as const);

/** Settings of mysqld that lose data, open the server, or break what Slipway sets up; each with why. */
export const REFUSED_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries([
  ...reasons(
    PLACED,
    "datadir innodb_data_home_dir innodb_data_file_path innodb_log_group_home_dir innodb_undo_directory innodb_directories innodb_doublewrite_dir innodb_temp_data_file_path innodb_temp_tablespaces_dir tmpdir innodb_tmpdir basedir chroot character_sets_dir lc_messages_dir log_bin_index relay_log relay_log_index",
  ),
  ...reasons(LOGGED, "log_error general_log_file slow_query_log_file log_isam console"),
  ...reasons(
    REACHED,
    "port socket bind_address pid_file skip_networking admin_address admin_port mysqlx_port mysqlx_bind_address mysqlx_socket user daemonize",
  ),
  ...reasons(OPENED, "skip_grant_tables"),
  ["secure_file_priv", "statements could read and write any file of the pod, such as root's password"],
  ["init_file", "it is SQL that runs as root at each start; write it into initScripts"],
  ...reasons(WRITTEN, "read_only super_read_only innodb_read_only offline_mode innodb_force_load_corrupted"),
  ["innodb_force_recovery", "from 4 on it loses rows; dump what can be read, and restore it into a new database"],
  ["innodb_doublewrite", "without it a crash leaves pages that are half written"],
  ["skip_innodb_doublewrite", "without it a crash leaves pages that are half written"],
  ["innodb_checksum_algorithm", "another one lets broken pages pass as rows"],
  ["innodb_fast_shutdown", "2 is a crash at each stop, after which no other version may start"],
  ["innodb_dedicated_server", "it takes the node's memory, not the pod's; write innodb_buffer_pool_size"],
  ["skip_innodb", "without it there are no tables"],
  ["disabled_storage_engines", "the server's own tables need their engines"],
  ...reasons(PLUGINS, "plugin_load plugin_load_add early_plugin_load plugin_dir allow_suspicious_udfs"),
  ...reasons(
    LOGGING_IN,
    "default_authentication_plugin authentication_policy mysql_native_password old_passwords secure_auth",
  ),
  ...reasons(
    CERTIFICATES,
    "ssl_ca ssl_capath ssl_cert ssl_key ssl_crl ssl_crlpath tls_certificates_enforced_validation",
  ),
  ...reasons(HOST, "large_pages memlock super_large_pages innodb_numa_interleave core_file"),
  ...reasons(
    REPLICAS,
    "replicate_do_db replicate_ignore_db report_host report_password report_port report_user skip_slave_start skip_replica_start log_slave_updates log_replica_updates",
  ),
  ["binlog_do_db", "changes of other databases would be in no log"],
  ["binlog_ignore_db", "its changes would be in no log"],
  ["ft_stopword_file", "its file is not in the pod"],
]);
