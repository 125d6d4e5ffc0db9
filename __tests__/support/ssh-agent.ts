import { join } from "node:path";
import { mustRun } from "./must-run";

/** An ssh-agent of a test, which this process asks for keys until it is stopped. */
export class SshAgent {
  private readonly before = process.env.SSH_AUTH_SOCK;
  private readonly pid: number;
  readonly socket: string;

  /** @param folder gets its socket */
  constructor(folder: string) {
    this.socket = join(folder, "agent");
    this.pid = Number(/SSH_AGENT_PID=(\d+)/.exec(mustRun("ssh-agent", "-s", "-a", this.socket))?.[1]);
    process.env.SSH_AUTH_SOCK = this.socket;
  }

  add(key: string): void {
    mustRun("ssh-add", "-q", key);
  }

  stop(): void {
    process.kill(this.pid);
    if (this.before === undefined) delete process.env.SSH_AUTH_SOCK;
    else process.env.SSH_AUTH_SOCK = this.before;
  }
}
