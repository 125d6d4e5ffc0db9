import { listOf, oneOf, textMatching, wholeNumber } from "../../../constructs/shared/rules";
import * as z from "../../../constructs/shared/zod";

// What the compiler must refuse, and what it must let pass: `npm run check:types` fails when a line below is wrong.

interface Inner {
  readonly word: string;
  readonly count?: number;
}
interface Settings {
  readonly name: string;
  readonly size?: number;
  readonly kind?: "small" | "large";
  readonly inner?: Inner;
  readonly list?: readonly Inner[];
  readonly byName?: Readonly<Record<string, Inner>>;
  readonly place?: { readonly here: string } | { readonly there: string };
}

const word = textMatching(/./, "must be a word", "write one");
const count = wholeNumber(1, 9, "count");
const kind = oneOf(["small", "large"], "choose");
const inner = z.rulesOf<Inner>()({ word, count: count.exactOptional() });
const place = z.rulesOf<NonNullable<Settings["place"]>>()({
  here: word.exactOptional(),
  there: word.exactOptional(),
});
const all = {
  name: word,
  size: count.exactOptional(),
  kind: kind.exactOptional(),
  inner: inner.exactOptional(),
  list: listOf(inner, "parts").exactOptional(),
  byName: z.record(word, inner).exactOptional(),
  place: place.exactOptional(),
};
const { name, size, ...others } = all;
/** As `Inner`, without one key that may be left out: either type can stand for the other. */
const less = z.rulesOf<Omit<Inner, "count">>()({ word });

export const accepted = [
  z.rulesOf<Settings>()(all),
  z.rulesOf<Settings>()({ ...others, name, size: oneOf([1, 2], "choose").exactOptional() }),
  z.rulesOf<Record<string, never>>()({}),
];

export const refused = [
  // @ts-expect-error A key of the type without a rule.
  z.rulesOf<Settings>()({ name, ...others }),
  // @ts-expect-error A rule for a key that the type has not.
  z.rulesOf<Omit<Settings, "size">>()(all),
  // @ts-expect-error A key that may be left out, and is required.
  z.rulesOf<Settings>()({ ...all, size: count }),
  // @ts-expect-error A key that is required, and may be left out.
  z.rulesOf<Settings>()({ ...all, name: word.exactOptional() }),
  // @ts-expect-error Another kind of value.
  z.rulesOf<Settings>()({ ...all, size: word.exactOptional() }),
  // @ts-expect-error A value that the type does not know.
  z.rulesOf<Settings>()({ ...all, kind: oneOf(["small", "large", "huge"], "choose").exactOptional() }),
  // @ts-expect-error A value of the type that no rule lets pass.
  z.rulesOf<Settings>()({ ...all, kind: oneOf(["small"], "choose").exactOptional() }),
  // @ts-expect-error A list in place of one.
  z.rulesOf<Settings>()({ ...all, inner: listOf(inner, "parts").exactOptional() }),
  // @ts-expect-error One in place of a list.
  z.rulesOf<Settings>()({ ...all, list: inner.exactOptional() }),
  // @ts-expect-error A key of an inner type without a rule.
  z.rulesOf<Settings>()({ ...all, inner: less.exactOptional() }),
  // @ts-expect-error A key of a list's elements without a rule.
  z.rulesOf<Settings>()({ ...all, list: listOf(less, "parts").exactOptional() }),
  // @ts-expect-error A key of an object's values without a rule.
  z.rulesOf<Settings>()({ ...all, byName: z.record(word, less).exactOptional() }),
  // @ts-expect-error A key of one of several shapes without a rule.
  z.rulesOf<NonNullable<Settings["place"]>>()({ here: word.exactOptional() }),
  // @ts-expect-error No rule at all.
  z.rulesOf<Settings>()({ ...all, inner: z.custom<unknown>(() => true).exactOptional() }),
  // @ts-expect-error Keys of an object that has none.
  z.rulesOf<Record<string, never>>()({ word }),
];
