import { readFileSync } from "node:fs";
import { join } from "node:path";
import { secretIn, secretInScript, secretInVariable, secretsInWords } from "../../../constructs/shared/secret-detector";
import { SECRET_FORMS } from "../../../constructs/shared/secret-forms";
import { isSecretName } from "../../../constructs/shared/secret-names";

const PAGE = readFileSync(join(__dirname, "../../../docs/secrets.md"), "utf8");

/** The cells of the table below a heading of the page, without its head. */
function rows(heading: string): string[][] {
  const [, section = ""] = PAGE.split(`\n## ${heading}\n`);
  const lines = section.split("\n## ")[0]?.split("\n") ?? [];
  return lines
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("\\|", "|"))
        .slice(1, -1),
    );
}

/** What stands in backquotes. */
function words(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

const NAMES = rows("Names");

test("the page has names of both kinds", () => expect(NAMES.length).toBeGreaterThan(5));

test.each(NAMES.flatMap(([secret]) => words(secret)))("%s is a secret's name", (name) => {
  expect(isSecretName(name)).toBe(true);
  expect(secretInVariable(name, "hunter2")).toBe("a text of 7 characters");
});

test.each(NAMES.flatMap(([, other]) => words(other)))("%s is no secret's name", (name) => {
  expect(secretInVariable(name, "hunter2")).toBeUndefined();
});

test.each(rows("Values that are no secret").flatMap(([, values]) => words(values)))(
  "%s is no secret, whatever the name",
  (value) => expect(secretInVariable("DB_PASSWORD", value)).toBeUndefined(),
);

const part = (sign: string, count: number) => sign.repeat(count);
const HASH = `$2a$14$${part("a", 53)}`;
const LOGIN = Buffer.from("ada:hunter2").toString("base64");

/** Texts of each form; whole tokens would be found by others who look for them. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  "a private key": [
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    `AGE-SECRET-KEY-1${part("Q", 58)}`,
  ],
  "an address with a password": [
    "https://ada:hunter2@lab.example",
    "postgres://:hunter2@db/lab",
    "redis://default:hunter2@cache:6379",
  ],
  "an address with a token": [`https://store.example/a?sv=1&sig=${part("a", 30)}`],
  "an access key of AWS": [`AKIA${part("A", 16)}`, `ASIA${part("7", 16)}`],
  "a token of GitHub": [`ghp_${part("a", 36)}`, `github_pat_${part("a", 60)}`],
  "a token of GitLab": [`glpat-${part("a", 20)}`, `glrt-${part("a", 20)}`],
  "a token of Slack": [`xoxb-${part("1", 12)}`, `https://hooks.slack.com/services/T${part("0", 8)}`],
  "a token of DigitalOcean": [`dop_v1_${part("a", 64)}`],
  "a key of Google": [`AIza${part("a", 35)}`, `GOCSPX-${part("a", 28)}`],
  "a key of Stripe": [`sk_live_${part("a", 24)}`],
  "a token of npm": [`npm_${part("a", 36)}`],
  "a token of PyPI": [`pypi-AgEIcHlwaS5vcmc${part("a", 50)}`],
  "a token of Docker": [`dckr_pat_${part("a", 27)}`],
  "a token of Vault": [`hvs.${part("a", 24)}`],
  "a token of Terraform": [`${part("a", 14)}.atlasv1.${part("a", 60)}`],
  "a token of Grafana": [`glsa_${part("a", 32)}_${part("a", 8)}`],
  "a token of Hugging Face": [`hf_${part("a", 34)}`],
  "a key of OpenAI or Anthropic": [`sk-ant-${part("a", 30)}`, `sk-proj-${part("a", 30)}`],
  "a key of SendGrid": [`SG.${part("a", 22)}.${part("a", 43)}`],
  "a JSON web token": [`eyJ${part("a", 20)}.eyJ${part("a", 20)}.${part("a", 20)}`],
  "a login": [
    "Bearer hunter2hunter",
    "Authorization: Bearer hunter",
    `Basic ${LOGIN}`,
    'curl -H "X-Api-Key: hunter2" https://lab.example',
    "curl -u ada:hunter2 https://lab.example",
  ],
  "a password": [
    "mysqldump -u root -phunter2 lab",
    "sshpass -p hunter2 ssh lab",
    "redis-cli -h cache -a hunter2 ping",
    "CREATE USER 'ada'@'%' IDENTIFIED BY 'hunter2'",
  ],
  "a password's hash": [HASH, `$argon2id$v=19$m=65536$${part("a", 22)}`, `ada:$apr1$${part("a", 8)}$${part("b", 22)}`],
};

test("the page, the tests and the rules name the same forms", () => {
  const known = [...new Set(SECRET_FORMS.map(({ what }) => what))];
  expect(Object.keys(FORMS)).toEqual(known);
  expect(rows("Values").map(([what]) => what)).toEqual(known);
});

test.each(Object.entries(FORMS).flatMap(([what, texts]) => texts.map((text) => [what, text] as const)))(
  "%s is found in %s",
  (what, text) => {
    expect(secretIn(text)).toBe(what);
    expect(secretIn(`before "${text}" behind`) ?? secretIn(text)).toBeDefined();
    expect(secretInVariable("NOTE", text)).toBe(what);
  },
);

const PLACES = rows("Commands and texts");

test("the page has texts of both kinds", () => expect(PLACES.length).toBeGreaterThan(5));

test.each(PLACES.flatMap(([found]) => words(found)))("a secret is found in %s", (text) => {
  expect(secretInScript(text)).toBeDefined();
  expect(secretsInWords(text.split(" "))).toHaveLength(1);
});

test.each(PLACES.flatMap(([, other]) => words(other)))("no secret is found in %s", (text) => {
  expect(secretInScript(text)).toBeUndefined();
  expect(secretsInWords(text.split(" "))).toEqual([]);
});

const LINES = rows("Lines of files");

test("the page has lines of both kinds", () => expect(LINES.length).toBeGreaterThan(3));

test.each(LINES.flatMap(([found]) => words(found)))("a secret is found in the line %s", (line) => {
  expect(secretIn(line)).toBe("a variable with one");
  expect(secretIn(`server:\n  ${line}\n  port: 80`)).toBe("a variable with one");
  expect(secretIn(`- ${line}`)).toBe("a variable with one");
});

test.each(LINES.flatMap(([, other]) => words(other)))("no secret is found in the line %s", (line) => {
  expect(secretIn(line)).toBeUndefined();
  expect(secretIn(`server:\n  ${line}\n  port: 80`)).toBeUndefined();
});

test("the hashes of an access file are none", () => {
  expect(secretIn("passwords:\n  - default: true\n    password_2: 0123456789abcdef")).toBeUndefined();
  expect(secretIn("passwords:\n  - default: true\n    password_2: hunter2")).toBe("a variable with one");
});

test.each(['{"user":"ada","token":"hunter2"}', "{ user: ada, token: hunter2 }", "token: 'hunter two' # old"])(
  "a secret is found in %s",
  (text) => expect(secretIn(text)).toBeDefined(),
);

test.each<[string, readonly string[], number, string]>([
  ["an option and its value", ["serve", "--token", "hunter2"], 2, "an option with one"],
  ["a variable of docker run", ["run", "-e", "TOKEN=hunter2"], 2, "a variable with one"],
  ["a login of curl", ["curl", "-u", "ada:hunter2", "http://lab"], 2, "a login"],
  ["a script", ["sh", "-c", "serve --password hunter2"], 2, "an option with one"],
])("the word of %s is named", (_, list, index, what) => expect(secretsInWords(list)).toEqual([{ index, what }]));

test.each([
  [
    "Python",
    "model.fit(token=word, x=1)\npassword = load()\ntokens = text.split()\nsecret = os.environ['A']\nif token=='hunter2' or password == 'b':\nf(token=args.token)",
  ],
  [
    "a shell",
    'TOKEN=$(cat /run/secrets/token)\ncurl -H "Authorization: Bearer $TOKEN" https://lab\nPASSWORD="$1"\nuse --password "$PASSWORD"',
  ],
  ["a Caddyfile", "header_up Authorization {env.TOKEN}\nbasic_auth {\n ada {$HASH}\n}"],
  ["prose", "Basic usage, bearer tokens and the password = what you chose; see https://lab.example/token?state=1"],
])("a text of %s has no secret", (_, text) => expect(secretInScript(text)).toBeUndefined());

test("a long text is read in no time", () => {
  const text = `${part("a.", 100_000)}=${part("--password ", 10_000)}${part("x=", 50_000)}`;
  const before = process.cpuUsage();
  secretInScript(text);
  const { user, system } = process.cpuUsage(before);
  // A pattern that goes back takes minutes.
  expect((user + system) / 1e6).toBeLessThan(10);
});
