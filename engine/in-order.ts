/** Stacks to which something is done in their order: what needs one that failed is left out, also by what is done next. */
export class InOrder {
  private readonly failed = new Set<string>();
  private readonly missing = new Set<string>();
  readonly failures: string[] = [];
  private cause: unknown;

  constructor(
    private readonly order: readonly string[],
    private readonly needed: ReadonlyMap<string, readonly string[]>,
    private readonly isInterrupted: () => boolean,
  ) {}

  /**
   * @param among to which of them it is done
   * @returns what came of each stack to which it was done
   */
  async each<T>(work: (stack: string) => Promise<T>, among: readonly string[] = this.order): Promise<T[]> {
    const done: T[] = [];
    for (const stack of this.order) {
      if (this.missing.has(stack) || !among.includes(stack)) continue;
      if (this.isInterrupted() || this.needed.get(stack)?.some((each) => this.missing.has(each))) {
        this.missing.add(stack);
        continue;
      }
      try {
        done.push(await work(stack));
      } catch (error) {
        this.failures.push((error as Error).message);
        this.cause = error;
        this.missing.add(stack);
        this.failed.add(stack);
      }
    }
    return done;
  }

  throwIfMissing(): void {
    if (this.missing.size === 0) return;
    const rest = this.order.filter((stack) => this.missing.has(stack) && !this.failed.has(stack));
    const reasons = this.failures.length === 0 ? ["interrupted"] : this.failures;
    const isAlone = this.failures.length === 1;
    if (isAlone && rest.length === 0) throw this.cause;
    const text = [...reasons, ...(rest.length > 0 ? [`${rest.join(", ")} not begun`] : [])].join("\n");
    throw new Error(text, isAlone ? { cause: this.cause } : {});
  }
}
