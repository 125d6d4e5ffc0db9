/** Sentences by their rules. `<>` stands for what is of a case: first of all for what was got. */
type Sentences = Readonly<Record<string, string>>;

/** What is said in several domains. */
export const COMMON = {
  objectNeeded: "is required; write it in { }",
  settingMeant: "is not a known setting; did you mean <>?",
  ownName:
    "must be 1 to 31 of a-z, 0-9 and -, the first a letter, got <>; containers, networks and volumes begin with it",
  settingUnknown: "is not a known setting; remove it or correct its spelling",
  object: "must be an object, got <>; write it in { }",
  flag: "must be true or false, got <>; write one",
  lines: "must be a list of lines, got <>; write it in [ ]",
  listNeeded: "is required; write it in [ ]",
  latest: "must not be latest, got <>; name a tag or a digest, or set allowLatest",
  secretText:
    "must hold no secret, got a text of <> characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
  pathTaken: "must be a path of its own, got <> as <> too; change one",
  nodeMeant: "must be one of <>, got <>; did you mean <>?",
  nodeNeeded: "is required; there are several: <>",
};

/**
 * Ways to write what is said of a setting, without a sentence: each stands once, in a table, so that its English is
 * corrected in one place.
 */
export function sentencesOf<T extends Sentences>(own: T) {
  const table: Sentences = { ...COMMON, ...own };
  const used = new Set<string>();
  const sentence = (rule: string) => {
    used.add(rule);
    return table[rule] ?? "";
  };
  const at = (path: string, text: string) => (path === "" ? text : `${path} ${text}`);
  return {
    /** What is said at a path, by a rule, of what was got, and of whatever else the sentence has a place for. */
    said(path: string, rule: keyof (T & typeof COMMON) & string, ...words: readonly string[]): string {
      const parts = sentence(rule).split("<>");
      if (parts.length !== words.length + 1) {
        throw new Error(`rule ${rule} must get ${parts.length - 1} words, got ${words.length}; see its sentence`);
      }
      return at(path, parts.map((part, index) => part + (words[index] ?? "")).join(""));
    },
    /** What is said where a rule's setting is not there. */
    missing(path: string, rule: keyof (T & typeof COMMON) & string): string {
      return at(path, `is required; ${sentence(rule).replace(/^.*?, got <>; /s, "")}`);
    },
    sentences: own,
    /** Rules of the domain's own that nothing is said by. */
    unsaid: () => Object.keys(own).filter((rule) => !used.has(rule)),
  };
}

/** The sentence of a whole number in a range. */
export function whole(min: number, max: number, advice: string): string {
  return `must be a whole number from ${min} to ${max}, got <>; ${advice}`;
}
