import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";

const HEAD = 12;
const [A, IN] = [1, 1];
const TTL_SECONDS = 60;
const [ANSWER, NO_ERROR, SERVER_FAILED, NO_NAME] = [0x8180, 0, 2, 3];

/** Addresses by names; `failed`: the server says that it cannot tell, `silent`: it says nothing. */
export type Zone = Readonly<Record<string, readonly string[] | "failed" | "silent">>;

/** A name server on this machine with IPv4 addresses, as a resolver sees one. */
export class NameServer {
  private readonly socket: Socket = createSocket("udp4");
  readonly asked: string[] = [];

  constructor(private readonly zone: Zone) {
    this.socket.on("message", (query, { address, port }) => {
      const reply = this.reply(query);
      if (reply !== undefined) this.socket.send(reply, port, address);
    });
  }

  /** @returns its address */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  private reply(query: Buffer): Buffer | undefined {
    const labels: string[] = [];
    let at = HEAD;
    for (let length = query[at] as number; length > 0; length = query[at] as number) {
      labels.push(query.toString("ascii", at + 1, at + 1 + length));
      at += length + 1;
    }
    const question = query.subarray(HEAD, at + 5);
    const name = labels.join(".");
    this.asked.push(name);
    const found = this.zone[name];
    if (found === "silent") return undefined;
    const addresses = found === undefined || found === "failed" || query.readUInt16BE(at + 1) !== A ? [] : found;
    const code = found === "failed" ? SERVER_FAILED : found === undefined ? NO_NAME : NO_ERROR;
    const head = Buffer.alloc(HEAD);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(ANSWER | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    return Buffer.concat([head, question, ...addresses.map(answer)]);
  }
}

/** An address record of the name in the question. */
function answer(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 | HEAD, 0);
  record.writeUInt16BE(A, 2);
  record.writeUInt16BE(IN, 4);
  record.writeUInt32BE(TTL_SECONDS, 6);
  record.writeUInt16BE(4, 10);
  Buffer.from(address.split(".").map(Number)).copy(record, 12);
  return record;
}
