import { codeOf, type GlobPart, type Range } from "../constructs/pipelines/workflow/render/glob";

/** One step of a glob's program; where it does not say where to go on, it is at the next. */
type Step =
  | { readonly kind: "sign"; readonly holds: (sign: string) => boolean }
  | { readonly kind: "go"; to: number }
  /** What comes next is tried first. */
  | { readonly kind: "either"; or: number }
  /** Notes where a capture begins or ends. */
  | { readonly kind: "note"; readonly slot: number }
  /** Goes on there if what comes next, up to an end, does not match. */
  | { readonly kind: "unless"; to: number }
  /** With `isWhole` it counts where the path ends alone. */
  | { readonly kind: "end"; readonly isWhole: boolean };

/** What is to be tried, or put back. */
type Job = { readonly step: number; readonly at: number } | { readonly slot: number; readonly was: number | undefined };

type Brackets = Extract<GlobPart, { readonly kind: "brackets" }>;

/** A glob as a program. It tries nothing twice at one place, so no path and no glob takes it long. */
export class GlobProgram {
  private readonly steps: Step[] = [];
  private captures = 0;

  constructor(parts: readonly GlobPart[]) {
    this.write(parts);
    this.push({ kind: "end", isWhole: true });
  }

  /** What the captures of a path have; nothing when it does not match. */
  run(path: string): readonly string[] | undefined {
    const signs = [...path];
    const slots = new Attempt(this.steps, signs).from(0, 0);
    if (slots === undefined) return undefined;
    return Array.from({ length: this.captures }, (_, index) =>
      signs.slice(slots[2 * index] ?? 0, slots[2 * index + 1] ?? 0).join(""),
    );
  }

  private write(parts: readonly GlobPart[]): void {
    for (const part of parts) {
      if (part.kind === "brackets") this.brackets(part);
      else if (part.kind === "star") this.repeat(() => this.push({ kind: "sign", holds: holdsOf(part) }));
      else if (part.kind !== "sign" || part.sign !== "") this.push({ kind: "sign", holds: holdsOf(part) });
    }
  }

  private brackets(part: Brackets): void {
    if (!part.isCapture) {
      this.alternatives(part);
      return;
    }
    const slot = 2 * this.captures;
    this.captures += 1;
    this.push({ kind: "note", slot });
    this.quantified(part);
    this.push({ kind: "note", slot: slot + 1 });
  }

  private quantified(part: Brackets): void {
    if (part.quantifier === "@") this.alternatives(part);
    if (part.quantifier === "*") this.repeat(() => this.alternatives(part));
    if (part.quantifier === "+") {
      const start = this.steps.length;
      this.alternatives(part);
      const either = this.push({ kind: "either", or: 0 });
      this.push({ kind: "go", to: start });
      either.or = this.steps.length;
    }
    if (part.quantifier === "?") {
      const either = this.push({ kind: "either", or: 0 });
      this.alternatives(part);
      either.or = this.steps.length;
    }
    if (part.quantifier === "!") {
      const unless = this.push({ kind: "unless", to: 0 });
      this.alternatives(part);
      this.push({ kind: "end", isWhole: part.isLast });
      unless.to = this.steps.length;
      this.repeat(() => this.push({ kind: "sign", holds: isNoSlash }));
    }
  }

  private alternatives({ alternatives }: Brackets): void {
    const ends = alternatives.map((parts, index) => {
      const isLast = index === alternatives.length - 1;
      const either = isLast ? undefined : this.push({ kind: "either", or: 0 });
      this.write(parts);
      const end = isLast ? undefined : this.push({ kind: "go", to: 0 });
      if (either !== undefined) either.or = this.steps.length;
      return end;
    });
    for (const end of ends) if (end !== undefined) end.to = this.steps.length;
  }

  /** As often as it can be, or not at all. */
  private repeat(body: () => void): void {
    const start = this.steps.length;
    const either = this.push({ kind: "either", or: 0 });
    body();
    this.push({ kind: "go", to: start });
    either.or = this.steps.length;
  }

  private push<T extends Step>(step: T): T {
    this.steps.push(step);
    return step;
  }
}

/** Holds a path against a program. */
class Attempt {
  /** Whether what stands behind an `unless` matches, by where it was tried. */
  private readonly known = new Map<number, boolean>();

  constructor(
    private readonly steps: readonly Step[],
    private readonly signs: readonly string[],
  ) {}

  /** Where the captures begin and end; nothing when it does not match. */
  from(step: number, at: number): readonly (number | undefined)[] | undefined {
    const slots: (number | undefined)[] = [];
    const jobs: Job[] = [{ step, at }];
    const tried = new Set<number>();
    for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
      if ("slot" in job) slots[job.slot] = job.was;
      else if (this.goesOn(job, jobs, slots, tried)) return slots;
    }
    return undefined;
  }

  /** Goes on until it is at an end, or until a sign does not match; what else could be tried comes to the jobs. */
  private goesOn(
    job: { readonly step: number; readonly at: number },
    jobs: Job[],
    slots: (number | undefined)[],
    tried: Set<number>,
  ): boolean {
    let { step, at } = job;
    for (;;) {
      const now = this.steps[step] as Step;
      if (now.kind === "end") return !now.isWhole || at === this.signs.length;
      if (now.kind === "sign") {
        const sign = this.signs[at];
        if (sign === undefined || !now.holds(sign)) return false;
        at += 1;
      }
      if (now.kind === "either") {
        const place = this.placeOf(step, at);
        if (tried.has(place)) return false;
        tried.add(place);
        jobs.push({ step: now.or, at });
      }
      if (now.kind === "note") {
        jobs.push({ slot: now.slot, was: slots[now.slot] });
        slots[now.slot] = at;
      }
      if (now.kind === "unless" && this.matches(step + 1, at)) return false;
      step = "to" in now ? now.to : step + 1;
    }
  }

  private matches(step: number, at: number): boolean {
    const place = this.placeOf(step, at);
    const found = this.known.get(place) ?? this.from(step, at) !== undefined;
    this.known.set(place, found);
    return found;
  }

  private placeOf(step: number, at: number): number {
    return step * (this.signs.length + 1) + at;
  }
}

const isNoSlash = (sign: string) => sign !== "/";

function holdsOf(part: Exclude<GlobPart, Brackets>): (sign: string) => boolean {
  if (part.kind === "sign") return (sign) => sign === part.sign;
  if (part.kind === "list") return (sign) => part.ranges.some((range) => isIn(sign, range)) !== part.isNegated;
  return part.kind === "star" && !part.stopsAtSlash ? () => true : isNoSlash;
}

function isIn(sign: string, [from, to]: Range): boolean {
  return codeOf(from) <= codeOf(sign) && codeOf(sign) <= codeOf(to);
}
