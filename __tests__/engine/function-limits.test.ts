import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Workspace } from "../../app/load";
import { functions } from "../../cli/doctor/function-limits";
import { functionLimits, limitWarnings } from "../../engine/function-limits";
import { accountWarnings } from "../../engine/plan/account-limits";

const fn = (memoryMiB: number, reserved?: number) => ({
  where: "my-model",
  memoryMiB,
  ...(reserved !== undefined && { reserved }),
});
const MEMORY =
  "my-model: the account allows 10 concurrent executions, as new ones do, and may refuse memory above 3008 MiB, got 4016; " +
  "ask AWS Support for more, or deploy with 3008";

describe("what an account's limits refuse", () => {
  test.each([
    [fn(3008), { concurrent: 10 }, []],
    [fn(4016), { concurrent: 1000 }, []],
    [fn(4016), { concurrent: 10 }, [MEMORY]],
    [
      fn(512, 5),
      { concurrent: 10 },
      [
        "my-model: reserved concurrency must leave 100 of the account's 10 concurrent executions free, got 5; " +
          "leave it out, or ask AWS Support for more",
      ],
    ],
    [
      fn(512, 901),
      { concurrent: 1000 },
      [
        "my-model: reserved concurrency must leave 100 of the account's 1000 concurrent executions free, got 901; " +
          "reserve at most 900, or ask AWS Support for more",
      ],
    ],
    [fn(512, 900), { concurrent: 1000 }, []],
    [
      fn(4016, 1),
      { unknown: "AccessDeniedException" },
      [
        "my-model: the account may not allow memory above 3008 MiB and reserved concurrency, its limits are unknown " +
          "(AccessDeniedException); your credentials need lambda:GetAccountSettings to look it up",
      ],
    ],
    [fn(512), { unknown: "AccessDeniedException" }, []],
  ])("%j in an account with %j", (limited, limits, warnings) =>
    expect(limitWarnings(limited, limits)).toEqual(warnings),
  );
});

describe("an account", () => {
  let server: Server;
  let environment: NodeJS.ProcessEnv;
  let answer: [number, object];
  let asked = 0;
  const of = (concurrent: number): [number, object] => [200, { AccountLimit: { ConcurrentExecutions: concurrent } }];
  const DENIED: [number, object] = [403, { message: "not authorized" }];

  beforeAll(async () => {
    server = createServer((_, response) => {
      asked += 1;
      response.writeHead(answer[0], answer[0] === 200 ? {} : { "x-amzn-ErrorType": "AccessDeniedException" });
      response.end(JSON.stringify(answer[1]));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const keys = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
    environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...keys };
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test("says what it allows, or that it may not be asked", async () => {
    answer = of(10);
    expect(await functionLimits(environment, "ca-central-1")).toEqual({ concurrent: 10 });
    answer = DENIED;
    expect(await functionLimits(environment, "ca-central-1")).toEqual({ unknown: "AccessDeniedException" });
  });

  test("is asked for a plan that makes or changes a large function", async () => {
    answer = of(10);
    const declared = { resource: { aws_lambda_function: { F: { function_name: "my-model", memory_size: 4016 } } } };
    const change = { address: "aws_lambda_function.F", type: "aws_lambda_function", name: "F" };
    const plan = { stack: "my-model", region: "ca-central-1", created: [], changed: [], replaced: [] };
    const before = asked;
    expect(await accountWarnings(declared, plan, environment)).toEqual([]);
    expect(asked).toBe(before);
    const warnings = await accountWarnings(declared, { ...plan, created: [change] as never }, environment);
    expect(warnings).toEqual([MEMORY]);
  });

  const model = (memoryMiB: number): Workspace =>
    ({
      domain: "model",
      problems: [],
      environment: { name: "my-model", region: "ca-central-1", compute: { lambda: { memoryMiB } } },
    }) as unknown as Workspace;
  const diagnosed = (...workspaces: Workspace[]) => functions({ environment, folder: "." }, workspaces);

  test("is diagnosed", async () => {
    expect(await diagnosed()).toEqual({ name: "Lambda", state: "unneeded", found: "no model" });
    expect(await diagnosed(model(512))).toEqual({
      ...{ name: "Lambda", state: "unneeded", found: "no model asks for more than new accounts allow" },
    });
    answer = of(1000);
    expect(await diagnosed(model(4016))).toEqual([
      { name: "Lambda", state: "ok", found: "1000 concurrent executions in ca-central-1" },
    ]);
    answer = of(10);
    const [found, remedy] = MEMORY.split("; ");
    expect(await diagnosed(model(4016))).toEqual([{ name: "Lambda", state: "warning", found, remedy }]);
    answer = DENIED;
    expect(await diagnosed(model(4016))).toMatchObject([
      { state: "warning", remedy: expect.stringMatching(/GetAccountSettings/) },
    ]);
  });
});
