import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gte } from "semver";
import { sandboxFolder } from "../engine/folders";
import { withLock } from "../engine/lock";
import { type Output, outputOf } from "../engine/process";
import { shippedFile } from "../engine/shipped-file";

const OLDEST = "3.10";
const VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
/** Ends with 0 when everything that the file pins is installed in exactly that version. */
const HOLDS = `
import re, sys
from importlib.metadata import version
for line in open(sys.argv[1], encoding="utf-8"):
    pin = re.match(r"([\\w-]+)==([^\\s;]+)$", line.strip())
    if pin and version(pin[1]) != pin[2]: sys.exit(1)
`;
/** What would make pip or Python look elsewhere than in the virtual environment. */
const MISLEADING = ["PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"];

export interface PythonProps {
  readonly project: string;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform;
  /** Told what takes long. @default - silence */
  readonly say?: (line: string) => void;
}

/** The Python of a virtual environment that holds what aws.py needs; made, or made again, when it is missing or broken. */
export async function sandboxPython(props: PythonProps): Promise<string> {
  const { project, environment = process.env, platform = process.platform, say = () => {} } = props;
  const named = environment.SLIPWAY_SANDBOX_VENV;
  const venv = named ? resolve(named) : sandboxFolder(project).venv;
  const python = platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
  const stamp = `${venv}.stamp`;
  const requirements = shippedFile("sandbox/requirements.txt");
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const cleaned = Object.fromEntries(Object.entries(environment).filter(([name]) => !MISLEADING.includes(name)));
  const ready = async () => {
    if (!existsSync(python)) return false;
    const written = readStamp(stamp);
    if (written !== undefined) return written === `${hash} ${await versionOf([python], cleaned)}`;
    return (await outputOf([python, "-I", "-c", HOLDS, requirements], { environment: cleaned })).status === 0;
  };

  if (await ready()) return python;
  const inform = () => say("waiting for another process that installs the sandbox's Python packages");
  return withLock(
    `${venv}.lock`,
    async () => {
      if (await ready()) return python;
      if (named && isForeign(venv, stamp)) {
        throw new Error(
          `SLIPWAY_SANDBOX_VENV must name a virtual environment that holds what requirements.txt pins, or none yet, got ${venv}; ` +
            "name another folder, or unset it",
        );
      }
      const found = await findPython({ environment: cleaned, platform });
      say(`installing the sandbox's Python packages into ${venv} (once; about a minute)`);
      mkdirSync(dirname(venv), { recursive: true });
      writeFileSync(stamp, "unfinished");
      await makeVenv(found, venv, cleaned);
      await install(python, requirements, cleaned);
      writeFileSync(stamp, `${hash} ${await versionOf([python], cleaned)}`);
      return python;
    },
    inform,
  );
}

/** The first Python on this machine that is new enough, as a command with its arguments. */
export async function findPython(props: Omit<PythonProps, "project">): Promise<readonly string[]> {
  const { environment = process.env, platform = process.platform } = props;
  const newer = ["3.14", "3.13", "3.12", "3.11", "3.10"].map((version) => `python${version}`);
  const commands = [["python3"], ["python"], ...(platform === "win32" ? [["py", "-3"]] : newer.map((name) => [name]))];
  const tooOld: string[] = [];
  for (const command of commands) {
    const version = await versionOf(command, environment);
    if (version === undefined) continue;
    if (gte(version, `${OLDEST}.0`)) return command;
    tooOld.push(`${command.join(" ")} ${version}`);
  }
  const looked = commands.map((command) => command.join(" ")).join(", ");
  throw new Error(
    `the sandbox needs Python ${OLDEST} or newer, got ${tooOld.join(", ") || "none"} (looked for ${looked}); ` +
      "install it from https://www.python.org/downloads/ or with your system's package manager",
  );
}

async function versionOf(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const ran = await outputOf([...command, "-I", "-c", VERSION], { environment });
  // The Windows store's stand-in for Python ends with 0 and prints nothing.
  return ran.status === 0 && /^\d+\.\d+\.\d+$/.test(ran.stdout.trim()) ? ran.stdout.trim() : undefined;
}

async function makeVenv(python: readonly string[], venv: string, environment: NodeJS.ProcessEnv): Promise<void> {
  rmSync(venv, { recursive: true, force: true });
  const ran = await outputOf([...python, "-m", "venv", venv], { environment });
  if (ran.status === 0) return;
  const name = python.join(" ");
  if (/ensurepip|No module named '?venv/.test(ran.stdout + ran.stderr)) {
    const version = (await versionOf(python, environment))?.split(".").slice(0, 2).join(".");
    throw new Error(
      `the sandbox needs Python's venv and pip, got ${name} without them; ` +
        `run apt install python${version}-venv (Debian, Ubuntu) or install Python from https://www.python.org/downloads/`,
    );
  }
  throw new Error(`${name} could not make a virtual environment in ${venv}; it said:\n${lastLines(ran)}`);
}

async function install(python: string, requirements: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-compile"];
  const ran = await outputOf([python, "-I", "-m", "pip", "install", ...quiet, "-r", requirements], { environment });
  if (ran.status === 0) return;
  throw new Error(
    "the sandbox's Python packages could not be installed; check that this machine reaches a Python package index " +
      `(PIP_INDEX_URL names one) and run it again. pip said:\n${lastLines(ran)}`,
  );
}

function isForeign(venv: string, stamp: string): boolean {
  return readStamp(stamp) === undefined && existsSync(venv) && readdirSync(venv).length > 0;
}

function readStamp(stamp: string): string | undefined {
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
}

function lastLines({ stdout, stderr }: Output): string {
  return `${stdout}${stderr}`.trim().split(/\r?\n/).slice(-8).join("\n");
}
