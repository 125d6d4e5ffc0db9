import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DeployedModel } from "../../../../cli/model/deployed-model";
import { buildContext } from "../../../../cli/model/image/build-context";
import { contextTable, contextWarnings } from "../../../../cli/model/image/context-report";
import { contextSecrets } from "../../../../cli/model/image/context-secrets";
import { envProblems, envWarnings, writeEnv } from "../../../../cli/model/image/env-file";
import { defaultTag, refuseTag } from "../../../../cli/model/image/tag";

const DOCKERFILE = "FROM scratch\nARG QUETZAL_MODEL_NAME\nCOPY ./quetzal /q\nCOPY ./${QUETZAL_MODEL_NAME} /m\n";
const MODEL = { name: "quetzal-oslo", file: "environments/model/quetzal-oslo.ts" } as DeployedModel;
const KEY = `AKIA${"A".repeat(16)}`;

describe("the build context of a model", () => {
  let root: string;
  let model: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "context-")));
    model = join(root, "oslo");
    write({ "oslo/Dockerfile": DOCKERFILE, "oslo/main.py": "pass\n", "quetzal/engine.py": "pass\n", "other/big": "x" });
  });
  afterEach(() => rmSync(root, { recursive: true }));
  function write(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  const context = () => buildContext(model);
  const paths = () => context().files.map(({ path }) => path);

  test("is the folder above, of which goes what the Dockerfile copies", () => {
    expect(context()).toMatchObject({
      folder: root,
      model: "oslo",
      args: { QUETZAL_MODEL_NAME: "oslo" },
      wantsTag: false,
    });
    expect(paths()).toEqual(["oslo/Dockerfile", "oslo/main.py", "quetzal/engine.py"]);
  });

  test("is without what the model's Dockerfile.dockerignore names, or else the context's .dockerignore", () => {
    write({ ".dockerignore": "oslo/main.py\n" });
    expect(paths()).toEqual(["oslo/Dockerfile", "quetzal/engine.py"]);
    write({ "oslo/Dockerfile.dockerignore": "quetzal\n!quetzal/kept.py\n", "quetzal/kept.py": "" });
    expect(paths()).toEqual(["oslo/Dockerfile", "oslo/Dockerfile.dockerignore", "oslo/main.py", "quetzal/kept.py"]);
  });

  test("follows a link that is copied, and no other", () => {
    rmSync(join(root, "quetzal"), { recursive: true });
    write({ "library/engine.py": "" });
    symlinkSync("library", join(root, "quetzal"));
    symlinkSync("../other", join(model, "inside"));
    expect(paths()).toEqual(["library/engine.py", "oslo/Dockerfile", "oslo/main.py"]);
  });

  test("knows whether the Dockerfile wants the tag", () => {
    write({ "oslo/Dockerfile": `${DOCKERFILE}ARG IMAGE_TAG\n` });
    expect(context().wantsTag).toBe(true);
  });

  test("needs a folder with a Dockerfile, and patterns", () => {
    expect(() => buildContext(join(root, "nowhere"))).toThrow(
      new Error(`--folder must be a model's folder, got "${join(root, "nowhere")}", which is not there; name another`),
    );
    expect(() => buildContext(join(root, "other"))).toThrow(
      new Error(`--folder must have a Dockerfile, got none in "${join(root, "other")}"; copy the template there`),
    );
    write({ "oslo/Dockerfile.dockerignore": "a\n[z-a]\n" });
    expect(context).toThrow(
      new Error(`${model}/Dockerfile.dockerignore:2 must be a pattern, got "[z-a]"; correct it there`),
    );
  });

  test("is listed by folder, the largest first, with a sum", () => {
    write({ "oslo/inputs/pt/links.geojson": "x".repeat(2048), "oslo/inputs/od.json": "x".repeat(1024) });
    const rows = contextTable(context())
      .split("\n")
      .filter((line) => line.startsWith("│"))
      .map((line) => line.split("│").flatMap((cell) => cell.trim() || []));
    expect(rows).toEqual([
      ["folder", "files", "size"],
      ["oslo/inputs", "2", "3.0 KiB"],
      ["oslo", "2", expect.stringMatching(/ B$/)],
      ["quetzal", "1", "5 B"],
      ["together", "5", "3.1 KiB"],
    ]);
  });

  test("has a row for the others where there are many", () => {
    write(Object.fromEntries([...Array(20).keys()].map((index) => [`oslo/folder${index}/a`, "x"])));
    expect(contextTable(context())).toMatch(/│ 10 more +│ 10 +│ 10 B +│/);
  });

  test("warns of data and of .env", () => {
    expect(contextWarnings(context())).toEqual([]);
    write({ "oslo/inputs/a": "1", "oslo/outputs/a": "12", "oslo/scenarios/base/a": "123", "oslo/.env": "A=b\n" });
    const said = (name: string, size: string) =>
      `oslo/${name} is sent with ${size}: the model has its data in the bucket; name oslo/${name} in oslo/Dockerfile.dockerignore if the model does not need it`;
    expect(contextWarnings(context())).toEqual([
      said("inputs", "1 B"),
      said("outputs", "2 B"),
      said("scenarios", "3 B"),
      "oslo/.env is sent, and everyone who has the image can read it; name oslo/.env in oslo/Dockerfile.dockerignore if the model does not need it",
    ]);
  });

  test.each([
    ["oslo/.env", `A=b\nAWS_SECRET_ACCESS_KEY=${"k".repeat(40)}\n`, 2, "a variable with one"],
    ["oslo/.env.local", "PASSWORD=hunter22\n", 1, "a variable with one"],
    ["oslo/settings.ini", "[db]\npassword = 'hunter22'\n", 2, "a variable with one"],
    ["oslo/credentials", `[lab]\naws_secret_access_key = ${"k".repeat(40)}\n`, 2, "a variable with one"],
    ["oslo/notes.py", `KEY = "${KEY}"\n`, 1, "an access key of AWS"],
    ["oslo/.git/config", "url = https://lab:hunter22@example.org/x.git\n", 1, "an address with a password"],
    ["quetzal/id_rsa", "-----BEGIN RSA PRIVATE KEY-----\n", 1, "a private key"],
  ])("%s holds a secret", (path, text, line, what) => {
    write({ [path]: text });
    expect(contextSecrets(context(), [])).toEqual([`${path}:${line} must hold no secret, got ${what}`]);
    expect(contextSecrets(context(), [path])).toEqual([]);
  });

  test.each([
    ["oslo/lexer.py", 'token = "EOF"\n'],
    ["oslo/data.bin", `\0${KEY}`],
    ["oslo/large.csv", `${"x\n".repeat(1 << 19)}${KEY}`],
    ["other/.env", `KEY=${KEY}\n`],
    ["oslo/.env", "AWS_SECRET_ACCESS_KEY=\nPASSWORD=${PASSWORD}\n"],
  ])("%s holds none, or is not sent", (path, text) => {
    write({ [path]: text });
    expect(contextSecrets(context(), [])).toEqual([]);
  });

  describe("with the .env of the older scripts", () => {
    const text = () => readFileSync(join(model, ".env"), "utf8");

    test("which may be absent, or say what the environment file says", () => {
      expect(envProblems(context(), MODEL)).toEqual([]);
      write({
        "oslo/.env":
          "# ours\n\nAWS_ECR_REPO_NAME=quetzal-oslo\nAWS_BUCKET_NAME='quetzal-oslo'\r\nQUETZAL_MODEL_NAME=oslo\n",
      });
      expect(envProblems(context(), MODEL)).toEqual([]);
      expect(envWarnings(context())).toEqual([]);
    });

    test("says each name that is another", () => {
      write({ "oslo/.env": "AWS_ECR_REPO_NAME=<model_name>\nAWS_BUCKET_NAME=quetzal-lyon\nQUETZAL_MODEL_NAME=x\n" });
      const advice = "correct it, or add --write-env";
      const source = "as environments/model/quetzal-oslo.ts says";
      expect(envProblems(context(), MODEL)).toEqual([
        `oslo/.env: AWS_ECR_REPO_NAME must be "quetzal-oslo", ${source}, got "<model_name>"; ${advice}`,
        `oslo/.env: AWS_BUCKET_NAME must be "quetzal-oslo", ${source}, got "quetzal-lyon"; ${advice}`,
        `oslo/.env: QUETZAL_MODEL_NAME must be "oslo", as the folder is called, got "x"; ${advice}`,
      ]);
    });

    test("is written with the names and without keys, and keeps what else it has", () => {
      write({
        "oslo/.env": `# ours\nAWS_BUCKET_NAME=old\nexport LEVEL=info\nAWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY= k\nAWS_SESSION_TOKEN=\n`,
      });
      expect(envWarnings(context())).toEqual([
        "oslo/.env holds AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; keep keys in a profile of AWS, and let --write-env remove them here",
      ]);
      expect(writeEnv(context(), MODEL)).toBe(
        "oslo/.env has the model's names, and no longer AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN",
      );
      expect(text()).toBe(
        "QUETZAL_MODEL_NAME=oslo\nAWS_ECR_REPO_NAME=quetzal-oslo\nAWS_LAMBDA_FUNCTION_NAME=quetzal-oslo\nAWS_BUCKET_NAME=quetzal-oslo\n# ours\nexport LEVEL=info\n",
      );
      expect(writeEnv(context(), MODEL)).toBe("oslo/.env has the model's names");
      expect([...envProblems(context(), MODEL), ...envWarnings(context())]).toEqual([]);
    });
  });

  test("a key of several lines is removed from .env with all of them", () => {
    write({ "oslo/.env": 'A="1\n2"\nSSH_PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END"\n# ours\n' });
    expect(writeEnv(context(), MODEL)).toBe("oslo/.env has the model's names, and no longer SSH_PRIVATE_KEY");
    expect(readFileSync(join(model, ".env"), "utf8")).toMatch(/\nA="1\n2"\n# ours\n$/);
  });

  describe("without a tag that somebody names", () => {
    const git = (...args: string[]) => {
      const identity = ["-c", "user.name=lab", "-c", "user.email=lab@example.org"];
      return execFileSync("git", ["-C", model, ...identity, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
    };

    test("has that of the model's revision, with -dirty where files are not committed", async () => {
      git("init", "--quiet");
      git("add", ".");
      git("commit", "--quiet", "--message", "first");
      const revision = git("rev-parse", "--short", "HEAD");
      write({ "quetzal/engine.py": "changed" });
      expect(await defaultTag(context())).toBe(revision);
      write({ "oslo/new.py": "" });
      expect(await defaultTag(context())).toBe(`${revision}-dirty`);
    });

    test("has one of its content where git has no revision, the same for the same files", async () => {
      const first = await defaultTag(context());
      expect(first).toMatch(/^files-[0-9a-f]{12}$/);
      git("init", "--quiet");
      expect(await defaultTag(context())).toMatch(/^files-/);
      rmSync(join(model, ".git"), { recursive: true });
      chmodSync(join(model, "main.py"), 0o600);
      expect(await defaultTag(context())).toBe(first);
      write({ "oslo/main.py": "other" });
      expect(await defaultTag(context())).not.toBe(first);
    });

    test.each([
      ["", 'must be an image tag, got ""; 1 to 128 of letters, digits and ._-, the first no . or -'],
      ["a/b", 'must be an image tag, got "a/b"; 1 to 128 of letters, digits and ._-, the first no . or -'],
      ["DUMMY", 'must not be the tag of the placeholder, got "DUMMY"; the model runs nothing with it'],
    ])("the tag %j is refused", (tag, message) => {
      expect(() => refuseTag("--tag", tag)).toThrow(new Error(`--tag ${message}`));
    });
  });
});
