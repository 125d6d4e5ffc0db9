import { join } from "node:path";
import { outputNow } from "./process";

/** Compiles the files that are named on its input, and prints those of which Python says something. Writes nothing. */
const PROGRAM = `
import json, sys
for path in json.load(sys.stdin):
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
    except SyntaxError as error:
        print(json.dumps([path, error.lineno, error.msg]))
    except (ValueError, RecursionError, MemoryError) as error:
        print(json.dumps([path, None, str(error) or type(error).__name__]))
`;

const PYTHONS = process.platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];

/** What Python says of some files, `"data/split.py" line 3: invalid syntax`; nothing at all where there is no Python. */
export function pythonProblems(folder: string, paths: readonly string[]): string[] | undefined {
  const files = paths.filter((path) => path.endsWith(".py"));
  if (files.length === 0) return [];
  const input = JSON.stringify(files.map((path) => join(folder, path)));
  for (const python of PYTHONS) {
    const command = [...python, "-I", "-W", "ignore", "-X", "utf8", "-c", PROGRAM];
    const { status, stdout } = outputNow(command, { input });
    if (status !== 0) continue;
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [path, number, message] = JSON.parse(line) as [string, number | null, string];
        const name = files.find((each) => join(folder, each) === path) ?? path;
        return `"${name}"${number === null ? "" : ` line ${number}`}: ${message}`;
      });
  }
  return undefined;
}
