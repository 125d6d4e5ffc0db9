/** Ends of a name that say nothing of what it is: `SECRET_KEY_BASE`, `DB_PASSWORD_OLD`, `API_TOKEN_2`. */
const TAIL = /(?<=KEY)_BASE$|_(VALUE|OLD|NEW|PREVIOUS|CURRENT|DEV|STAGING|PROD|PRODUCTION)$|_?\d+$/;

const WORDS =
  /((PASSWORD|PASSWD|PASSPHRASE|PASSCODE|SECRET)S?|TOKEN|(API|ACCESS|AUTH|BEARER|REFRESH)_?TOKENS|CREDENTIALS?|JWT|BEARER|(API|SECRET|PRIVATE|ACCESS|ENCRYPTION|SIGNING|MASTER|ACCOUNT|SHARED|AUTH|HMAC|MAC)_?KEYS?)$/;

/** Settings that hold the name of a cluster's secret. */
const NAMES_ONE = /(^|_)(PULL|EXISTING|TLS|CERT|CERTIFICATE|INGRESS|KUBE|KUBERNETES|K8S)_SECRETS?$/;

/** Short words, of which a number is something else: filters and optics have them too. */
const SHORT = /(^|_)(PW|PWD)$|PASS$/;
const NO_PASSWORD =
  /^(OLD_?)?PWD$|(BY|COM|OVER|UNDER|SUR|TRES|LOW|HIGH|BAND|ALL|FIRST|SECOND|SINGLE|MULTI|ONE|TWO|PER)_?PASS$/;

/** What is no secret under any name: switches, kinds of them, counts. */
const SETTING = /^(true|false|yes|no|on|off|none|null|auto|enabled|disabled|required|optional|\d{0,2})$/i;
const NUMBER = /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i;

/** `$NAME`, `${name}`, `$(command)`, `{$NAME}`, `{env.NAME}`, `{{ name }}`, `%NAME%`, `<placeholder>`. */
const REFERENCE = /^(\$[A-Z_][A-Z0-9_]*|\$\{.*\}|\{\{.*\}\}|\{[$\w.:/-]*\}|\$\(.*\)|%\w+%|<.*>)$/s;

/** A file or folder, or an address: what is secret in an address is another rule. */
const PLACE = /^((~|\.{1,2})?(\/[\w.@:${}-]+)+\/?|[A-Za-z]:\\.*|[a-z][a-z0-9+.-]*:\/\/\S+)$/i;

/** Whether a variable, an option or a label is called as secrets are. `TOKEN_URL`, `PASSWORD_FILE` and `max_tokens` are not. */
export function isSecretName(name: string): boolean {
  const plain = plainName(name);
  return (WORDS.test(plain) && !NAMES_ONE.test(plain)) || isShort(plain);
}

/** Whether a value under a secret's name is one, and not a switch, a path, or a reference to a variable. */
export function isSecretValue(name: string, value: string): boolean {
  const text = value.trim();
  if (SETTING.test(text) || REFERENCE.test(text) || PLACE.test(text)) return false;
  return !(NUMBER.test(text) && isShort(plainName(name)));
}

function isShort(plain: string): boolean {
  return SHORT.test(plain) && !NO_PASSWORD.test(plain);
}

/** `api.password`, `apiKey` and `API-KEY` in one way. */
function plainName(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return words
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "")
    .join("_")
    .replace(TAIL, "");
}
