/** An expression of a state: a path, or a call of an intrinsic function, whose arguments are expressions too. */
export type Expression =
  | { readonly path: string }
  | { readonly value: unknown }
  | { readonly call: string; readonly args: readonly Expression[] };

/** `(`, a text, a number or a word of JSON, a path, and what is between arguments. */
const TOKEN =
  /\s*(?:(?<call>States\.\w+)\s*\(|'(?<text>(?:[^'\\]|\\.)*)'|(?<json>-?\d+(?:\.\d+)?|true|false|null)|(?<path>\$\$?(?:\.[A-Za-z_][\w-]*|\[\d+\]|\['[^']*'\])*)|(?<sign>[,)]))\s*/y;

type Call = (...args: readonly never[]) => unknown;

/** The functions by their names. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const FUNCTIONS: Readonly<Record<string, Call>> = {
  "States.Format": (template: string, ...args: readonly unknown[]) => formatted(template, args),
  "States.JsonMerge": (one: object, other: object) => ({ ...one, ...other }),
  "States.JsonToString": (value: unknown) => JSON.stringify(value),
  "States.StringToJson": (text: string) => JSON.parse(text) as unknown,
  "States.Array": (...args: readonly unknown[]) => args,
  "States.ArrayLength": (list: readonly unknown[]) => list.length,
  "States.ArrayGetItem": (list: readonly unknown[], index: number) => list[index],
  "States.ArrayContains": (list: readonly unknown[], value: unknown) => list.includes(value),
  "States.MathAdd": (one: number, other: number) => one + other,
  "States.StringSplit": (text: string, signs: string) => text.split(new RegExp(`[${escaped(signs)}]`)).filter(Boolean),
};

/** Reads an expression; undefined if it is none, or calls a function that is not known here. */
export function expressionOf(text: unknown): Expression | undefined {
  if (typeof text !== "string") return undefined;
  const reader = new Reader(text);
  const found = reader.expression();
  return found !== undefined && reader.isAtEnd ? found : undefined;
}

/** @param at the value of a path */
export function evaluated(expression: Expression, at: (path: string) => unknown): unknown {
  if ("path" in expression) return at(expression.path);
  if ("value" in expression) return expression.value;
  const args = expression.args.map((each) => evaluated(each, at));
  return FUNCTIONS[expression.call]?.(...(args as never[]));
}

class Reader {
  private place = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.place === this.text.length;
  }

  expression(): Expression | undefined {
    const { call, text, json, path } = this.token() ?? {};
    if (path !== undefined) return { path };
    if (json !== undefined) return { value: JSON.parse(json) as unknown };
    if (text !== undefined) return { value: text.replace(/\\(.)/g, "$1") };
    if (call === undefined || !Object.hasOwn(FUNCTIONS, call)) return undefined;
    const args = this.rest();
    return args && { call, args };
  }

  /** The arguments up to the closing bracket. */
  private rest(): Expression[] | undefined {
    const args: Expression[] = [];
    for (;;) {
      const argument = this.expression();
      const { sign } = argument === undefined ? {} : (this.token() ?? {});
      if (argument === undefined || sign === undefined) return undefined;
      args.push(argument);
      if (sign === ")") return args;
    }
  }

  private token(): Readonly<Record<string, string | undefined>> | undefined {
    TOKEN.lastIndex = this.place;
    const found = TOKEN.exec(this.text);
    if (found === null) return undefined;
    this.place = TOKEN.lastIndex;
    return found.groups;
  }
}

function formatted(template: string, args: readonly unknown[]): string {
  let index = 0;
  return template.replace(/\{\}/g, () => {
    const value = args[index++];
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

function escaped(signs: string): string {
  return signs.replace(/[\]\\^-]/g, "\\$&");
}
