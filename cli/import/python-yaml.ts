import { Composer, type Document, Lexer, type LineCounter, Parser } from "yaml";

/** The fields of a Lexer that decide where a line may begin. */
interface Indentation {
  flowLevel: number;
  /** So many spaces a line needs at least to belong to what began before it. */
  indentNext: number;
  parseQuotedScalar(): Generator<string, unknown>;
}

/** PyYAML has no rule for the spaces before a comment. */
const COMMENT = "Comments must be separated from other tokens by white space characters";

/** The documents of a text, by YAML 1.1 as PyYAML has it; what it reads is no error. Every word is a text. */
export function pythonDocuments(text: string, lines: LineCounter): Document[] {
  const lexer = looseLexer();
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    version: "1.1",
    // What a word is in YAML 1.1 is said by PyYAML's rules, which differ from this library's.
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
  });
  lines.addNewLine(0);
  function* tokens() {
    for (const lexeme of lexer.lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }
  const documents = [...composer.compose(tokens(), true, text.length)];
  for (const document of documents) {
    document.errors = document.errors.filter(({ message }) => message !== COMMENT);
  }
  return documents;
}

/** In brackets and in quotes, PyYAML lets a line begin anywhere; this library wants it indented. */
function looseLexer(): Lexer {
  const lexer = new Lexer();
  const inside = lexer as unknown as Indentation;
  const readQuoted = inside.parseQuotedScalar.bind(lexer);
  let least = 0;
  let isQuoted = false;
  Object.defineProperty(lexer, "indentNext", {
    get: () => (inside.flowLevel > 0 || isQuoted ? 0 : least),
    set: (spaces: number) => {
      least = spaces;
    },
  });
  inside.parseQuotedScalar = function* () {
    isQuoted = true;
    try {
      return yield* readQuoted();
    } finally {
      isQuoted = false;
    }
  };
  return lexer;
}
