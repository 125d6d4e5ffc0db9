import { WebSocket } from "ws";
import { isList, isText, partsOf } from "../../constructs/shared/rules";
import { shown } from "../../constructs/shared/shown";
import { isTooDeep, MOST_BYTES, TOO_DEEP, TOO_LARGE } from "./limits";

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
  /** Gets the topic of each message that is not handed on, and why. */
  readonly onLeftOut: (topic: string, why: string) => void;
  /** What to do where the router does not answer. */
  readonly advice: string;
  /** How long the router may be silent. @default 10_000 */
  readonly patienceMilliseconds?: number;
}

/** The messages of WAMP that are used here. @see https://wamp-proto.org/wamp_latest_ietf.html */
const HELLO = 1;
const WELCOME = 2;
const ABORT = 3;
const GOODBYE = 6;
const ERROR = 8;
const SUBSCRIBE = 32;
const SUBSCRIBED = 33;
const EVENT = 36;

/** Listens until it is told to end, interrupted, or the router goes away or silent, which is an error. */
export function subscribe(subscription: Subscription): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = new Listener(subscription, (error) => {
      process.off("SIGINT", interrupted);
      if (error === undefined) resolve();
      else reject(error);
    });
    const interrupted = () => listener.end();
    process.on("SIGINT", interrupted);
  });
}

class Listener {
  private readonly socket: WebSocket;
  private readonly patience: number;
  private isEnded = false;
  private greeting: NodeJS.Timeout | undefined;
  private pulse: NodeJS.Timeout | undefined;

  constructor(
    private readonly subscription: Subscription,
    private readonly onEnd: (error?: Error) => void,
  ) {
    const { url, advice, patienceMilliseconds = 10_000 } = subscription;
    this.patience = patienceMilliseconds;
    this.socket = new WebSocket(url, "wamp.2.json", {
      handshakeTimeout: this.patience,
      maxPayload: MOST_BYTES,
    });
    this.socket.on("open", () => this.greet());
    this.socket.on("message", (data) => this.read(String(data)));
    this.socket.on("error", (error: NodeJS.ErrnoException) =>
      this.end(new Error(`the router must answer at ${url}, got ${errorText(error)}; ${advice}`)),
    );
    this.socket.on("close", () =>
      this.end(new Error(`the router at ${url} has ended the connection; begin again when it is up`)),
    );
  }

  end(error?: Error): void {
    if (this.isEnded) return;
    this.isEnded = true;
    clearTimeout(this.greeting);
    clearInterval(this.pulse);
    this.socket.terminate();
    this.onEnd(error);
  }

  private greet(): void {
    const { url, realm, advice } = this.subscription;
    const seconds = this.patience / 1000;
    const silent = `the router must answer at ${url}, got a connection and no word of WAMP in ${seconds} s; ${advice}`;
    this.greeting = setTimeout(() => this.end(new Error(silent)), this.patience);
    this.send([HELLO, realm, { roles: { subscriber: {} }, authmethods: ["anonymous"] }]);
  }

  /** A router that is stopped, or out of reach, ends no connection. */
  private watchPulse(): void {
    clearTimeout(this.greeting);
    clearInterval(this.pulse);
    const { url } = this.subscription;
    const silent = `the router at ${url} must answer, got silence for ${this.patience / 1000} s; begin again when it is up`;
    let isAlive = true;
    this.socket.on("pong", () => {
      isAlive = true;
    });
    this.pulse = setInterval(() => {
      if (isAlive) this.socket.ping();
      else this.end(new Error(silent));
      isAlive = false;
    }, this.patience);
  }

  private read(text: string): void {
    if (this.isEnded) return;
    const { url, realm } = this.subscription;
    const [type, ...rest] = messageIn(text) ?? [];
    if (type === WELCOME) this.send([SUBSCRIBE, 1, { match: "prefix" }, this.subscription.prefix]);
    else if (type === SUBSCRIBED) this.watchPulse();
    else if (type === EVENT) this.hand(rest);
    else if (type === ABORT || type === ERROR || type === GOODBYE) {
      const reason = shown(rest.find(isText));
      const refused = `the router at ${url} must let us listen in the realm ${realm}, got ${reason}; compare its realm`;
      this.end(new Error(refused));
    } else if (type === undefined) {
      const advice = "see which program answers there";
      this.end(new Error(`the router at ${url} must speak WAMP, got ${shown(text)}; ${advice}`));
    }
  }

  private hand([, , details, args]: readonly unknown[]): void {
    const { prefix, onEvent, onLeftOut } = this.subscription;
    const { topic: said } = partsOf(details);
    const topic = isText(said) ? said : prefix;
    if (isTooDeep(args)) onLeftOut(topic, TOO_DEEP);
    else if (!onEvent({ topic, args: isList(args) ? args : [] })) this.end();
  }

  private send(message: readonly unknown[]): void {
    this.socket.send(JSON.stringify(message));
  }
}

function errorText({ code, message }: NodeJS.ErrnoException): string {
  return code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" ? `a message of ${TOO_LARGE}` : (code ?? message);
}

/** A message of WAMP, which is a list that a number begins. */
function messageIn(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) && typeof value[0] === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}
