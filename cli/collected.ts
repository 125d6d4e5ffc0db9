/** Reads an option that may be repeated: its values so far, and the next one. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
