import { doneBy, removedAs } from "./removed-fields";

/** What is said of an imported file: where it stands, and what to do. */
export interface ImportNote {
  /** Such as `spec-train.json: input.cross[0].atom`. */
  readonly path: string;
  readonly message: string;
}

/** So much of a value is told. */
const LONGEST = 80;

type Fields = Readonly<Record<string, unknown>>;

/** An object of a specification, which is read field by field; what nobody reads is told at the end. */
export class FieldReader {
  private readonly fields: Fields;
  private readonly seen = new Set<string>();

  /**
   * @param path in the file
   * @param name in the specification, without where in a list it is: `input.atom`
   */
  constructor(
    value: unknown,
    private readonly notes: ImportNote[],
    private readonly file: string,
    private readonly path = "",
    private readonly name = "",
  ) {
    this.fields = withSnakeKeys(value);
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined && this.fields[key] !== null;
  }

  isNumber(key: string): boolean {
    return numberOf(this.fields[key]) !== undefined;
  }

  text(key: string): string | undefined {
    return this.read(key, "a text", (value): value is string => typeof value === "string");
  }

  /** A number, or a text that is one, as Pachyderm takes it. */
  number(key: string): number | undefined {
    return this.readAs(key, "a number", numberOf);
  }

  /** A number, or a quantity as Kubernetes writes it, such as `500m`. */
  quantity(key: string): number | string | undefined {
    return this.readAs(key, "a number, or a quantity such as 500m", (value) => numberOf(value) ?? quantityOf(value));
  }

  /** A text; a number of bytes is one too. */
  bytes(key: string): string | undefined {
    return this.readAs(key, "a quantity such as 512Mi", textOf);
  }

  flag(key: string): boolean | undefined {
    return this.readAs(key, "true or false", flagOf);
  }

  list(key: string): readonly unknown[] | undefined {
    return this.read(key, "a list", (value): value is readonly unknown[] => Array.isArray(value));
  }

  /** A list of objects, each with its place. */
  objects(key: string): readonly { readonly value: Fields; readonly place: string }[] | undefined {
    return this.elements(key, "an object", (value) => (isFields(value) ? value : undefined));
  }

  texts(key: string): readonly string[] | undefined {
    return this.elements(key, "a text", textOf)?.map(({ value }) => value);
  }

  /** Whole numbers. */
  numbers(key: string): readonly number[] | undefined {
    const wholeOf = (value: unknown) => {
      const number = numberOf(value);
      return Number.isSafeInteger(number) ? number : undefined;
    };
    return this.elements(key, "a whole number", wholeOf)?.map(({ value }) => value);
  }

  /** By keys that stay as they are, such as variables. */
  map(key: string): Readonly<Record<string, string>> | undefined {
    const value = this.read(key, "an object", isFields);
    if (value === undefined) return undefined;
    const entries = Object.entries(value).flatMap(([name, each]): [string, string][] => {
      const text = this.part(`${key}.${name}`, "a text", each, textOf);
      return text === undefined ? [] : [[name, text]];
    });
    return Object.fromEntries(entries);
  }

  /** The seconds of a time such as `60s` or `1h30m`. */
  seconds(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    if (!/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(text)) {
      this.note(key, `must be a time such as 1h30m, got ${got(text)}; it is left out`);
      return undefined;
    }
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
    const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
    return Math.ceil(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ""] ?? 0), 0));
  }

  /** An object in this one; nothing when it is not there. */
  below(key: string): FieldReader | undefined {
    const value = this.read(key, "an object", isFields);
    return value === undefined ? undefined : this.reader(value, key, key);
  }

  /** A reader of what this one has at a place. */
  reader(value: unknown, place: string, key: string): FieldReader {
    return new FieldReader(value, this.notes, this.file, join(this.path, place), join(this.name, key));
  }

  /** A reader of an input's part: its fields are called as those of an input are, however deep it is. */
  partOf(value: unknown, place: string): FieldReader {
    return new FieldReader(value, this.notes, this.file, join(this.path, place), "input");
  }

  note(key: string, message: string): void {
    this.notes.push({ path: `${this.file}: ${join(this.path, key)}`, message });
  }

  /** How many elements a list has, the wrong ones too. */
  length(key: string): number {
    const value = this.fields[key];
    return Array.isArray(value) ? value.length : 0;
  }

  /** Tells that a field is one that newer versions refuse. */
  noteRemoved(key: string): void {
    const message = removedAs(join(this.name, key));
    if (message !== undefined) this.note(key, message);
  }

  /** Tells of all that was not read. */
  end(): void {
    for (const key of Object.keys(this.fields)) {
      if (this.seen.has(key) || !this.has(key)) continue;
      const name = join(this.name, key);
      const done = doneBy(name);
      const known = `has no setting here, and is left out; it was ${got(this.fields[key])}: ${done}`;
      const other = done === undefined ? "is not known to Pachyderm, and is left out" : known;
      this.note(key, removedAs(name) ?? other);
    }
  }

  private readAs<T>(key: string, what: string, asRight: (value: unknown) => T | undefined): T | undefined {
    const value = this.read(key, what, (each): each is unknown => asRight(each) !== undefined);
    return value === undefined ? undefined : asRight(value);
  }

  private read<T>(key: string, what: string, isRight: (value: unknown) => value is T): T | undefined {
    const value = this.fields[key];
    this.seen.add(key);
    if (value === undefined || value === null) return undefined;
    if (isRight(value)) return value;
    this.note(key, `must be ${what}, got ${got(value)}; it is left out`);
    return undefined;
  }

  /** What is right of a list, each with its place. */
  private elements<T>(key: string, what: string, asRight: (value: unknown) => T | undefined) {
    return this.list(key)?.flatMap((each, index) => {
      const place = `${key}[${index}]`;
      const value = this.part(place, what, each, asRight);
      return value === undefined ? [] : [{ value, place }];
    });
  }

  private part<T>(place: string, what: string, value: unknown, asRight: (value: unknown) => T | undefined) {
    const right = asRight(value);
    if (right === undefined) this.note(place, `must be ${what}, got ${got(value)}; it is left out`);
    return right;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Numbers are texts for variables and arguments. */
function textOf(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function quantityOf(value: unknown): string | undefined {
  return typeof value === "string" && /^\d+(\.\d+)?m$/.test(value) ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

/** A value as it stands in a note, without the passwords of addresses. */
function got(value: unknown): string {
  const text = JSON.stringify(value).replace(/(:\/\/[^:@/\s"]*:)[^@"\s]+(?=@)/g, "$1***");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** Pachyderm 2 takes `mountPath` for `mount_path`. */
function withSnakeKeys(value: unknown): Fields {
  if (!isFields(value)) return {};
  const snake = (key: string) => key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [snake(key), each]));
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
