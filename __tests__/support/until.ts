const PATIENCE_MILLISECONDS = 180_000;

/** Waits until something holds; fails with what it is then, after three minutes. */
export async function until<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<void> {
  for (const begin = performance.now(); ; await new Promise((done) => setTimeout(done, 50))) {
    const seen = await look();
    if (holds(seen)) return;
    const waited = performance.now() - begin;
    if (waited > PATIENCE_MILLISECONDS)
      throw new Error(`it must come within three minutes, got ${JSON.stringify(seen)}`);
  }
}
