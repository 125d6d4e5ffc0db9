const PART = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
const HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9-]+)*(?::\\d+)?/)?";
const REFERENCE = new RegExp(
  `^(?<repository>${HOST}${PART}(?:/${PART})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** The parts of an image's name. @see https://pkg.go.dev/github.com/distribution/reference */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The parts of an image's name; nothing when it is none. */
export function imageReference(name: string): ImageReference | undefined {
  const groups = REFERENCE.exec(name)?.groups;
  return groups === undefined ? undefined : (Object.fromEntries(Object.entries(groups)) as unknown as ImageReference);
}
