/** Some of an object's settings: those that are there. */
export function pick<T extends object, K extends keyof T>(settings: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => key in settings).map((key) => [key, settings[key]])) as Pick<T, K>;
}

/** All of an object's settings but some. */
export function omit<T extends object, K extends keyof T>(settings: T, ...keys: readonly K[]): Omit<T, K> {
  const left: readonly PropertyKey[] = keys;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !left.includes(key))) as Omit<T, K>;
}
