import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  editedText,
  type Literal,
  withoutProperty,
  withProperty,
  writeEnvironment,
} from "../../engine/environment-editor";

const NAME = "environments/services/lab.ts";
const LIVE = ["services", "web", "live"];

function edited(text: string, value: Literal = "green", path: readonly string[] = LIVE): string {
  return editedText({ text, name: NAME, path, value });
}

/** The pair of a file, as it stands in the usual one. */
const pair = (inside: string) => `export default { services: { web: { ${inside} } } };\n`;

describe("a literal of an environment file", () => {
  test("is exchanged, and nothing else", () => {
    const text = `import type { ServicesEnvironment } from "cdktf-slipway/services";

/** The lab. */
export default {
  name: "lab",
  services: {
    docs:   { live: "blue" },   // another one
    web: {
      // "live" is what promote changes
      live: "blue", // since May
      /* blue */ blue: { image: "web:1" },
      green: { image: \`web:2\` },
    },
  },
} satisfies ServicesEnvironment;
`;
    expect(edited(text)).toBe(text.replace('live: "blue", // since May', 'live: "green", // since May'));
  });

  test.each([
    ["as", 'export default { services: { web: { live: "blue" } } } as Environment;'],
    ["satisfies within as", 'export default ({ services: { web: { live: "blue" } } } satisfies A as B);'],
    ["a constant", 'const lab: A = { services: { web: { live: "blue" } } };\nexport default lab;'],
    ["a constant behind it", 'export default lab;\nconst lab = { services: { web: { live: "blue" } } } as const;'],
    ["an exported constant", 'export const lab = { services: { web: { live: "blue" } } };\nexport default lab;'],
    ["names in quotes", 'export default { "services": { "web": { "live": "blue" } } };'],
    ["as const", pair('live: "blue" as const')],
    ["a spread before it", pair('...common, live: "blue"')],
    ["a name twice", pair('live: "green" && "blue", live: "blue"')],
    ["the ends of lines of Windows, and a mark before the text", `\ufeff${pair('live:\r\n "blue",\r\n')}`],
    ["signs of two units before it", pair('note: "🟢🔵", live: "blue"')],
  ])("is found through %s", (_, text) => {
    const at = text.lastIndexOf('"blue"');
    expect(edited(text)).toBe(`${text.slice(0, at)}"green"${text.slice(at + 6)}`);
  });

  test.each<[string, string, Literal, string]>([
    ["quotes of one kind", "live: 'blue'", "green", "live: 'green'"],
    ["with a quote in it", "live: 'blue'", 'it\'s "so"', "live: 'it\\'s \"so\"'"],
    ["of the other", "live: `blue`", "a ${b}", "live: `a \\${b}`"],
    ["a number", "live: -1_000", 12, "live: 12"],
    ["a truth", "live: false", true, "live: true"],
  ])("keeps its form: %s", (_, before, value, after) => {
    expect(edited(pair(before), value)).toBe(pair(after));
  });

  test("is found in a list", () => {
    const text = 'export default { hosts: ["a", "b"] };';
    expect(edited(text, "c", ["hosts", "1"])).toBe('export default { hosts: ["a", "c"] };');
  });

  test.each([
    ["a variable", pair("live: LIVE"), ":1: services.web.live must be a literal there", "a variable"],
    ["a variable of its own name", pair("live"), ":1: services.web.live must be a literal there", "a variable"],
    ["a choice", pair('live: isNight ? "blue" : "green"'), ":1: services.web.live must be a literal there", "a choice"],
    ["a call", pair("live: colour()"), ":1: services.web.live must be a literal there", "a call"],
    [
      "a text put together",
      pair("live: `${x}`"),
      ":1: services.web.live must be a literal there",
      "a text that is put together",
    ],
    [
      "a part of something",
      pair("live: shared.live"),
      ":1: services.web.live must be a literal there",
      "a part of a variable",
    ],
    ["an object", pair("live: {}"), ":1: services.web.live must be a literal there", "an object"],
    ["null", pair("live: null"), ":1: services.web.live must be a literal there", "null"],
    [
      "a spread behind it",
      pair('live: "blue", ...rest'),
      ":1: services.web.live must be a literal there",
      "others that are put in with ...",
    ],
    [
      "a spread in place of it",
      pair("...rest"),
      ":1: services.web.live must be a literal there",
      "others that are put in with ...",
    ],
    [
      "a computed name",
      pair('live: "blue", [KEY]: "green"'),
      ":1: services.web.live must be a literal there",
      "a name that is computed",
    ],
    ["nothing", pair('hosts: ["a"]'), ":1: services.web.live must be a literal there", "none"],
    ["a function", pair("live() {}"), ":1: services.web.live must be a literal there", "a function"],
    [
      "a variable on the way",
      "export default {\n  services: {\n    web,\n  },\n};",
      ":3: services.web.live must be an object at services.web there",
      "a variable",
    ],
    [
      "a call on the way",
      "export default {\n  services: make(),\n};",
      ":2: services.web.live must be an object at services there",
      "a call",
    ],
    [
      "an import",
      'import lab from "./_lab";\nexport default lab;',
      ":2: services.web.live must be an object there",
      "lab, which is no constant of this file",
    ],
    [
      "what may change",
      "let lab = {};\nexport default lab;",
      ":2: services.web.live must be an object there",
      "lab, which is no constant of this file",
    ],
    ["a call for all", "export default define({});", ":1: services.web.live must be an object there", "a call"],
    [
      "a function for all",
      "export default function () {}",
      ":1: services.web.live must be an object there",
      "a function or a class",
    ],
  ])("is refused where it is %s", (_, text, rule, got) => {
    const message = `${NAME}${rule} for a command to edit it, got ${got}; edit it by hand`;
    expect(() => edited(text)).toThrow(new Error(message));
  });

  test.each([
    [
      "export const lab = {};",
      `${NAME} must export an environment for a command to edit it, got no "export default"; edit it by hand`,
    ],
    [
      "export default {",
      /^environments\/services\/lab\.ts must be readable as TypeScript, got "Unexpected token.*"; correct it$/,
    ],
  ])("is not there in %j", (text, message) => {
    expect(() => edited(text)).toThrow(message);
  });
});

describe("a file that is edited", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-editor-"));
    writeFileSync(join(folder, "lab.ts"), pair('live: "blue"'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const edit = (file: string) => {
    const place = join(folder, file);
    writeEnvironment(place, place, edited(readFileSync(place, "utf8")));
  };

  test("keeps its rights, and nothing lies beside it", () => {
    chmodSync(join(folder, "lab.ts"), 0o640);
    edit("lab.ts");
    expect(readFileSync(join(folder, "lab.ts"), "utf8")).toBe(pair('live: "green"'));
    expect(statSync(join(folder, "lab.ts")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(["lab.ts"]);
  });

  test("stays where a link leads", () => {
    symlinkSync("lab.ts", join(folder, "link.ts"));
    edit("link.ts");
    expect(readFileSync(join(folder, "lab.ts"), "utf8")).toBe(pair('live: "green"'));
  });

  test("stays as it is when it is refused", () => {
    writeFileSync(join(folder, "lab.ts"), pair("live: LIVE"));
    expect(() => edit("lab.ts")).toThrow("must be a literal");
    expect(readFileSync(join(folder, "lab.ts"), "utf8")).toBe(pair("live: LIVE"));
  });
});

describe("a property of an environment file", () => {
  const added = (text: string, source = '{ droplet: { size: "s-1vcpu-2gb" } }', key = "carl") =>
    withProperty({ text, name: NAME, path: ["nodes"], key, source });
  const removed = (text: string, ...path: string[]) => withoutProperty({ text, name: NAME, path });
  const lab = (inside: string) => `export default {\n  name: "lab",\n  nodes: ${inside},\n  services: {},\n};\n`;
  const CARL = 'carl: { droplet: { size: "s-1vcpu-2gb" } }';

  test.each([
    ["to an empty object", "{}", `{ ${CARL} }`],
    ["on one line", "{ bob: {} }", `{ bob: {}, ${CARL} }`],
    ["on a line of its own", "{\n    bob: {},\n  }", `{\n    bob: {},\n    ${CARL},\n  }`],
    ["behind one without a comma", "{\n    bob: {}\n  }", `{\n    bob: {},\n    ${CARL},\n  }`],
    [
      "behind a comment",
      "{\n    bob: {}, // the first, {}\n  }",
      `{\n    bob: {}, // the first, {}\n    ${CARL},\n  }`,
    ],
    ["behind what is put in", "{\n    ...others,\n  }", `{\n    ...others,\n    ${CARL},\n  }`],
  ])("is added %s", (_, before, after) => expect(added(lab(before))).toBe(lab(after)));

  test("is added in quotes where its name needs them", () =>
    expect(added(lab("{}"), "{}", "node-1")).toBe(lab('{ "node-1": {} }')));

  test.each([
    ["from one line", "{ bob: {}, carl: {} }", "{ bob: {} }"],
    ["from the begin of a line", "{ carl: {}, bob: {} }", "{ bob: {} }"],
    ["alone", "{ carl: {} }", "{  }"],
    ["with its line", "{\n    bob: {},\n    carl: {\n      size: 1,\n    },\n  }", "{\n    bob: {},\n  }"],
    [
      "with its comments",
      "{\n    bob: {}, // ours\n    // theirs\n    carl: {}, // too\n  }",
      "{\n    bob: {}, // ours\n  }",
    ],
    [
      "without the next one's",
      "{\n    carl: {},\n    // bob's\n    bob: {},\n  }",
      "{\n    // bob's\n    bob: {},\n  }",
    ],
  ])("is removed %s", (_, before, after) => expect(removed(lab(before), "nodes", "carl")).toBe(lab(after)));

  test.each([
    [
      () => added(lab("{ carl: {} }")),
      "nodes must be an object without carl there for a command to edit it, got one that has it",
    ],
    [() => added(lab("others")), "nodes must be an object there for a command to edit it, got a variable"],
    [
      () => added("export default { name: 'lab' };"),
      "nodes must be a literal there for a command to edit it, got none",
    ],
    [
      () => removed(lab("{}"), "nodes", "carl"),
      "nodes.carl must be a literal there for a command to edit it, got none",
    ],
    [
      () => removed(lab("{ carl: {}, ...others }"), "nodes", "carl"),
      "nodes.carl must be a literal there for a command to edit it, got others that are put in with ...",
    ],
  ])("is refused where the file does not say it plainly (%#)", (edit, message) =>
    expect(edit).toThrow(new RegExp(`^${NAME}:\\d+: ${message.replaceAll(".", "\\.")}; edit it by hand$`)),
  );
});
