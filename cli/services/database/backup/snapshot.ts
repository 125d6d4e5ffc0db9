import type { ChildProcess } from "node:child_process";
import { startProcess } from "../../../../engine/process";
import { AS_SUPERUSER, failure, inContainer, type Server } from "../server";
import { TABLE_SUMS, type TableSums, tableSumsIn } from "./table-sums";

const MARK = "end-of-answer";
const BEGIN = `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot();`;

/** A session that holds a snapshot of a database: pg_dump reads the same rows that are counted. */
export class Snapshot {
  /** For pg_dump's `--snapshot`. */
  id = "";
  private stdout = "";
  private stderr = "";
  private code: number | undefined;
  private wake = () => {};
  private readonly child: ChildProcess;

  private constructor(
    private readonly server: Server,
    database: string,
  ) {
    const words = ["-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", ...AS_SUPERUSER, "-d", database];
    this.child = startProcess(inContainer(server, "psql", ...words), { stdio: ["pipe", "pipe", "pipe"] });
    for (const stream of ["stdout", "stderr"] as const) {
      this.child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        this[stream] += text;
        this.wake();
      });
    }
    const end = (code: number) => {
      this.code ??= code;
      this.wake();
    };
    this.child.on("error", () => end(1)).on("close", (code) => end(code ?? 1));
    this.child.stdin?.on("error", () => {});
  }

  static async of(server: Server, database: string): Promise<Snapshot> {
    const snapshot = new Snapshot(server, database);
    snapshot.id = await snapshot.ask(BEGIN);
    return snapshot;
  }

  /** Rows and sums of all tables at that moment. */
  async tables(): Promise<TableSums> {
    return tableSumsIn(await this.ask(TABLE_SUMS));
  }

  end(): void {
    this.child.stdin?.end();
  }

  private async ask(sql: string): Promise<string> {
    this.stdout = "";
    this.child.stdin?.write(`${sql}\n\\echo ${MARK}\n`);
    for (;;) {
      const end = this.stdout.lastIndexOf(`${MARK}\n`);
      if (end >= 0) return this.stdout.slice(0, end).trimEnd();
      if (this.code !== undefined) {
        throw new Error(failure(this.server, this.stderr || `psql exited with code ${this.code}`));
      }
      await new Promise<void>((done) => {
        this.wake = done;
      });
    }
  }
}
