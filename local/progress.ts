import { linesOf, type RunEvent } from "./report";

/** A pipeline with more datums than these tells how far it is, instead of each. */
const FEW = 50;
/** So often. */
const EVERY_MILLISECONDS = 5_000;

/** How far a pipeline is. */
interface Way {
  readonly toRun: number;
  readonly begin: number;
  done: number;
  told: number;
}

/** The lines of a run, for a terminal or a log: a pipeline of ten thousand datums has not as many. */
export class RunLines {
  private readonly ways = new Map<string, Way>();

  /** @param now milliseconds that go on */
  constructor(private readonly now: () => number = () => performance.now()) {}

  of(event: RunEvent): string[] {
    if (event.kind === "cut" && event.toRun > FEW) {
      const now = this.now();
      this.ways.set(event.pipeline, { toRun: event.toRun, begin: now, told: now, done: 0 });
    }
    const way = event.kind === "end" ? this.ways.get(event.pipeline) : undefined;
    if (way === undefined || event.kind !== "end") return linesOf(event);
    way.done += 1;
    return [...(event.failure === undefined ? [] : linesOf(event)), ...this.progressOf(event.pipeline, way)];
  }

  private progressOf(pipeline: string, way: Way): string[] {
    const now = this.now();
    if (now - way.told < EVERY_MILLISECONDS || way.done === way.toRun) return [];
    way.told = now;
    const perSecond = (way.done * 1000) / (now - way.begin);
    const rate = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
    const left = durationOf((way.toRun - way.done) / perSecond);
    return [`${pipeline}: ${way.done} of ${way.toRun} datums, ${rate} per second, about ${left} left`];
  }
}

/** `42 s`, `3 min`, `2 h 5 min`. */
function durationOf(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
