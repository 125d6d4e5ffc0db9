/** An object as it is once what is not set has been left out. */
export type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what is not set. */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
