import { join } from "node:path";
import type { CompilePython } from "../domains/domain";
import { outputNow } from "./process";

/**
 * Compiles the files named on its input, except those whose content this Python has compiled before, and prints the problems. It writes
 * only the hashes it remembers. Many files are spread over the processors.
 */
const PROGRAM = `
import hashlib, json, os, re, sys

def look(entry):
    path, md5 = entry
    try:
        with open(path, "rb") as file:
            content = file.read()
        compile(content, path, "exec", dont_inherit=True)
        return md5 if hashlib.new("md5", content, usedforsecurity=False).hexdigest() == md5 else None
    except SyntaxError as error:
        return [path, error.lineno, error.msg]
    except (ValueError, RecursionError, MemoryError) as error:
        return [path, None, str(error) or type(error).__name__]

def look_at(entries):
    if len(entries) >= 200:
        try:
            from multiprocessing import get_context
            with get_context("fork").Pool(min(8, os.cpu_count() or 1)) as pool:
                return pool.map(look, entries, 25)
        except (ImportError, OSError, ValueError):
            pass
    return [look(entry) for entry in entries]

def known(file):
    try:
        with open(file, encoding="ascii") as lines:
            return set(lines.read().split())
    except (OSError, ValueError):
        return set()

def remember(file, hashes):
    fresh = file + "." + str(os.getpid())
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(fresh, "w", encoding="ascii") as out:
            out.write("\\n".join(sorted(hashes)))
        os.replace(fresh, file)
    except OSError:
        pass

told = json.load(sys.stdin)
entries = told["files"]
file = os.path.join(told["memory"], re.sub("[^0-9A-Za-z]+", "-", sys.version)[:120] + ".txt")
before = known(file)
answers = look_at([entry for entry in entries if entry[1] not in before])
good = set(answer for answer in answers if isinstance(answer, str))
if good:
    present = set(entry[1] for entry in entries if entry[1] in before)
    remember(file, good | (before if len(before) < 50000 else present))
for answer in answers:
    if isinstance(answer, list):
        print(json.dumps(answer))
`;

const PYTHONS = process.platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];

/** What is compiled. */
interface PythonFiles {
  readonly folder: string;
  /** The MD5 of each file by its path in the folder; only Python is compiled. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder that keeps the hashes of what compiles; it need not exist or be writable. */
  readonly memory: string;
}

/** Compiles the plugins of a project, and keeps the hashes of what compiles in its `node_modules/.cache`. */
export function pythonCompiler(project: string): CompilePython {
  const memory = join(project, "node_modules", ".cache", "slipway", "compiled");
  return (folder, files) => pythonProblems({ folder, files, memory });
}

/** What Python says of some files, `"data/split.py" line 3: invalid syntax`; nothing at all where there is no Python. */
export function pythonProblems({ folder, files, memory }: PythonFiles): string[] | undefined {
  const names = new Map(
    Object.keys(files)
      .filter((path) => path.endsWith(".py"))
      .map((path) => [join(folder, path), path]),
  );
  if (names.size === 0) return [];
  const input = JSON.stringify({ memory, files: [...names].map(([path, name]) => [path, files[name]]) });
  for (const python of PYTHONS) {
    const command = [...python, "-I", "-W", "ignore", "-X", "utf8", "-c", PROGRAM];
    const { status, stdout } = outputNow(command, { input });
    if (status !== 0) continue;
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [path, number, message] = JSON.parse(line) as [string, number | null, string];
        return `"${names.get(path) ?? path}"${number === null ? "" : ` line ${number}`}: ${message}`;
      });
  }
  return undefined;
}
