import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Surroundings } from "../../../cli/doctor/finding";

/** A folder with programs, each a shell script, and nothing else on the PATH. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "doctor-"));
  readonly bin = join(this.folder, "bin");

  surroundings(programs: Readonly<Record<string, string>> = {}, more: NodeJS.ProcessEnv = {}): Surroundings {
    rmSync(this.bin, { recursive: true, force: true });
    mkdirSync(this.bin);
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(this.bin, name), 0o755);
    }
    return { environment: { PATH: this.bin, HOME: this.folder, ...more }, folder: this.folder };
  }

  write(name: string, text: string): string {
    const file = join(this.folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A server on this machine that always gives the answer that it holds. */
export class FakeServer {
  answer = { status: 200, body: "" };
  private readonly server: Server = createServer((_, response) => this.respond(response));

  respond(response: ServerResponse): void {
    response.writeHead(this.answer.status, { "content-type": "text/xml" }).end(this.answer.body);
  }

  /** @param place a port (0: any), or a socket's path */
  async listen(place: number | string = 0): Promise<void> {
    const done = new Promise<void>((resolve) => this.server.once("listening", resolve));
    if (typeof place === "string") this.server.listen(place);
    else this.server.listen(place, "127.0.0.1");
    await done;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** What STS answers to GetCallerIdentity. */
export const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::111122223333:user/ada</Arn><UserId>A</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** What STS answers when it refuses. */
export function refusal(code: string, message: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
