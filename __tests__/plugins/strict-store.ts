import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What stores other than Amazon's commonly lack, by the words in the query. */
const LACKING = [
  ...["accelerate", "requestPayment", "website", "logging", "replication", "object-lock", "publicAccessBlock"],
  ...[
    "ownershipControls",
    "metrics",
    "inventory",
    "analytics",
    "intelligent-tiering",
    "notification",
    "cors",
    "tagging",
  ],
];

/** A store that stands before the emulator, and refuses what stores other than Amazon's do. */
export class StrictStore {
  /** What was refused, as `GET ?website`. */
  readonly refused: string[] = [];
  private readonly server: Server;

  constructor(private readonly emulator: string) {
    this.server = createServer((incoming, outgoing) => this.answer(incoming, outgoing));
  }

  /** @param address of this machine where it answers */
  async start(address = "127.0.0.1"): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(0, address, ready));
    return `http://${address}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((ended) => this.server.close(ended).closeAllConnections());
  }

  private answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = "", url = "", headers } = incoming;
    const { pathname, searchParams } = new URL(url, "http://store");
    const lacking = LACKING.find((word) => searchParams.has(word));
    const isObject = /^\/[^/]+\/./.test(pathname);
    const checksum =
      isObject && Object.keys(headers).find((name) => /^x-amz-(checksum|sdk-checksum|trailer)/.test(name));
    const foreign = /iam|sts/.test(String(headers.authorization)) || (pathname === "/" && method === "POST");
    const what = lacking ?? (checksum || undefined) ?? (foreign ? "another service" : undefined);
    if (what !== undefined) {
      this.refused.push(`${method} ?${what}`);
      incoming.resume();
      outgoing.writeHead(501, { "content-type": "application/xml" });
      outgoing.end(`<?xml version="1.0"?><Error><Code>NotImplemented</Code><Message>${what}</Message></Error>`);
      return;
    }
    const forwarded = request(this.emulator + url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  }
}
