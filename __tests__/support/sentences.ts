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
  folder: "must be a folder, got <>; a path begins at the project's folder",
  hostKeyMisplaced: "is for a host over ssh, got dockerHost <>; leave it out",
  knownHostsFile:
    "must be the path of a file, without quotes, $ and \\, got <>; it begins at the project's folder, or with ~/",
  latest: "must not be latest, got <>; name a tag or a digest, or set allowLatest",
  secret:
    "must hold no secret, got <>; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
  portsOfHostNetwork: 'must be left out on the network "host", got some; there every port is the host\'s own',
  secretTag: "must hold no secret, got <>; everyone who may list resources reads their tags: take it out",
  secretVariable:
    'must name a variable of Terraform, got <>; write { variable: "db_password" }, whose value is in TF_VAR_db_password',
  secretWords: 'must be a command\'s words, got <>; write each word on its own: ["pass", "show", "nmpi/database"]',
  secretProgramNeeded: 'must name a program, got <>; for example ["pass", "show", "nmpi/database"]',
  secretProgram: 'must be a program, got <>; write each word on its own: ["pass", "show", "nmpi/database"]',
  secretWord: "must be a text on one line that is not empty, got <>; write one, or take it out",
  secretInCommand:
    "must hold no secret, got <>; this file and the list of processes show it: let the program ask for it",
  shellInCommand:
    'must be a word as the program gets it, got <>; no shell reads it: write it out, or take ["sh", "-c", "…"]',
  secretPrinted:
    'must ask a store of secrets, got <>, which prints its own words; for example ["pass", "show", "nmpi/database"]',
  secretCommandTwice:
    "must be the same as <>, which has the same variable, got <>; write one of them in both places, or name another variable",
  variableName: "must be a variable's name, got <>; correct the name",
  variableTwice: "must stand once, got it in secretEnvironment too; take one out",
  taggedImage:
    'must be an image with its tag or digest, got <>; for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
  commandWords: 'must be a command\'s words, got <>; write each word on its own: ["a", "b"]',
  userOrGroup: 'must be a user, or a user and a group, got <>; for example "9000:9000"',
  hostnameOfContainer: "must be a host's name of up to 63 letters, digits, dots and -, got <>; it may not end in a dot",
  pathInContainer: "must be an absolute path in the container, without a colon, got <>; begin it with /",
  stopGraceSeconds: whole(1, 3600, "with less, what is in its memory would be lost"),
  port: whole(1, 65535, "these are the ports there are"),
  ip: 'must be an IP address, got <>; for example "127.0.0.1"',
  memoryOfContainer: whole(6, 4194304, "Docker's smallest container has 6 MiB"),
  cpus: "must be a number of processors above 0, got <>; for example 1.5",
  cpuSet: 'must be numbers of processors and ranges of them, got <>; for example "0-3" or "0,2"',
  pathTaken: "must be a path of its own, got <> as <> too; change one",
  oneOfMeant: "must be one of <>, got <>; did you mean <>?",
  engineShared: "is that of <> too, on the same engine: one of them can be there at a time",
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
