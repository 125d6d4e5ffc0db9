import { say } from "./steps";

/** So much of what Terraform said is shown when a demo fails. */
const LAST_LINES = 40;

/** What a deployment of containers prints. A demo shows the lines that say what became of what. */
export class Told {
  private lines: string[] = [];

  /** @param shows lines that are shown, without the ids in them */
  constructor(private readonly shows: RegExp) {}

  /** How the next deployment prints; what the last one printed is forgotten. */
  next() {
    this.lines = [];
    const print = (line: string) => {
      this.lines.push(line);
      if (this.shows.test(line)) say(line.replace(/^\S+ \((\S+)\)/, "$1").replace(/ \[id=.*/, ""));
    };
    return { environment: process.env, print };
  }

  /** Shows the last lines of the deployment, for one that has failed. */
  sayLast(): void {
    for (const line of this.lines.slice(-LAST_LINES)) say(line);
  }
}
