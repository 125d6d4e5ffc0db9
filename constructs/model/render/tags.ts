/** Tags of a model's resources: the user's own and `cost:name`, by which a bill is split among models. */
export function modelTags(name: string, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...tags, "cost:name": name };
}
