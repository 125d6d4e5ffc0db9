import { clientFunctions, type DatabaseAddress, RECORDS } from "./mysql-client";

/** What a user of the database may do: on its databases alone. */
type UserRights = "read" | "write" | "owner" | "dump" | "metrics";

/** A user of the database, for the script. */
export interface SetUpUser {
  readonly name: string;
  /** The password's key in the secret. */
  readonly passwordKey: string;
  readonly rights: UserRights;
  readonly databases: readonly string[];
}

/** What a database is set up with. */
export interface Setup extends DatabaseAddress {
  readonly databases: readonly string[];
  /** Files beside the script, in their order, with a hash of each. */
  readonly initScripts: readonly { readonly file: string; readonly hash: string }[];
  readonly users: readonly SetUpUser[];
  readonly authPlugin: string;
}

const PRIVILEGES: Readonly<Record<Exclude<UserRights, "metrics">, string>> = {
  read: "SELECT, SHOW VIEW",
  write: "SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES, EXECUTE, SHOW VIEW",
  owner: "ALL PRIVILEGES",
  dump: "SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES",
};

const FUNCTIONS = `
database() { sql --execute="CREATE DATABASE IF NOT EXISTS \\\`$1\\\`"; }

# init_script FILE HASH: each runs once
init_script() {
  ran=$(sql --execute="SELECT hash FROM ${RECORDS}.scripts WHERE name = '$1'")
  case $ran in
    "$2") return ;;
    "") ;;
    *) fail "init script $1 must stay as it was when it ran, got another text; give the new text another name" ;;
  esac
  sql $first_database < "$scripts/$1"
  sql --execute="INSERT INTO ${RECORDS}.scripts (name, hash) VALUES ('$1', '$2')"
  echo "init script $1 has run"
}

# user NAME KEY: with its password, and no rights yet
user() {
  [ -s "$secrets/$2" ] || fail "the password of $1 must be in $secrets/$2, got nothing; is the key in the secret?"
  password=$(sed -e 's/\\\\/\\\\\\\\/g' -e "s/'/\\\\\\\\'/g" "$secrets/$2")
  sql <<SQL
INSERT IGNORE INTO ${RECORDS}.users (name) VALUES ('$1');
CREATE USER IF NOT EXISTS '$1'@'%' $identified '$password';
ALTER USER '$1'@'%' $identified '$password';
REVOKE ALL PRIVILEGES, GRANT OPTION FROM '$1'@'%';
SQL
  echo "user $1 is there"
}

# What mysqldump needs for procedures and functions.
routines() {
  case $version in
    5.* | *MariaDB*) sql --execute="GRANT SELECT ON mysql.proc TO '$1'@'%'" ;;
    *) sql --execute="GRANT SHOW_ROUTINE ON *.* TO '$1'@'%'" ;;
  esac
}

# Users that were ours and are no longer wanted.
forget_others() {
  for name in $(sql --execute="SELECT name FROM ${RECORDS}.users"); do
    case " $1 " in
      *" $name "*) ;;
      *)
        sql --execute="DROP USER IF EXISTS '$name'@'%'; DELETE FROM ${RECORDS}.users WHERE name = '$name'"
        echo "user $name is gone"
        ;;
    esac
  done
}
`;

/** A script that makes the databases, runs what is to run once, and gives each user its rights and no more. */
export function setupScript({ databases, initScripts, users, authPlugin, ...address }: Setup): string {
  return `${clientFunctions(address)}${FUNCTIONS}
connect root mysql-root-password
records
version=$(sql --execute='SELECT VERSION()')
case $version in
  *MariaDB*) identified="IDENTIFIED BY" ;;
  *) identified="IDENTIFIED WITH ${authPlugin} BY" ;;
esac
first_database=${databases[0] ?? ""}
${[
  ...databases.map((each) => `database ${each}`),
  ...initScripts.map(({ file, hash }) => `init_script ${file} ${hash}`),
  ...users.flatMap(userLines),
].join("\n")}
forget_others "${users.map(({ name }) => name).join(" ")}"
rm -f "$work/login.cnf" "$work/said"
`;
}

function userLines({ name, passwordKey, rights, databases }: SetUpUser): string[] {
  if (rights === "metrics") {
    // What the server counts, and no row.
    const lines = [
      `GRANT PROCESS, REPLICATION CLIENT ON *.* TO '${name}'@'%';`,
      `ALTER USER '${name}'@'%' WITH MAX_USER_CONNECTIONS 3;`,
    ];
    return [`user ${name} ${passwordKey}`, "sql <<'SQL'", ...lines, "SQL"];
  }
  const grants = databases.map((database) => {
    // In a grant, _ stands for any letter.
    const pattern = database.replaceAll("_", "\\_");
    return `GRANT ${PRIVILEGES[rights]} ON \`${pattern}\`.* TO '${name}'@'%';`;
  });
  return [
    `user ${name} ${passwordKey}`,
    "sql <<'SQL'",
    ...grants,
    "SQL",
    ...(rights === "dump" ? [`routines ${name}`] : []),
  ];
}
