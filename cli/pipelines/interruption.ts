import { INTERRUPTIONS } from "../../engine/process";

/** A signal came. */
export class Interrupted extends Error {}

/** While it is there, a signal ends nothing by itself: work that must be tidied up asks for it. */
export class Interruption {
  private signal: NodeJS.Signals | undefined;
  private wake = () => {};
  private readonly noted = (signal: NodeJS.Signals) => {
    this.signal ??= signal;
    this.wake();
  };

  constructor() {
    for (const signal of INTERRUPTIONS) process.on(signal, this.noted);
  }

  /** Throws when there was one. */
  async check(signal?: NodeJS.Signals): Promise<void> {
    // A signal that came while a program ran is told of with the next event.
    await new Promise((resolve) => setImmediate(resolve));
    const found = this.signal ?? signal;
    if (found !== undefined) throw new Interrupted(`interrupted by ${found}`);
  }

  async pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    await this.check();
  }

  end(): void {
    for (const signal of INTERRUPTIONS) process.off(signal, this.noted);
  }
}
