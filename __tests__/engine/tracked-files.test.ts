import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project } from "../../engine/project";
import { trackedFileProblems } from "../../engine/tracked-files";
import { mustRun } from "../support/must-run";
import { TestProject } from "../support/project";
import { slipwayIn } from "../support/warm-process";

const told = (file: string) =>
  `must be a file that git does not track, got "${file}"; run git rm --cached ${file}, add it to .gitignore, and replace the key: the history has it`;

describe("a file with secrets", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "tracked-")));
    mkdirSync(join(folder, "lab/tls"), { recursive: true });
    for (const name of ["lab/tls/key.pem", "lab/tls/new.pem", "lab/tls/[k].pem", "outside.pem"]) {
      writeFileSync(join(folder, name), "key");
    }
  });
  afterEach(() => {
    delete process.env.GIT_DIR;
    rmSync(folder, { recursive: true, force: true });
  });

  const git = (...args: string[]) => mustRun("git", "-C", folder, ...args);
  const problems = (file: string) => trackedFileProblems({ keyFile: file }, join(folder, "lab"));

  test("is refused where git has it", () => {
    git("init", "-q");
    git("add", "lab/tls/key.pem", ":(literal)lab/tls/[k].pem");
    expect(problems("tls/key.pem")).toEqual([{ path: "keyFile", message: told("tls/key.pem") }]);
    expect(problems("tls/[k].pem")).toEqual([{ path: "keyFile", message: told("tls/[k].pem") }]);
    expect(problems(join(folder, "lab/tls/key.pem"))).toHaveLength(1);
  });

  test("is right where git has not got it, ignores it, or has another of its kind", () => {
    git("init", "-q");
    git("add", "lab/tls/key.pem");
    expect(problems("tls/new.pem")).toEqual([]);
    expect(problems("tls/[k].pem")).toEqual([]);
    expect(problems("tls/none.pem")).toEqual([]);
  });

  test("is refused by a link to what git has", () => {
    git("init", "-q");
    git("add", "lab/tls/key.pem");
    symlinkSync("key.pem", join(folder, "lab/tls/link.pem"));
    expect(problems("tls/link.pem")).toEqual([{ path: "keyFile", message: told("tls/link.pem") }]);
  });

  test("is refused where another repository in the project has it", () => {
    git("init", "-q", "lab/tls");
    mustRun("git", "-C", join(folder, "lab/tls"), "add", "key.pem");
    expect(problems("tls/key.pem")).toHaveLength(1);
  });

  test("is refused in a hook of git, which names its repository to others", () => {
    git("init", "-q");
    git("add", "lab/tls/key.pem");
    process.env.GIT_DIR = join(folder, "no-repository");
    expect(problems("tls/key.pem")).toHaveLength(1);
  });

  test("is right outside of a repository, and of the project", () => {
    expect(problems("tls/key.pem")).toEqual([]);
    git("init", "-q");
    git("add", "outside.pem");
    expect(problems("../outside.pem")).toEqual([]);
  });
});

describe("the key of a certificate", () => {
  const FILE = `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "internal" },
  services: { one: {
    image: "example/one:1", port: 80, hosts: ["one.example.org"], certificate: { certFile: "tls/one.pem", keyFile: "tls/one.key" },
  } },
};
`;
  const said = `environments/services/lab.ts: services.one.certificate.keyFile ${told("tls/one.key")}`;

  test("is refused by check and by a deployment while git has it", () => {
    const project = new TestProject({
      "environments/services/lab.ts": FILE,
      "tls/one.key": "key",
      "tls/one.pem": "pem",
    });
    const git = (...args: string[]) => mustRun("git", "-C", project.folder, ...args);
    const slipway = (...args: string[]) => slipwayIn({ cwd: project.folder }, ...args);
    try {
      git("init", "-q");
      git("add", "-f", "tls");
      expect(slipway("check")).toMatchObject({ status: 1, stderr: expect.stringContaining(said) });
      const [{ problems }] = JSON.parse(slipway("check", "--json").stdout);
      expect(problems).toEqual([
        {
          ...{ file: "environments/services/lab.ts", path: "services.one.certificate.keyFile" },
          ...{ rule: "must be a file that git does not track", value: "tls/one.key" },
          hint: expect.stringMatching(/^run git rm --cached tls\/one.key, add it to .gitignore, and replace the key/),
        },
      ]);
      expect(() => Project.at(project.folder).soundWorkspace("lab", () => {})).toThrow(said);
      git("rm", "-q", "--cached", "tls/one.key");
      expect(slipway("check")).toMatchObject({ status: 0 });
    } finally {
      project.remove();
    }
  });
});
