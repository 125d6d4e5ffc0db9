import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { lazy } from "../constructs/shared/lazy";
import { shown } from "../constructs/shared/shown";
import { troubleOf } from "./file-errors";

const babel = lazy<typeof import("@babel/parser")>(() => require("@babel/parser"));

type Parsed = ReturnType<typeof babel.parse>;
type Statement = Parsed["program"]["body"][number];
type Expression = Extract<Statement, { type: "ExpressionStatement" }>["expression"];
type Properties = Extract<Expression, { type: "ObjectExpression" }>["properties"];
type Located = { readonly loc?: { readonly start: { readonly line: number } } | null };

/** What a literal can hold. */
export type Literal = string | number | boolean;

/** One value of an environment file that is to be another. */
export interface Edit {
  readonly text: string;
  /** The file, as messages name it. */
  readonly name: string;
  /** From what the file exports, such as `["services", "nmpi", "live"]`; of a list the number. */
  readonly path: readonly string[];
  readonly value: Literal;
}

/** The text of an environment file with another literal at a path; everything else stays as it is, to the last blank. */
export function editedText({ text, name, path, value }: Edit): string {
  const { start, end } = new Search(text, name, path).literal();
  return `${text.slice(0, start)}${written(value, text[start] as string)}${text.slice(end)}`;
}

/** A property of an environment file that is to come. */
export interface Addition {
  readonly text: string;
  readonly name: string;
  /** Of the object that gets it, such as `["nodes"]`. */
  readonly path: readonly string[];
  readonly key: string;
  /** Its value, in TypeScript on one line. */
  readonly source: string;
}

/** The text of an environment file with another property at the end of an object; it must not have one of that name. */
export function withProperty({ text, name, path, key, source }: Addition): string {
  const { properties, start, end } = new Search(text, name, path).object(key);
  const word = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
  const fresh = `${word}: ${source}`;
  const last = properties.at(-1);
  if (last === undefined) return `${text.slice(0, start)}{ ${fresh} }${text.slice(end)}`;
  const isOnOneLine = !text.slice(start, last.start).includes("\n");
  if (isOnOneLine) return `${text.slice(0, last.end)}, ${fresh}${text.slice(last.end)}`;
  const [blank = ""] = /[^\S\n]*$/.exec(text.slice(0, properties[0]?.start)) ?? [];
  const [behind = ""] = /^\s*,([^\S\n]*\/\/[^\n]*)?/.exec(text.slice(last.end)) ?? [];
  const comma = behind === "" ? "," : "";
  const at = last.end + behind.length;
  return `${text.slice(0, at)}${comma}\n${blank}${fresh},${text.slice(at)}`;
}

/** The text of an environment file without a property, and without the comment that stands above it. */
export function withoutProperty({ text, name, path }: Omit<Addition, "key" | "source">): string {
  const { before, start, end, after } = new Search(text, name, path).place();
  const isWhole = /(^|\n)[^\S\n]*$/.test(text.slice(0, start));
  if (isWhole) {
    const from = text.slice(0, start).search(/[^\S\n]*$/);
    const [behind = ""] = /^\s*?,?[^\S\n]*(\/\/[^\n]*)?\n?/.exec(text.slice(end)) ?? [];
    return text.slice(0, from) + text.slice(end + behind.length);
  }
  if (after !== undefined) return text.slice(0, start) + text.slice(after);
  return text.slice(0, before ?? start) + text.slice(end);
}

/** Writes an environment file as a whole; who reads it after that reads the new one. */
export function writeEnvironment(file: string, name: string, text: string): void {
  const place = realpathSync(file);
  writeWhole(place, name, text);
  for (const known of [file, place]) delete require.cache[known];
}

/** In the quotes that stood there. */
function written(value: Literal, quote: string): string {
  if (typeof value !== "string" || !["'", "`"].includes(quote)) return JSON.stringify(value);
  const inside = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  return `${quote}${inside.replaceAll(quote, `\\${quote}`).replaceAll("${", "\\${")}${quote}`;
}

/** Beside the file first, so that nobody reads half of it. */
function writeWhole(file: string, name: string, text: string): void {
  const fresh = `${file}.new-${process.pid}`;
  try {
    writeFileSync(fresh, text, { flag: "wx" });
    chmodSync(fresh, statSync(file).mode);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new Error(`${name} must be a file that can be written, got ${shown(troubleOf(error))}; edit it by hand`);
  }
}

/** The way to a literal of a file, by what the file says and not by what it does. */
class Search {
  private readonly body: readonly Statement[];

  constructor(
    text: string,
    private readonly name: string,
    private readonly path: readonly string[],
  ) {
    try {
      this.body = babel.parse(text, { sourceType: "module", plugins: ["typescript"] }).program.body;
    } catch (error) {
      throw new Error(`${name} must be readable as TypeScript, got ${shown((error as Error).message)}; correct it`);
    }
  }

  literal(): { readonly start: number; readonly end: number } {
    const found = bare(this.at(this.path));
    if (!isLiteral(found)) throw this.refusal(found, "a literal", wordFor(found));
    return { start: found.start as number, end: found.end as number };
  }

  /** The object at the path, which has no property of a name. */
  object(key: string) {
    const found = bare(this.at(this.path));
    if (found.type !== "ObjectExpression") throw this.refusal(found, "an object", wordFor(found));
    const { properties } = found;
    if (properties.some((each) => keyOf(each) === key)) {
      throw this.refusal(found, `an object without ${key}`, "one that has it");
    }
    const places = properties.map((each) => ({ start: each.start as number, end: each.end as number }));
    return { properties: places, start: found.start as number, end: found.end as number };
  }

  /** Where the property at the path stands, with its comment; and where those beside it end and begin. */
  place() {
    const key = this.path.at(-1) as string;
    const holder = bare(this.at(this.path.slice(0, -1)));
    if (holder.type !== "ObjectExpression") throw this.refusal(holder, "a property", wordFor(holder));
    this.property(holder, key);
    const { properties } = holder;
    const index = properties.findLastIndex((each) => keyOf(each) === key);
    const [found, last, next] = [properties[index], properties[index - 1], properties[index + 1]];
    const line = last?.loc?.end.line ?? holder.loc?.start.line ?? 0;
    // A comment on the line of what comes before is that one's.
    const comment = found?.leadingComments?.find(({ loc }) => (loc?.start.line ?? 0) > line);
    const start = comment?.start ?? (found?.start as number);
    return {
      before: last?.end as number | undefined,
      start,
      end: found?.end as number,
      after: next?.start as number | undefined,
    };
  }

  private at(path: readonly string[]): Expression {
    return path.reduce((at, key, index) => this.inside(at, key, path.slice(0, index)), this.exported());
  }

  /** What the file exports, also by a name that it gives it. */
  private exported(): Expression {
    const statement = this.body.find((each) => each.type === "ExportDefaultDeclaration");
    if (statement === undefined) {
      throw new Error(
        `${this.name} must export an environment for a command to edit it, got no "export default"; edit it by hand`,
      );
    }
    const { declaration } = statement;
    if (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") {
      throw this.refusal(declaration, "an object", "a function or a class");
    }
    const expression = bare(declaration as Expression);
    return expression.type === "Identifier" ? this.constant(expression) : expression;
  }

  private constant(named: Extract<Expression, { type: "Identifier" }>): Expression {
    for (const statement of this.body) {
      const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
      const found = declaration.declarations.find(({ id }) => id.type === "Identifier" && id.name === named.name);
      if (found?.init) return bare(found.init);
    }
    throw this.refusal(named, "an object", `${named.name}, which is no constant of this file`);
  }

  private inside(parent: Expression, key: string, way: readonly string[]): Expression {
    const holder = bare(parent);
    if (holder.type === "ObjectExpression") return this.property(holder, key);
    if (holder.type === "ArrayExpression") {
      const spread = holder.elements.find((each, index) => each?.type === "SpreadElement" && index <= Number(key));
      if (spread) throw this.refusal(spread, "literals", "others that are put in with ...");
      const element = holder.elements[Number(key)];
      if (element && element.type !== "SpreadElement") return element;
      throw this.refusal(holder, "a literal", "none");
    }
    throw this.refusal(holder, way.length === 0 ? "an object" : `an object at ${way.join(".")}`, wordFor(holder));
  }

  private property(holder: Extract<Expression, { type: "ObjectExpression" }>, key: string): Expression {
    const { properties } = holder;
    const index = properties.findLastIndex((each) => keyOf(each) === key);
    const found = properties[index];
    // What stands behind it may put another in its place.
    const hiding = properties.slice(index + 1).find((each) => keyOf(each) === undefined);
    if (hiding !== undefined) {
      const what = hiding.type === "SpreadElement" ? "others that are put in with ..." : "a name that is computed";
      throw this.refusal(hiding, "a literal", what);
    }
    if (found === undefined) throw this.refusal(holder, "a literal", "none");
    if (found.type !== "ObjectProperty") throw this.refusal(found, "a literal", "a function");
    return found.value as Expression;
  }

  private refusal({ loc }: Located, rule: string, got: string): Error {
    const place = `${this.name}:${loc?.start.line ?? 1}`;
    return new Error(
      `${place}: ${this.path.join(".")} must be ${rule} there for a command to edit it, got ${got}; edit it by hand`,
    );
  }
}

/** A value without what TypeScript says of it. */
function bare(expression: Expression): Expression {
  switch (expression.type) {
    case "TSSatisfiesExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return bare(expression.expression);
    default:
      return expression;
  }
}

/** The name of a property; nothing where only a run of the file tells it. */
function keyOf(property: Properties[number]): string | undefined {
  if (property.type === "SpreadElement" || property.computed) return undefined;
  const { key } = property;
  if (key.type === "Identifier") return key.name;
  return key.type === "StringLiteral" || key.type === "NumericLiteral" ? String(key.value) : undefined;
}

function isLiteral(expression: Expression): boolean {
  if (expression.type === "UnaryExpression") {
    return expression.operator === "-" && expression.argument.type === "NumericLiteral";
  }
  if (expression.type === "TemplateLiteral") return expression.expressions.length === 0;
  return ["StringLiteral", "NumericLiteral", "BooleanLiteral"].includes(expression.type);
}

const WORDS: Readonly<Record<string, string>> = {
  ArrayExpression: "a list",
  CallExpression: "a call",
  ConditionalExpression: "a choice",
  Identifier: "a variable",
  MemberExpression: "a part of a variable",
  NullLiteral: "null",
  ObjectExpression: "an object",
  TemplateLiteral: "a text that is put together",
};

function wordFor({ type }: Expression): string {
  return WORDS[type] ?? (type.endsWith("Literal") ? "a literal" : "an expression");
}
