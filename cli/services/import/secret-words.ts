import { secretInVariable } from "../../../constructs/shared/secret-detector";
import { isSecretName } from "../../../constructs/shared/secret-names";

/** Names that may be a secret's, beside those of which it is sure. One that ends in _FILE names a file. */
const NAMES = /(^|_)(PASS|PW|PWD|DSN)($|_)|PASSW(OR)?D|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|KEYS?($|_)|(PASS|KEY|PW)$/i;
const OF_FILES = /_FILE$/i;

/** Values that say it. In doubt it is one: a value that is left out can be written again, one that was published stays so. */
const VALUES = [
  // A user, a password or a token before a host.
  /:\/\/[^\s/?#]*@|:\/\/[^\s@]*:[^\s@]*@|[^\s/:@]+:[^\s@]+@(?!sha256:)/,
  /\b(pass(word|wd|phrase)?|pwd|secret|token|(api|access|account|shared)_?key|sig(nature)?)\s*[=:]\s*\S/i,
  /\beyJ[\w-]{10,}\./,
  // A long word that nobody would think of.
  /^(?!\/)(?=.*\d)(?=.*[a-z])[a-z0-9+/=_-]{32,}$/i,
];

/** Whether a variable may be a secret, by its name or by its value. */
export function looksSecret(name: string, value = ""): boolean {
  const isNamed = (isSecretName(name) || NAMES.test(name)) && !OF_FILES.test(name);
  return isNamed || secretInVariable(name, value) !== undefined || VALUES.some((pattern) => pattern.test(value));
}
