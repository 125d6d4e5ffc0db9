import { type ChildProcess, spawn } from "node:child_process";
import { until } from "../support/until";

/** So many rows are asked for at a time: more would wait in psql and be none that was lost. */
const ROWS = 200_000;

/** Writes a row after the other into table `written`, and counts those that the server has acknowledged. */
export class Writer {
  /** Rows from 1 to this one were committed. */
  acknowledged = 0;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  /** @param first the first row's number */
  constructor(container: string, database: string, first: number) {
    this.acknowledged = first - 1;
    const words = ["psql", "-X", "-qAt", "-U", "postgres", "-d", database];
    this.child = spawn("docker", ["exec", "--interactive", container, ...words], { stdio: ["pipe", "pipe", "ignore"] });
    this.ended = new Promise((done) => this.child.on("close", () => done()));
    this.child.stdin?.on("error", () => {});
    let rest = "";
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      this.acknowledged = Number(lines.at(-1) ?? this.acknowledged);
    });
    const rows = Array.from({ length: ROWS }, (_, index) => first + index);
    this.child.stdin?.write(rows.map((row) => `INSERT INTO written VALUES (${row}) RETURNING row;\n`).join(""));
  }

  /** Waits until so many rows more are there. */
  async has(more: number): Promise<void> {
    const wanted = this.acknowledged + more;
    await until(
      () => this.acknowledged,
      (seen) => seen >= wanted,
    );
  }

  /** Waits until the server is gone. */
  async end(): Promise<number> {
    this.child.stdin?.end();
    await this.ended;
    return this.acknowledged;
  }
}
