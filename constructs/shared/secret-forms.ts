/** A form of text that is a secret wherever it stands. */
interface SecretForm {
  /** As messages and docs/secrets.md call it. */
  readonly what: string;
  readonly pattern: RegExp;
  /** What a regular expression cannot say of its first group. @default - nothing more */
  readonly holds?: (found: string) => boolean;
}

/** No variable stands there, and no placeholder. */
const WRITTEN = String.raw`(?![$<{%*]|\.\.\.|…)`;

const form = (what: string, pattern: RegExp | string, holds?: SecretForm["holds"]): SecretForm => ({
  what,
  pattern: typeof pattern === "string" ? new RegExp(pattern, "i") : pattern,
  ...(holds && { holds }),
});

/**
 * What is known of secrets' own form. Those of vendors are of gitleaks' rules, as far as they need no entropy.
 *
 * @see https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml
 */
export const SECRET_FORMS: readonly SecretForm[] = [
  form("a private key", /-----BEGIN [A-Z ]{0,40}PRIVATE KEY( BLOCK)?-----|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/),
  form(
    "an address with a password",
    String.raw`\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']{0,200}:${WRITTEN}[^\s/@"']{1,500}@`,
  ),
  form("an address with a token", /[?&](X-Amz-Signature|sig)=(?![$<{%*])[^&\s"']{20,}/i),
  form("an access key of AWS", /\b(AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/),
  form("a token of GitHub", /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})/),
  form("a token of GitLab", /\b(glpat|gldt|glrt|glptt|glcbt|gloas|glft|glagent)-[\w-]{20,}/),
  form(
    "a token of Slack",
    /\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|hooks\.slack\.com\/(services|workflows)\/\w{5,}/,
  ),
  form("a token of DigitalOcean", /\bdo[opr]_v1_[a-f0-9]{64}\b/),
  form("a key of Google", /\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{20,}/),
  form("a key of Stripe", /\b[rs]k_(live|test|prod)_[A-Za-z0-9]{10,}/),
  form("a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/),
  form("a token of PyPI", /\bpypi-AgEIcHlwaS5vcmc[\w-]{20,}/),
  form("a token of Docker", /\bdckr_[op]at_[\w-]{20,}/),
  form("a token of Vault", /\bhv[sbr]\.[\w-]{24,}/),
  form("a token of Terraform", /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/),
  form("a token of Grafana", /\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|\bglc_[A-Za-z0-9+/]{32,}/),
  form("a token of Hugging Face", /\bhf_[A-Za-z]{34}\b/),
  form("a key of OpenAI or Anthropic", /\bsk-(ant-|proj-|svcacct-|admin-)[\w-]{20,}|\bsk-\w{20}T3BlbkFJ\w{20}/),
  form("a key of SendGrid", /\bSG\.[\w-]{16,}\.[\w-]{16,}/),
  form("a JSON web token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/),
  form("a login", String.raw`\bAuthorization["']?\s*:\s*["']?(?:Bearer|Basic|Token)\s+${WRITTEN}[^\s"']+`),
  form("a login", String.raw`^\s*(?:Bearer|Token)\s+${WRITTEN}[\w.~+/=-]{6,}\s*$`),
  form("a login", String.raw`\bBearer\s+${WRITTEN}(?=[\w.~+/=-]{0,500}\d)[\w.~+/=-]{8,}`),
  form("a login", /\bBasic\s+([A-Za-z0-9+/]{4,}={0,2})/i, (found) =>
    /^[\x20-\x7e]*:[\x20-\x7e]+$/.test(Buffer.from(found, "base64").toString("latin1")),
  ),
  form(
    "a login",
    String.raw`\bcurl\b[^|;&\n]{0,300}\s(?:-[sSkLfigv]*u[\s=]*|--(?:proxy-)?user[\s=]+)["']?[^\s"':$]+:${WRITTEN}[^\s"']+`,
  ),
  form("a login", String.raw`\b(?:X-[\w-]{0,40}(?:Token|Key)|Private-Token|Api-Key)["']?:\s*${WRITTEN}[^\s"']{6,}`),
  form(
    "a password",
    String.raw`\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\s(?:[^|;&\n]{0,300}\s)?-p["']?${WRITTEN}[^\s"']+`,
  ),
  form("a password", String.raw`\bsshpass\s+-p\s*["']?${WRITTEN}[^\s"']+`),
  form("a password", String.raw`\bredis-cli\s(?:[^|;&\n]{0,300}\s)?-a\s+["']?${WRITTEN}[^\s"']+`),
  form("a password", String.raw`\bIDENTIFIED\s+(?:WITH\s+\S+\s+)?(?:BY|AS)\s+(?:PASSWORD\s+)?'${WRITTEN}[^'\s]+'`),
  form(
    "a password's hash",
    /\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(id|i|d)\$|\$(apr1|y|[156])\$[^\s$]{2,}\$[./A-Za-z0-9]{20,}|\{S?SHA(256|512)?\}[A-Za-z0-9+/]{20,}/,
  ),
];

/** The first form that a text has. */
export function formIn(text: string): string | undefined {
  return SECRET_FORMS.find(({ pattern, holds }) => {
    const found = pattern.exec(text);
    return found !== null && (holds?.(found[1] ?? "") ?? true);
  })?.what;
}
