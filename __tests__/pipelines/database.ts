import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The user `nobody` of Debian: a server refuses to run as root. */
const NOBODY = 65_534;

/**
 * A server with a data folder of its own, which stands for MySQL: MariaDB, from Debian's package `mariadb-server`. Scripts run
 * against it as they would in their jobs, with folders in place of a pod's.
 */
export class Database {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway-database-"));
  readonly rootPassword = "r00t \"quoted\" \\ and 'so' on";
  port = 0;
  private server: ReturnType<typeof spawn> | undefined;

  async start(): Promise<void> {
    for (const program of ["mariadbd", "mariadb-install-db", "mysql", "mysqldump"]) {
      if (spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0) {
        throw new Error(`${program} must be there, got nothing; on Debian: apt-get install mariadb-server`);
      }
    }
    chmodSync(this.folder, 0o755);
    const data = join(this.folder, "data");
    mkdirSync(data);
    chownSync(data, this.uid, this.uid);
    const options = ["--no-defaults", `--datadir=${data}`];
    execFileSync("mariadb-install-db", [...options, "--auth-root-authentication-method=normal"], this.asUser);
    this.port = await freePort();
    const socket = join(data, "server.sock");
    const network = [`--port=${this.port}`, "--bind-address=127.0.0.1", "--skip-name-resolve", `--socket=${socket}`];
    this.server = spawn("mariadbd", [...options, ...network, `--pid-file=${data}/pid`], this.asUser);
    const asRoot = (sql: string) => spawnSync("mysql", ["--no-defaults", `--socket=${socket}`, "-uroot", "-e", sql]);
    while (asRoot("SELECT 1").status !== 0) await new Promise((resolve) => setTimeout(resolve, 200));
    const quoted = this.rootPassword.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
    const made = asRoot(
      `CREATE USER root@'%' IDENTIFIED BY '${quoted}'; GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
       DELETE FROM mysql.global_priv WHERE user IN ('', 'root') AND host <> '%'; FLUSH PRIVILEGES`,
    );
    if (made.status !== 0) throw new Error(String(made.stderr));
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server !== undefined && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A folder in the place of a pod's. */
  newFolder(name: string, files: Readonly<Record<string, string>> = {}): string {
    const folder = mkdtempSync(join(this.folder, `${name}-`));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return folder;
  }

  /** What a job does with a script. */
  run(script: string, environment: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
    const path = join(this.newFolder("script"), "main.sh");
    writeFileSync(path, script);
    return spawnSync("sh", [path], {
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        DATABASE_HOST: "127.0.0.1",
        DATABASE_PORT: String(this.port),
        WAIT_SECONDS: "4",
        WORK_FOLDER: environment.WORK_FOLDER ?? this.newFolder("work"),
        ...environment,
      },
    });
  }

  /** What a user gets from the server, or is told by it. */
  ask(user: string, password: string, sql: string, database = ""): string {
    const folder = this.newFolder("ask");
    const quoted = password.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
    const login = join(folder, "login.cnf");
    writeFileSync(login, `[client]\nhost=127.0.0.1\nport=${this.port}\nuser=${user}\npassword="${quoted}"\n`);
    const args = [
      `--defaults-file=${login}`,
      "--default-character-set=utf8mb4",
      "--batch",
      "--skip-column-names",
      "-e",
      sql,
      ...(database ? [database] : []),
    ];
    const { stdout, stderr } = spawnSync("mysql", args, { encoding: "utf8" });
    return (stdout + stderr).trim();
  }

  asRoot(sql: string): string {
    return this.ask("root", this.rootPassword, sql);
  }

  private get uid(): number {
    return process.getuid?.() === 0 ? NOBODY : (process.getuid?.() ?? NOBODY);
  }

  private get asUser() {
    return { uid: this.uid, gid: this.uid, stdio: "ignore" as const };
  }
}

export function text(path: string): string {
  return readFileSync(path, "utf8");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
