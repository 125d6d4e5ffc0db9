import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { findPython } from "../../sandbox/python";

const TESTS = resolve(__dirname, "handler/test_main.py");
const MAIN = resolve(__dirname, "../../examples/new-model/main.py");

test("the handler of a new model does what its own tests say", async () => {
  const [python = "", ...args] = await findPython({});
  const env = { ...process.env, MAIN };
  const { status, stderr } = spawnSync(python, [...args, "-B", TESTS], { env, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  expect(Number(/Ran (\d+) tests/.exec(stderr)?.[1])).toBeGreaterThan(15);
});
