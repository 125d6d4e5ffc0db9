import { execFileSync } from "node:child_process";
import { type Shell, shellLines, usualShell } from "../../sandbox/shell";

const AWKWARD = `a b'c"d$HOME %PATH% \\e`;

describe("shellLines", () => {
  test.each<[Shell, string[]]>([
    ["bash", [`export A='a b'\\''c"d$HOME %PATH% \\e'`, "unset B"]],
    ["fish", [`set -gx A 'a b\\'c"d$HOME %PATH% \\\\e'`, "set -e B"]],
    ["powershell", [`$env:A = 'a b''c"d$HOME %PATH% \\e'`, "$env:B = $null"]],
    ["cmd", [`set "A=a b'c"d$HOME %%PATH%% \\e"`, 'set "B="']],
  ])("quotes for %s", (shell, lines) => {
    expect(shellLines({ A: AWKWARD, B: undefined }, shell)).toEqual(lines);
  });

  test("doubles the typographic quotes that PowerShell takes for quotes", () => {
    expect(shellLines({ A: "l\u2019eau" }, "powershell")).toEqual(["$env:A = 'l\u2019\u2019eau'"]);
  });

  test("escapes what cmd would read as an operator behind a quote", () => {
    expect(shellLines({ A: 'x"y&z"&' }, "cmd")).toEqual(['set "A=x"y^&z"&"']);
  });

  test("bash reads back what was meant", () => {
    const script = `${shellLines({ A: AWKWARD, B: undefined }, "bash").join("\n")}\nprintf '%s|%s' "$A" "\${B-unset}"`;
    expect(
      execFileSync("bash", ["--norc", "-c", script], {
        encoding: "utf8",
        env: { B: "set" },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    ).toBe(`${AWKWARD}|unset`);
  });

  test("fails on a value of two lines", () => {
    expect(() => shellLines({ A: "a\nb" }, "bash")).toThrow(
      new Error('A must be one line for a shell, got "a\\nb"; move the project to a folder without line breaks'),
    );
  });
});

describe("usualShell", () => {
  test.each<[NodeJS.ProcessEnv, NodeJS.Platform, Shell]>([
    [{ SHELL: "/usr/bin/zsh" }, "darwin", "bash"],
    [{ SHELL: "/usr/bin/fish" }, "linux", "fish"],
    [{ SHELL: "/usr/bin/pwsh" }, "linux", "powershell"],
    [{}, "linux", "bash"],
    [{}, "win32", "powershell"],
    [{ PROMPT: "$P$G" }, "win32", "cmd"],
  ])("%j on %s is %s", (environment, platform, shell) => {
    expect(usualShell(environment, platform)).toBe(shell);
  });
});
