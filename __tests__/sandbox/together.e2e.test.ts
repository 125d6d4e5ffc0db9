import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { resolve } from "node:path";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { freePort } from "../../sandbox/port";
import { sandboxPython } from "../../sandbox/python";
import { until } from "../support/until";
import { environment } from "./temporary";

/** Its threads take turns a thousand times as often as Python's do: what they can disturb, they do. */
const EAGER = `
import runpy, sys
sys.setswitchinterval(1e-6)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
`;

describe("the sandbox", () => {
  let server: ChildProcess;
  let endpoint = "";

  beforeAll(async () => {
    const port = await freePort("127.0.0.1", undefined, 15_600 + 50 * Number(process.env.JEST_WORKER_ID));
    endpoint = `http://127.0.0.1:${port}`;
    const python = await sandboxPython({ project: resolve(__dirname, "../.."), environment });
    const args = [resolve(__dirname, "../../sandbox/aws.py"), "--port", `${port}`, "--instance", "eager"];
    server = spawn(python, ["-c", EAGER, ...args], { env: environment, stdio: "ignore" });
    const instance = async () => {
      const answer = await fetch(`${endpoint}/slipway-sandbox`);
      return ((await answer.json()) as { readonly instance: string }).instance;
    };
    await until(
      () => instance().catch(() => undefined),
      (found) => found === "eager",
    );
  });
  afterAll(async () => {
    const ended = new Promise((done) => server.once("close", done));
    server.kill();
    await ended;
  });

  test("answers all that is asked at the same time", async () => {
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const iam = new IAMClient({ endpoint, region: "ca-central-1", credentials, maxAttempts: 1 });
    const statement = (more: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
    const AssumeRolePolicyDocument = statement({
      Action: "sts:AssumeRole",
      Principal: { Service: "lambda.amazonaws.com" },
    });
    const PolicyDocument = statement({ Action: "s3:GetObject", Resource: "*" });
    const attached = async (name: string) => {
      await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }));
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
      return AttachedPolicies?.map(({ PolicyName }) => PolicyName);
    };
    const names = Array.from({ length: 60 }, (_, index) => `role-${index}`);
    expect(await Promise.all(names.map(attached))).toEqual(names.map((name) => [name]));
  });

  /** What comes from it piece by piece, when something is sent to it. */
  async function pieces(...sent: string[]): Promise<string[]> {
    const socket = connect(Number(new URL(endpoint).port), "127.0.0.1").setEncoding("utf8");
    const found: string[] = [];
    for (const each of sent) {
      socket.write(each);
      const next = await Promise.race([once(socket, "data"), once(socket, "end")]);
      found.push(String(next[0] ?? ""));
    }
    socket.destroy();
    return found;
  }
  const head = (...lines: string[]) => `${["GET /lost HTTP/1.1", "Host: s3", ...lines].join("\r\n")}\r\n\r\n`;

  // Go's client may close before the second piece, and its user asks again.
  test("answers in one piece", async () => {
    for (let times = 0; times < 50; times++) {
      const [answer] = await pieces(head());
      expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*\r\n\r\n[\s\S]*<Code>NoSuchBucket<\/Code>/);
    }
  });

  test("asks for what is sent only when it is asked for", async () => {
    const put = head("Content-Length: 4", "Expect: 100-continue").replace("GET /lost", "PUT /lost/key");
    expect(await pieces(put, "some")).toEqual([
      "HTTP/1.1 100 Continue\r\n\r\n",
      expect.stringContaining("<Code>NoSuchBucket</Code>"),
    ]);
  });
});
