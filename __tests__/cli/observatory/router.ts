import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";

/** What stands where a router should. */
export interface Answers {
  /** Status and text of an answer to a call; nothing is never answered. */
  readonly http?: (call: Call) => readonly [status: number, text: string] | undefined;
  readonly webSocket?: (socket: WebSocket) => void;
}

/** A call as a router gets it. */
export interface Call {
  readonly procedure: string;
  readonly args: readonly unknown[];
}

/** A program that answers as it is told, on a port of its own. */
export class Router {
  private constructor(
    private readonly server: Server,
    private readonly sockets: WebSocketServer,
  ) {}

  static async with({ http, webSocket }: Answers): Promise<Router> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        const answer = http?.(JSON.parse(body) as Call);
        if (answer !== undefined) response.writeHead(answer[0]).end(answer[1]);
      });
    });
    const sockets = new WebSocketServer({ server, autoPong: false, handleProtocols: () => "wamp.2.json" });
    sockets.on("connection", (socket) => webSocket?.(socket));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new Router(server, sockets);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** A site that has this router. */
  get site(): ObservatoryEnvironment {
    const crossbar = {
      wampServer: `ws://127.0.0.1:${this.port}/ws`,
      wampHttp: `http://127.0.0.1:${this.port}/call`,
    };
    const agents = [{ instanceId: "fake1", agentClass: "FakeDataAgent" }];
    return {
      name: "lab",
      images: { ocs: "simonsobs/ocs:v0.12.1" },
      crossbar,
      hosts: [{ hostname: "lab", kind: "native", agents }],
    };
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
