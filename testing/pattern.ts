import type { AsymmetricMatcher } from "./shown";

/** What a value of a type is compared with: a value, a part of it at every depth, or a matcher in any place. */
export type Pattern<T> =
  | AsymmetricMatcher
  | T
  | (T extends readonly (infer Element)[]
      ? readonly Pattern<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]?: Pattern<T[Key]> }
        : never);
