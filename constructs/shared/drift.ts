/**
 * What an interface and the rules of its values say differently, as texts that the compiler shows: `eviction has no rule`.
 * Where they agree there is none. Keys are compared, which of them may be left out, and kinds of values, at every depth. Of
 * several shapes the keys are taken together: a key that only some of them have may be left out.
 */
export type RulesDrift<T, Rules> = KeysDrift<Keyed<T>, Checked<Rules>, "">;

/** As of {@link RulesDrift}, of rules that are asked only about settings that are there. A `provider` is a construct, and has none. */
export type PresentDrift<T, Rules> = KeysDrift<
  Keyed<Required<WithoutProvider<T>>>,
  Checked<{ [K in keyof Rules]-?: Present<Rules[K]> }>,
  ""
>;

type WithoutProvider<T> = T extends unknown ? { [K in keyof T as K extends "provider" ? never : K]: T[K] } : never;

/** What rules must be besides: something that they are not, named by each text, where there is a drift. */
export type Agreeing<Drift> = [Drift] extends [never] ? unknown : Named<Drift>;
type Named<Drift> = [Drift] extends [infer Text extends string] ? Readonly<Record<Text, never>> : never;

/** Rules by the keys of what they are for. */
export type AnyRules = Readonly<Record<string, Checker>>;

/** As much of a rule of zod as is needed here. */
interface Checker<T = unknown> {
  readonly _zod: { readonly output: T; readonly optout?: "optional" | undefined };
}

/** A rule as one of a setting that is there. */
type Present<R> = R extends Checker<infer T> ? Checker<T> : never;

type OptionalRules<Rules> = {
  [K in keyof Rules]: Rules[K] extends { readonly _zod: { readonly optout: "optional" } } ? K : never;
}[keyof Rules];

/** The values that rules let pass. */
type Checked<Rules> = { readonly [K in Exclude<keyof Rules, OptionalRules<Rules>>]: Output<Rules[K]> } & {
  readonly [K in OptionalRules<Rules>]?: Output<Rules[K]>;
};
type Output<R> = R extends Checker<infer T> ? T : never;

type Same<A, B> = (<G>() => G extends A ? 1 : 2) extends <G>() => G extends B ? 1 : 2 ? true : false;

type ValueDrift<T, Out, Path extends string> =
  Same<T, Out> extends true
    ? never
    :
        | PlainDrift<Plain<T>, Plain<Out>, Path>
        | ListDrift<Listed<T>, Listed<Out>, Path>
        | KeysDrift<Keyed<T>, Keyed<Out>, `${Path}.`>;

type Word = string | number | boolean | bigint | symbol | null | undefined;
/** The texts, numbers and the like among some types. */
type Plain<T> = T extends Word ? T : T extends object ? never : T;
type Listed<T> = T extends readonly (infer Element)[] ? Element : never;
type Keyed<T> = T extends Word | readonly unknown[] ? never : T extends object ? T : never;

type PlainDrift<T, Out, Path extends string> = [Out] extends [T]
  ? [Narrower<T, Out>] extends [Out]
    ? never
    : `${Path} may be what no rule lets pass`
  : `${Path} has rules that let pass what it may not be`;

/** Of any text or number the rules may let just some pass. */
type Narrower<T, Out> = T extends unknown ? (IsAnyWord<T> extends true ? Some<Extract<Out, T>, T> : T) : never;
type IsAnyWord<T> = string extends T ? true : number extends T ? true : false;
type Some<Found, Else> = [Found] extends [never] ? Else : Found;

type ListDrift<T, Out, Path extends string> = [T] extends [never]
  ? [Out] extends [never]
    ? never
    : `${Path} is no list, and has rules of one`
  : [Out] extends [never]
    ? `${Path} is a list, and has no rules of one`
    : ValueDrift<T, Out, `${Path}[]`>;

type KeysDrift<T, Out, Before extends string> =
  | { [K in KeysOf<T>]: KeyDrift<T, Out, K, `${Before}${Name<K>}`> }[KeysOf<T>]
  | { [K in Exclude<KeysOf<Out>, KeysOf<T>>]: `${Before}${Name<K>} has a rule, and is not in the type` }[Exclude<
      KeysOf<Out>,
      KeysOf<T>
    >];

type KeyDrift<T, Out, K, Path extends string> =
  K extends KeysOf<Out>
    ? Same<MayLack<T, K>, MayLack<Out, K>> extends true
      ? ValueDrift<ValueAt<T, K>, ValueAt<Out, K>, Path>
      : MayLack<T, K> extends true
        ? `${Path} may be left out, and its rule requires it`
        : `${Path} is required, and its rule lets it be left out`
    : `${Path} has no rule`;

/** The keys of all shapes; an object without settings has none. */
type KeysOf<T> =
  T extends Readonly<Record<string, never>> ? never : T extends unknown ? Extract<keyof T, string> : never;

/** Whether at least one shape lets a key be absent. */
type MayLack<T, K> = true extends (
  T extends unknown
    ? K extends keyof T
      ? Partial<Pick<T, K>> extends Pick<T, K>
        ? true
        : false
      : true
    : never
)
  ? true
  : false;

type ValueAt<T, K> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never;

/** Of an object with any keys. */
type Name<K extends string> = string extends K ? "*" : K;
