import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What AWS answers to a request. */
export interface FakeAnswer {
  /** @default 200 */
  readonly status?: number;
  readonly body: string | object;
}

/** What is asked: `POST /`, or `GET /2015-03-31/functions/quetzal-oslo`; of JSON services with their call behind it. */
type Asked = string;

const ACCOUNT = "111122223333";
const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT}:user/lab</Arn><UserId>lab</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** A server in the place of AWS's: what no emulator does, such as an update that fails. It knows whose the credentials are. */
export class FakeAws {
  readonly account = ACCOUNT;
  readonly asked: Asked[] = [];
  private readonly server: Server;

  constructor(answer: (asked: Asked) => FakeAnswer = () => ({ status: 400, body: {} })) {
    this.server = createServer(async (request, response) => {
      await once(request.resume(), "end");
      const asked = nameOf(request);
      this.asked.push(asked);
      const { status = 200, body } = asked === "POST /" ? { body: CALLER } : answer(asked);
      const isXml = typeof body === "string";
      response.writeHead(status, { "content-type": isXml ? "text/xml" : "application/json" });
      response.end(isXml ? body : JSON.stringify(body));
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
  }

  /** The variables of a shell that reaches it. */
  get environment(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "lab",
      AWS_SECRET_ACCESS_KEY: "lab",
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

function nameOf({ method, url = "", headers }: IncomingMessage): Asked {
  const call = headers["x-amz-target"];
  return `${method} ${url.split("?")[0]}${call === undefined ? "" : ` ${call}`}`;
}
