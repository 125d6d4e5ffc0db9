import { WebSocket } from "ws";

/** What somebody published. */
export interface Published {
  readonly topic: string;
  readonly args: readonly unknown[];
}

/** A subscription to all topics that begin with some text. */
export interface Subscription {
  /** The router's address, `ws://…`. */
  readonly url: string;
  readonly realm: string;
  readonly prefix: string;
  /** Gets each message; false ends it. */
  readonly onEvent: (event: Published) => boolean;
  /** What to do where the router does not answer. */
  readonly advice: string;
}

/** The messages of WAMP that are used here. @see https://wamp-proto.org/wamp_latest_ietf.html */
const HELLO = 1;
const WELCOME = 2;
const ABORT = 3;
const GOODBYE = 6;
const ERROR = 8;
const SUBSCRIBE = 32;
const EVENT = 36;

/** Listens until it is told to end, interrupted, or the router goes away, which is an error. */
export function subscribe({ url, realm, prefix, onEvent, advice }: Subscription): Promise<void> {
  const socket = new WebSocket(url, "wamp.2.json", { handshakeTimeout: 10_000 });
  const send = (message: readonly unknown[]) => socket.send(JSON.stringify(message));
  return new Promise((resolve, reject) => {
    const end = (error?: Error) => {
      process.off("SIGINT", interrupted);
      socket.removeAllListeners("close").terminate();
      if (error === undefined) resolve();
      else reject(error);
    };
    const interrupted = () => end();
    process.on("SIGINT", interrupted);
    socket.on("open", () => send([HELLO, realm, { roles: { subscriber: {} }, authmethods: ["anonymous"] }]));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end(new Error(`the router must answer at ${url}, got ${error.code ?? error.message}; ${advice}`)),
    );
    socket.on("close", () =>
      end(new Error(`the router at ${url} has ended the connection; begin again when it is up`)),
    );
    socket.on("message", (text) => {
      const [type, ...rest] = JSON.parse(String(text)) as [number, ...unknown[]];
      if (type === WELCOME) send([SUBSCRIBE, 1, { match: "prefix" }, prefix]);
      if (type === ABORT || type === ERROR || type === GOODBYE) {
        const reason = rest.find((each) => typeof each === "string");
        end(
          new Error(`the router at ${url} must let us listen in the realm ${realm}, got ${reason}; compare its realm`),
        );
      }
      if (type !== EVENT) return;
      const [, , details, args = []] = rest as [number, number, { readonly topic?: string }, unknown[]?];
      if (!onEvent({ topic: details.topic ?? prefix, args })) end();
    });
  });
}
