/** A secret that has a random password for each of its keys. */
export interface GeneratedSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/** A secret whose keys are the values of another one's. */
export interface CopiedSecret {
  readonly namespace: string;
  readonly name: string;
  /** The other's keys by its own. */
  readonly keys: Readonly<Record<string, string>>;
}

/** How a job asks for secrets, and writes them, as its service account. */
export const SECRET_FUNCTIONS = `set -eu
account=\${ACCOUNT_FOLDER:-/var/run/secrets/kubernetes.io/serviceaccount}
server=\${KUBERNETES_SERVER:-https://\${KUBERNETES_SERVICE_HOST}:\${KUBERNETES_SERVICE_PORT}}
work=\${WORK_FOLDER:-/work}
umask 077

# call METHOD PATH [curl's arguments]: prints the answer's status; the answer is in $work/answer
call() {
  method=$1 path=$2
  shift 2
  # A token among the arguments could be seen by others.
  printf 'header = "Authorization: Bearer %s"\\n' "$(cat "$account/token")" > "$work/login"
  curl --silent --show-error --retry 5 --retry-connrefused --max-time 30 --config "$work/login" \\
    --cacert "$account/ca.crt" --request "$method" --output "$work/answer" --write-out '%{http_code}' \\
    "$@" "$server$path"
}

secret_path() { printf '/api/v1/namespaces/%s/secrets/%s' "$1" "$2"; }

fail() { echo "$1" >&2; exit 1; }

# read_secret NAMESPACE NAME: there it is, or $work/answer is empty
read_secret() {
  status=$(call GET "$(secret_path "$1" "$2")?pretty=false")
  case $status in
    200) ;;
    404) : > "$work/answer" ;;
    *) fail "secret $2 of namespace $1 must be readable, got status $status; may the service account get it?" ;;
  esac
}

# value_of KEY: the key's value as the answer has it, in base64
value_of() {
  tr -d '\\n' < "$work/answer" | sed -n 's/.*"'"$1"'": *"\\([A-Za-z0-9+/=]*\\)".*/\\1/p'
}

# write_secret NAMESPACE NAME DATA OWNER: a key that another has written in between is left, and the job tries again
write_secret() {
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"%s"},"type":"Opaque","data":{%s}}' \\
    "$2" "$1" "$3" > "$work/secret.json"
  status=$(call PATCH "$(secret_path "$1" "$2")?fieldManager=$4" \\
    --header 'Content-Type: application/apply-patch+yaml' --data-binary "@$work/secret.json")
  rm -f "$work/secret.json"
  case $status in
    200 | 201) ;;
    *) fail "secret $2 of namespace $1 must be writable, got status $status; does somebody else write it?" ;;
  esac
}

random_password() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 32; }
`;

/** A script that gives a secret the passwords that it lacks, and copies some to other namespaces. What is there stays. */
export function passwordScript(secret: GeneratedSecret, copies: readonly CopiedSecret[]): string {
  return `${SECRET_FUNCTIONS}
# 1. What the secret lacks.
read_secret ${secret.namespace} ${secret.name}
data=
for key in ${secret.keys.join(" ")}; do
  if [ -z "$(value_of "$key")" ]; then
    data="$data\${data:+,}\\"$key\\":\\"$(random_password | base64 | tr -d '\\n')\\""
    echo "secret ${secret.name}: $key is made"
  fi
done
if [ -n "$data" ]; then
  # A manager of its own for each run: what an earlier one has made is not taken away.
  write_secret ${secret.namespace} ${secret.name} "$data" "slipway-$(random_password | head -c 8)"
  read_secret ${secret.namespace} ${secret.name}
fi
cp "$work/answer" "$work/original"
${copies.map(copyPart).join("")}
rm -f "$work/answer" "$work/original" "$work/login"
`;
}

function copyPart({ namespace, name, keys }: CopiedSecret, index: number): string {
  const data = Object.entries(keys).map(([to, from]) => `\\"${to}\\":\\"$(value_of ${from})\\"`);
  return `
# ${index + 2}. What workers in ${namespace} mount.
cp "$work/original" "$work/answer"
data="${data.join(",")}"
write_secret ${namespace} ${name} "$data" slipway
echo "secret ${name} of namespace ${namespace} is as the database's"
`;
}
