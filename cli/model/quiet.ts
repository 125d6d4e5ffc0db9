/** Prints warnings at once while states are moved, and everything else only if the move fails. */
export class Quiet {
  private readonly kept: string[] = [];

  constructor(private readonly out: (line: string) => void) {}

  readonly print = (line: string): void => {
    if (/^(warning|waiting)/.test(line)) this.out(line);
    else this.kept.push(line);
  };

  /** A part has ended well. */
  forget(): void {
    this.kept.length = 0;
  }

  /** Prints what explains a failure. */
  tell(): void {
    for (const line of this.kept) this.out(line);
  }
}
