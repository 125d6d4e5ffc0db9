import { follow, outputNow, outputOf } from "../../engine/process";

const node = (program: string) => [process.execPath, "-e", program];

describe.each([
  ["outputOf", outputOf],
  ["outputNow", async (...args: Parameters<typeof outputNow>) => outputNow(...args)],
])("%s", (_, output) => {
  test("keeps what a program says, and how it ended", async () => {
    const said = await output(node("console.log('out'); console.error('err'); process.exitCode = 3"));
    expect(said).toEqual({ status: 3, stdout: "out\n", stderr: "err\n" });
  });

  test("hands over an input, also to a program that reads none", async () => {
    const echo = "process.stdin.on('data', (text) => process.stdout.write(`got ${text}`))";
    expect((await output(node(echo), { input: "a word" })).stdout).toBe("got a word");
    expect(await output(node(""), { input: "x".repeat(1_000_000) })).toMatchObject({ status: 0 });
  });

  test("has the environment and the folder that it is given", async () => {
    const program = "console.log(process.env.WORD, process.cwd())";
    const { stdout } = await output(node(program), { environment: { WORD: "here" }, cwd: "/" });
    expect(stdout).toBe("here /\n");
  });

  test("says why a program could not be started", async () => {
    const { status, stderr, error } = await output(["/no/such/program"]);
    expect({ status, stderr, code: error?.code }).toEqual({
      status: -1,
      stderr: expect.stringContaining("ENOENT"),
      code: "ENOENT",
    });
  });

  test("says which signal ended a program", async () => {
    const said = await output(node("process.kill(process.pid, 'SIGKILL')"));
    expect(said).toMatchObject({ status: -1, killedBy: "SIGKILL", stderr: "SIGKILL ended it" });
  });
});

describe("follow", () => {
  test("hands on each line, and the exit code", async () => {
    const lines: string[] = [];
    const code = await follow(node("console.log('a\\nb'); console.error('c'); process.exitCode = 3"), (line) => {
      lines.push(line);
    });
    expect(code).toBe(3);
    expect(lines.sort()).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["SIGINT", 0],
    ["SIGKILL", 1],
  ])("counts an end by %s as %d", async (signal, code) => {
    expect(await follow(node(`process.kill(process.pid, "${signal}")`), () => {})).toBe(code);
  });
});

describe("outputOf", () => {
  // What it has started itself goes on, and would keep the pipe open.
  const hanging = node(
    "require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setTimeout(() => {}, 60_000)",
  );

  test("kills a program that takes too long", async () => {
    const begin = performance.now();
    expect((await outputOf(hanging, { timeoutMilliseconds: 500 })).killedBy).toBe("SIGKILL");
    expect(performance.now() - begin).toBeLessThan(30_000);
  });

  test("ends a program when it is told to", async () => {
    const abort = new AbortController();
    const output = outputOf(hanging, { signal: abort.signal });
    abort.abort();
    expect((await output).killedBy).toBe("SIGTERM");
  });
});
