import { inServerScript } from "./dump-scripts";
import { clientFunctions, type DatabaseAddress } from "./mysql-client";
import type { PasswordUser } from "./mysql-contents";
import { type CopiedSecret, SECRET_FUNCTIONS } from "./password-script";

/** Which passwords are made anew. */
export interface RotationParts extends DatabaseAddress {
  readonly secret: { readonly namespace: string; readonly name: string };
  readonly users: readonly PasswordUser[];
  readonly copies: readonly CopiedSecret[];
}

/** Behind a key, that of the password that takes its place: until the server has it, and after that every secret. */
const NEXT = ".next";

const PATCHES = `
# merge_secret NAMESPACE NAME DATA
merge_secret() {
  printf '{"data":{%s}}' "$3" > "$work/secret.json"
  status=$(call PATCH "$(secret_path "$1" "$2")?fieldManager=slipway-rotation" \\
    --header 'Content-Type: application/merge-patch+json' --data-binary "@$work/secret.json")
  rm -f "$work/secret.json"
  [ "$status" = 200 ] || fail "secret $2 of namespace $1 must be writable, got status $status"
}
`;

/** What the steps have in common is lost with the job: its work folder must be one in memory. */
const keysOf = (users: readonly PasswordUser[]) => users.map(({ key }) => key).join(" ");

/** The first step: writes the next passwords into the secret beside those that hold. Those of a run that broke off are taken again. */
export function prepareScript({ secret: { namespace, name }, users }: RotationParts): string {
  return `${SECRET_FUNCTIONS}${PATCHES}
read_secret ${namespace} ${name}
data=
for key in ${keysOf(users)}; do
  [ -n "$(value_of "$key")" ] || fail "secret ${name} must have $key, got none; deploy the file first"
  if [ -z "$(value_of "$key${NEXT}")" ]; then
    data="$data\${data:+,}\\"$key${NEXT}\\":\\"$(random_password | base64 | tr -d '\\n')\\""
  fi
done
if [ -n "$data" ]; then
  merge_secret ${namespace} ${name} "$data"
  read_secret ${namespace} ${name}
fi
mkdir -p "$work/current" "$work/next"
for key in ${keysOf(users)}; do
  value_of "$key" | base64 -d > "$work/current/$key"
  value_of "$key${NEXT}" | base64 -d > "$work/next/$key"
done
rm -f "$work/answer" "$work/login"
`;
}

const ACCOUNTS = `
escaped() { sed -e 's/\\\\/\\\\\\\\/g' -e "s/'/\\\\\\\\'/g" "$1"; }

# may_log_in USER PASSWORD_FILE
may_log_in() {
  login "$work/trial.cnf" "$1" "$2" "$host" "$port"
  mysql --defaults-file="$work/trial.cnf" --execute='SELECT 1' > /dev/null 2>&1
}

# With a password that was given before, if a run broke off.
connect_root() {
  secrets=$work/current
  if may_log_in root "$work/next/mysql-root-password"; then secrets=$work/next; fi
  connect root mysql-root-password
}

# accounts USER: each as the server names it, with its plugin
accounts() { sql --execute="SELECT CONCAT(QUOTE(user), '@', QUOTE(host)), plugin FROM mysql.user WHERE user = '$1' ORDER BY host"; }

# change USER KEY: all its accounts in one statement, or none
change() {
  if may_log_in "$1" "$work/next/$2"; then return; fi
  password=$(escaped "$work/next/$2")
  changes=
  accounts "$1" > "$work/accounts"
  while read -r account plugin; do
    case $version in
      *MariaDB*) one="$account IDENTIFIED BY '$password'" ;;
      *) one="$account IDENTIFIED WITH $plugin BY '$password'$retain" ;;
    esac
    changes="$changes\${changes:+, }$one"
  done < "$work/accounts"
  printf 'ALTER USER %s;\\n' "$changes" | sql
  echo "user $1 has a new password"
}
`;

/** The second step, with the database's client: gives the passwords to the users, who keep their old ones beside them where MySQL can. */
export function alterScript({ users, secret: _, copies: __, ...address }: RotationParts): string {
  return `${clientFunctions(address)}${ACCOUNTS}
connect_root
version=$(sql --execute='SELECT VERSION()')
retain=' RETAIN CURRENT PASSWORD'
case $version in
  5.* | 8.0.? | 8.0.?[!0-9]* | 8.0.1[0-3]* | *MariaDB*)
    retain=
    echo "MySQL $version keeps no old password: who has one must read the secret again"
    ;;
esac
for user in ${users.map(({ name }) => name).join(" ")}; do
  [ -n "$(accounts "$user")" ] || fail "user $user must be on the server, got none; deploy the file first"
done
${users.map(({ name, key }) => `change ${name} ${key}`).join("\n")}
rm -rf "$work/login.cnf" "$work/trial.cnf" "$work/said" "$work/accounts" "$work/current" "$work/next"
`;
}

/** The last step: the workers' secrets get the passwords first, and then they take the place of the old ones in the database's. */
export function promoteScript({ secret: { namespace, name }, users, copies }: RotationParts): string {
  const keys = users.map(({ key }) => key);
  return `${SECRET_FUNCTIONS}${PATCHES}
read_secret ${namespace} ${name}
cp "$work/answer" "$work/original"
${copies.map((copy) => copyPart(copy, keys)).join("")}cp "$work/original" "$work/answer"
data=
for key in ${keys.join(" ")}; do
  data="$data\${data:+,}\\"$key\\":\\"$(value_of "$key${NEXT}")\\",\\"$key${NEXT}\\":null"
done
merge_secret ${namespace} ${name} "$data"
rm -f "$work/answer" "$work/original" "$work/login"
echo "secret ${name} has the new passwords"
`;
}

/** All its keys: what is left out of an application is taken away. */
function copyPart({ namespace, name, keys }: CopiedSecret, rotated: readonly string[]): string {
  const data = Object.entries(keys).map(([to, from]) => {
    return `\\"${to}\\":\\"$(value_of ${from}${rotated.includes(from) ? NEXT : ""})\\"`;
  });
  return `cp "$work/original" "$work/answer"
data="${data.join(",")}"
write_secret ${namespace} ${name} "$data" 'slipway&force=true'
echo "secret ${name} of namespace ${namespace} has the new passwords"
`;
}

/** A script for the server's pod that ends the passwords that users have kept beside their new ones. */
export function discardScript(users: readonly PasswordUser[]): string {
  return `${inServerScript()}
case $(sql --execute='SELECT VERSION()') in
  5.* | *MariaDB*) fail "the server must be MySQL 8.0.14 or later to keep old passwords, got $(sql --execute='SELECT VERSION()'); there are none" ;;
esac
for user in ${users.map(({ name }) => name).join(" ")}; do
  sql --execute="SELECT CONCAT('ALTER USER ', QUOTE(user), '@', QUOTE(host), ' DISCARD OLD PASSWORD;') FROM mysql.user WHERE user = '$user'" | sql
  echo "user $user has its new password alone"
done
`;
}
