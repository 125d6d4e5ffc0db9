import { createReadStream, statSync } from "node:fs";
import { posix } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import type { PostgresBackupSettings } from "../../../../constructs/services/schema";
import { type EnginePlace, sshCommand } from "../../../../constructs/shared/render/docker-host";
import { quotedWord } from "../../../../constructs/shared/render/shell-word";
import { placeOf } from "../../../../engine/docker-host";
import { outputOf, startProcess } from "../../../../engine/process";
import { fed } from "../streams";
import type { DumpStore } from "./dump-store";

/** A folder of a host that is reached by `ssh`. Only its owner can read the files. */
export class SshStore implements DumpStore {
  private readonly root: string;
  private readonly place: EnginePlace & { readonly host: string };

  /** @param settings with `ssh://user@host/folder` */
  constructor({ to, hostKey }: Pick<PostgresBackupSettings, "to" | "hostKey">) {
    const { ssh = [] } = placeOf({ dockerHost: to, ...(hostKey !== undefined && { hostKey }) });
    // Nobody is there to type a password.
    this.place = { host: to, ssh: ["-o", "BatchMode=yes", ...ssh] };
    this.root = decodeURIComponent(new URL(to).pathname);
  }

  name(path: string): string {
    return `${this.place.host.replace(/\/+$/, "")}/${path}`;
  }

  async list(folder: string): Promise<string[]> {
    const said = await this.ask(`cd ${this.word(folder)} 2>/dev/null || exit 0; ls -1`);
    return said.split("\n").filter((name) => name !== "");
  }

  async write(path: string, file: string): Promise<void> {
    const [place, part] = [this.word(path), this.word(`${path}.part`)];
    // A broken connection also ends the input.
    const isWhole = `[ "$(wc -c <${part})" -eq ${statSync(file).size} ]`;
    const script = `umask 077; mkdir -p ${this.word(posix.dirname(path))} && cat >${part} && ${isWhole} && sync && mv ${part} ${place}`;
    const { code, stderr } = await fed(sshCommand(this.place, script), createReadStream(file));
    if (code !== 0) throw this.failure("take a dump", stderr || `code ${code}`);
  }

  async read(path: string): Promise<Readable> {
    const child = startProcess(sshCommand(this.place, `cat ${this.word(path)}`), { stdio: ["ignore", "pipe", "pipe"] });
    const content = new PassThrough();
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdout?.pipe(content, { end: false });
    child.on("error", (error) => content.destroy(error));
    child.on("close", (code) =>
      code === 0 ? content.end() : content.destroy(this.failure("give a dump", stderr || `code ${code}`)),
    );
    return content;
  }

  async remove(path: string): Promise<void> {
    await this.ask(`rm -f ${this.word(path)}`);
  }

  private word(path: string): string {
    return quotedWord(posix.join(this.root, path));
  }

  private async ask(script: string): Promise<string> {
    const { status, stdout, stderr } = await outputOf(sshCommand(this.place, script));
    if (status === 0) return stdout;
    throw this.failure("answer", stderr);
  }

  private failure(what: string, said: string): Error {
    const { host } = this.place;
    return new Error(
      `${host} must ${what}, got ${JSON.stringify(said.trim())}; make "ssh ${new URL(host).host} true" work without a prompt`,
    );
  }
}
