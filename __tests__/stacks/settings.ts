import type { z } from "zod";

type Schema = z.core.$ZodType;
/** What zod knows of a schema, as far as it is looked at here. */
interface Shape {
  readonly type: string;
  readonly innerType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
}

const shapeOf = (schema: Schema) => schema._zod.def as unknown as Shape;

/** Every setting of a schema by its path, and every branch of a choice: `backend.s3.key`, `front.certificates="none"`. */
export function settingsOf(schema: Schema, path = ""): string[] {
  const { type, innerType, shape = {}, element, valueType, options = [], values = [] } = shapeOf(schema);
  if (innerType !== undefined) return settingsOf(innerType, path);
  if (element !== undefined) return settingsOf(element, `${path}[]`);
  if (valueType !== undefined) return settingsOf(valueType, `${path}.*`);
  if (type === "union") return options.flatMap((option) => [branch(option, path), ...settingsOf(option, path)]);
  if (type === "literal") return values.filter(isText).map((value) => `${path}=${JSON.stringify(value)}`);
  return Object.entries(shape).flatMap(([key, each]) => [join(path, key), ...settingsOf(each, join(path, key))]);
}

/** Those of {@link settingsOf} that a sound value has. */
export function settingsIn(schema: Schema, value: unknown, path = ""): string[] {
  const { type, innerType, shape = {}, element, valueType, options = [] } = shapeOf(schema);
  if (innerType !== undefined) return settingsIn(innerType, value, path);
  if (element !== undefined) return (value as unknown[]).flatMap((each) => settingsIn(element, each, `${path}[]`));
  if (valueType !== undefined) {
    return Object.values(value as object).flatMap((each) => settingsIn(valueType, each, `${path}.*`));
  }
  if (type === "union") {
    const taken = options.filter((option) => (option as z.ZodType).safeParse(value).success);
    return taken.flatMap((option) => [branch(option, path), ...settingsIn(option, value, path)]);
  }
  if (type === "literal") return isText(value) ? [`${path}=${JSON.stringify(value)}`] : [];
  return Object.entries(shape).flatMap(([key, each]) => {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    return part === undefined ? [] : [join(path, key), ...settingsIn(each, part, join(path, key))];
  });
}

/** A branch is told by its kind; objects and literals also by what is in them. */
function branch(option: Schema, path: string): string {
  return `${path} as ${shapeOf(option).type}`;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
