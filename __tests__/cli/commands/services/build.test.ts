import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestProject } from "../../../support/project";
import { slipwayIn } from "../../../support/warm-process";
import { said } from "../../sentences";
import { FakeDocker } from "../../services/fake-docker";

const FILE = "environments/services/lab.ts";
const DIGEST = `sha256:${"d".repeat(64)}`;
const LAB = `const IMAGE = "registry.example.org/hidden:1";
const more: any = { image: "registry.example.org/other:1" };
export default {
  name: "lab",
  nodes: { here: {}, far: { dockerHost: "ssh://deploy@far.example.org", address: "10.0.0.2" } },
  front: { image: "caddy:2.11", certificates: "none" },
  services: {
    nmpi: {
      port: 80, hosts: ["nmpi.localhost"], node: "here", live: "blue",
      blue: { image: 'registry.example.org/nmpi:1.4.0' }, // since May
      green: { image: 'registry.example.org/nmpi:1.5.0' }, // to come
    },
    alone: { port: 80, hosts: ["alone.localhost"], node: "here", live: "blue", blue: { image: "a:1" } },
    docs: { image: { local: "docs:7" }, port: 80, hosts: ["docs.localhost"], node: "here" },
    away: { image: { local: "away:7" }, port: 80, hosts: ["away.localhost"], node: "far" },
    id: { image: { local: "sha256:${"a".repeat(64)}" }, port: 80, hosts: ["id.localhost"], node: "here" },
    hidden: { image: IMAGE, port: 80, hosts: ["hidden.localhost"], node: "here" },
    lab: { image: "localhost:5000/lab:1", port: 80, hosts: ["lab.localhost"], node: "here" },
  },
};
`;
/** As Docker 28 says it; of a push that says no digest, the engine has it. */
const ENGINE = `
case $1 in
  build) [ ! -e "$FAKE/build-fails" ] || { echo "no space left" >&2; exit 3; }; echo "built" ;;
  login) [ ! -e "$FAKE/login-fails" ] || { cat "$FAKE/login-fails" >&2; exit 1; } ;;
  push)
    [ ! -e "$FAKE/push-fails" ] || { echo "denied: requested access to the resource is denied" >&2; exit 1; }
    echo "The push refers to repository [\${2%:*}]"
    echo "layer1: Pushed"
    [ -e "$FAKE/silent" ] || echo "\${2##*:}: digest: ${DIGEST} size: 528" ;;
  image) cat "$FAKE/digests" ;;
  *) exit 9 ;;
esac`;
const LOGGED_IN = { "registry.example.org": { auth: "dTpw" } };

describe("slipway services build", () => {
  let context: string;
  let project: TestProject;
  let docker: FakeDocker;
  /** What Docker was told; what is for the record of the front stands in a test of its own. */
  const told = () => docker.told().filter((line) => !line.startsWith("exec "));
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=lab", "-c", "user.email=lab@example.org"];
    return execFileSync("git", ["-C", context, ...identity, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
  };
  const add = (path: string, text: string) => writeFileSync(join(context, path), text);
  beforeEach(() => {
    context = realpathSync(mkdtempSync(join(tmpdir(), "context-")));
    project = new TestProject({ [FILE]: LAB });
    docker = new FakeDocker(ENGINE);
    login(LOGGED_IN);
    git("init", "--quiet");
    add("Dockerfile", "FROM scratch\n");
    add(".gitignore", "ignored\n");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
  });
  afterEach(() => {
    for (const each of [project, docker]) each.remove();
    rmSync(context, { recursive: true });
  });
  function login(auths: object, more: object = {}) {
    docker.write("config/config.json", JSON.stringify({ auths, ...more }));
  }
  const env = () => docker.environment({ DOCKER_CONFIG: join(docker.folder, "config") });
  const build = (...args: string[]) => {
    docker.forget();
    return slipwayIn({ cwd: project.folder, env: env() }, "services", "build", "--context", context, ...args);
  };
  const revision = () => git("rev-parse", "--short", "HEAD");
  const built = (image: string, ...more: string[]) =>
    ["build", "--tag", image, "--file", join(context, "Dockerfile"), ...more, context].join(" ");
  /** A command that fails has written nothing, and has not pushed. */
  const refused = (message: string | RegExp, args: readonly string[], told: readonly string[] = []) => {
    const { status, stderr } = build(...args);
    expect({ status, told: docker.told() }).toEqual({ status: 1, told });
    if (typeof message === "string") expect(stderr).toBe(`${message}\n`);
    else expect(stderr).toMatch(message);
    expect(project.read(FILE)).toBe(LAB);
  };

  test("builds the idle colour, pushes it, and writes its digest into the file", () => {
    const image = `registry.example.org/nmpi:${revision()}-green`;
    const { status, stdout, stderr } = build("nmpi");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(told()).toEqual(["login registry.example.org", built(image), `push ${image}`]);
    const name = `registry.example.org/nmpi@${DIGEST}`;
    expect(project.read(FILE)).toBe(LAB.replace("registry.example.org/nmpi:1.5.0", name));
    expect(stdout).toContain(`nmpi-green: building ${image} from `);
    expect(stdout.split("\n").slice(-3)).toEqual([
      said(`${FILE}: services.nmpi.green.image`, "liveChanged", name, "registry.example.org/nmpi:1.5.0"),
      said("", "deployNext", "lab"),
      "",
    ]);
  });

  test("builds the next version of what has a digest, and the colour that is named", () => {
    build("nmpi");
    add("Dockerfile", "FROM scratch\nLABEL a=b\n");
    git("commit", "--quiet", "--all", "--message", "second");
    expect(build("lab", "nmpi").status).toBe(0);
    expect(told().at(-1)).toBe(`push registry.example.org/nmpi:${revision()}-green`);
    expect(build("nmpi", "--colour", "blue", "--push").status).toBe(0);
    expect(told().at(-1)).toBe(`push registry.example.org/nmpi:${revision()}-blue`);
    expect(project.read(FILE)).toContain(`blue: { image: 'registry.example.org/nmpi@${DIGEST}' }, // since May`);
  });

  test("is on record", () => {
    expect(build("docs").status).toBe(0);
    expect(docker.told().at(-1)).toBe("exec --interactive lab-front sh -s");
    const [entry] = project.read("terraform.tfstate.d/lab/audit.jsonl").split("\n");
    expect(JSON.parse(entry as string)).toMatchObject({ action: "build", built: "docs", outcome: "edited" });
  });

  test("writes the tag of an image that is in no registry, and does not push", () => {
    expect(build("docs")).toMatchObject({ status: 0, stderr: "" });
    expect(told()).toEqual([built(`docs:${revision()}`)]);
    expect(project.read(FILE)).toBe(LAB.replace("docs:7", `docs:${revision()}`));
  });

  test("builds an image of a node's own engine there", () => {
    project.write(FILE, LAB.replace("here: {}", 'here: { dockerHost: "tcp://127.0.0.1:1" }'));
    build("docs");
    expect(told()[0]).toMatch(/^--host tcp:\/\/127\.0\.0\.1:1 build --tag docs:/);
    expect(build("nmpi").status).toBe(0);
    expect(told()[1]).toMatch(/^build /);
  });

  test("takes another Dockerfile, and build arguments", () => {
    add("other.Dockerfile", "FROM scratch\n");
    git("add", ".");
    git("commit", "--quiet", "--message", "other");
    const other = join(context, "other.Dockerfile");
    build("docs", "--file", other, "--build-arg", "VERSION=1.4 beta", "--build-arg", "EMPTY=");
    const args = "--build-arg VERSION=1.4 beta --build-arg EMPTY=";
    expect(told()).toEqual([`build --tag docs:${revision()} --file ${other} ${args} ${context}`]);
  });

  test("reads the digest from the engine if the push does not print it", () => {
    docker.write("silent", "");
    const other = `registry.example.org/nmpi-tools@sha256:${"e".repeat(64)}`;
    docker.write("digests", JSON.stringify([other, `registry.example.org/nmpi@${DIGEST}`]));
    expect(build("nmpi").status).toBe(0);
    expect(project.read(FILE)).toContain(`green: { image: 'registry.example.org/nmpi@${DIGEST}' }`);
  });

  test("writes nothing if there is no digest", () => {
    docker.write("silent", "");
    docker.write("digests", "null");
    const image = `registry.example.org/nmpi:${revision()}-green`;
    expect(build("nmpi")).toMatchObject({
      status: 1,
      stderr: `${image} must have a digest in the registry, got none; it is pushed, and nothing was written\n`,
    });
    expect(project.read(FILE)).toBe(LAB);
  });

  test("writes nothing if the build fails, and does not push", () => {
    docker.write("build-fails", "");
    const image = `registry.example.org/nmpi:${revision()}-green`;
    refused(
      "no space left\nthe image of nmpi-green must be built, got exit code 3; nothing was pushed or written",
      ["nmpi"],
      ["login registry.example.org", built(image)],
    );
  });

  test("writes nothing if the push fails", () => {
    docker.write("push-fails", "");
    const image = `registry.example.org/nmpi:${revision()}-green`;
    refused(
      `${image} must be pushed, got exit code 1; nothing was written`,
      ["nmpi"],
      ["login registry.example.org", built(image), `push ${image}`],
    );
  });

  test("with --no-push leaves the file as it is", () => {
    login({});
    const image = `registry.example.org/nmpi:${revision()}-green`;
    const { status, stdout } = build("nmpi", "--no-push");
    expect({ status, told: told() }).toEqual({ status: 0, told: [built(image)] });
    expect(stdout).toMatch(new RegExp(`\n${image} is built but not pushed: --no-push; ${FILE} stays as it is\n$`));
    expect(project.read(FILE)).toBe(LAB);
  });

  test("checks the file before a build that takes minutes", () => {
    refused(
      `${FILE}:17: services.hidden.image must be a literal there for a command to edit it, got a variable; edit it by hand`,
      ["hidden"],
    );
  });

  test("takes back what does not reach what the file exports", () => {
    const text = `${LAB.replace("export default {", "const lab: any = {")}
lab.services.docs = { ...lab.services.docs, image: { local: "docs:8" } };
export default lab;
`;
    project.write(FILE, text);
    const tag = `docs:${revision()}`;
    expect(build("docs")).toMatchObject({
      status: 1,
      stderr: `${FILE}: services.docs.image.local must be what the file exports, got "docs:8"\n${tag} is ready, and the file stays as it was; edit it by hand\n`,
    });
    expect(project.read(FILE)).toBe(text);
  });

  describe("of changes that are not committed", () => {
    const advice = "commit them, or add --allow-dirty";
    const changes = (files: string) =>
      `--context must have no uncommitted changes, got ${files} in ${JSON.stringify(context)}; ${advice}`;

    test("is refused, also of new files", () => {
      add("Dockerfile", "FROM busybox\n");
      refused(changes('"Dockerfile"'), ["nmpi"]);
      for (const name of ["a b", "c", "d"]) add(name, "");
      refused(changes('"Dockerfile, a b, c and 1 more"'), ["docs"]);
    });

    test("passes over files that git ignores", () => {
      add("ignored", "");
      expect(build("docs").status).toBe(0);
    });

    test("with --allow-dirty has another tag, and is not pushed", () => {
      add("new", "");
      const image = `registry.example.org/nmpi:${revision()}-green-dirty`;
      const { status, stdout } = build("nmpi", "--allow-dirty");
      expect({ status, told: told() }).toEqual({ status: 0, told: [built(image)] });
      expect(stdout).toContain(
        `${image} is built but not pushed: the changes are not committed; ${FILE} stays as it is\n`,
      );
      expect(project.read(FILE)).toBe(LAB);
      expect(build("docs", "--allow-dirty").status).toBe(0);
      expect(project.read(FILE)).toBe(LAB.replace("docs:7", `docs:${revision()}-dirty`));
    });

    test("with --allow-dirty and without any is as without it", () => {
      expect(build("docs", "--allow-dirty").status).toBe(0);
      expect(told()).toEqual([built(`docs:${revision()}`)]);
    });

    test("with --push is refused", () => {
      add("new", "");
      refused(changes('"new"').replace(advice, "commit them, or leave out --push"), [
        "nmpi",
        "--push",
        "--allow-dirty",
      ]);
    });

    test("counts a Dockerfile beside the context, and nothing else beside it", () => {
      execFileSync("mkdir", [join(context, "app")]);
      add("app/main.py", "");
      git("add", ".");
      git("commit", "--quiet", "--message", "app");
      add("beside", "");
      const run = () =>
        slipwayIn(
          { cwd: project.folder, env: env() },
          ...["services", "build", "docs", "--context", join(context, "app"), "--file", join(context, "Dockerfile")],
        );
      expect(run().status).toBe(0);
      add("Dockerfile", "FROM busybox\n");
      expect(run().stderr).toMatch(/^--context must have no uncommitted changes, got "(\.\.\/)?Dockerfile" in /);
    });

    test("does not count the environment file, which the command changes", () => {
      const run = () => slipwayIn({ cwd: project.folder, env: env() }, "services", "build", "docs", "--allow-dirty");
      project.write("Dockerfile", "FROM scratch\n");
      const own = (...args: string[]) => execFileSync("git", ["-C", project.folder, ...args], { stdio: "pipe" });
      own("init", "--quiet");
      own("add", ".");
      own("-c", "user.name=lab", "-c", "user.email=lab@example.org", "commit", "--quiet", "--message", "all");
      run();
      expect(told().at(-1)).toMatch(/^build --tag docs:[0-9a-f]{7} /);
      expect(project.read(FILE)).not.toBe(LAB);
      run();
      expect(told().at(-1)).toMatch(/^build --tag docs:[0-9a-f]{7} /);
    });
  });

  describe("of a registry", () => {
    const none = () =>
      `registry.example.org must have a login on this machine, got none in ${join(docker.folder, "config/config.json")}; run docker login registry.example.org`;

    test.each([
      ["no login", {}, {}],
      ["a login of another registry", { "registry.example.org:5000": { auth: "dTpw" } }, {}],
      ["an empty login", { "registry.example.org": {} }, {}],
      ["a helper of another registry", {}, { credHelpers: { "gcr.io": "gcloud" } }],
    ])("with %s is refused before the build", (_, auths, more) => {
      login(auths, more);
      refused(none(), ["nmpi"]);
    });

    test("is refused without any configuration of Docker", () => {
      rmSync(join(docker.folder, "config"), { recursive: true });
      refused(none(), ["nmpi"]);
      docker.write("config/config.json", "{");
      refused(
        `${join(docker.folder, "config/config.json")} must be JSON, got something else; correct it, or log in again`,
        ["nmpi"],
      );
    });

    test.each([
      ["an address", { "https://registry.example.org/v2/": { auth: "dTpw" } }, {}],
      ["a token", { "registry.example.org": { identitytoken: "t" } }, {}],
      ["a store", {}, { credsStore: "pass" }],
      ["a helper", {}, { credHelpers: { "registry.example.org": "gcloud" } }],
    ])("with %s is tried by docker login", (_, auths, more) => {
      login(auths, more);
      expect(build("nmpi").status).toBe(0);
      expect(told()[0]).toBe("login registry.example.org");
    });

    test.each([
      [
        'Login did not succeed, error: Error response from daemon: Get "https://registry.example.org/v2/": unauthorized: bad\nError: Cannot perform an interactive login from a non TTY device\n',
        '"unauthorized: bad"',
      ],
      ["Error: Cannot perform an interactive login from a non TTY device\n", '"none"'],
    ])("whose login fails is refused before the build", (text, got) => {
      docker.write("login-fails", text);
      refused(
        `registry.example.org must accept this machine's login, got ${got}; run docker login registry.example.org, or correct the image's name`,
        ["nmpi"],
        ["login registry.example.org"],
      );
    });

    test("whose helper stores nothing is pushed to", () => {
      docker.write("login-fails", "Error saving credentials: error storing credentials - err: exit status 1\n");
      expect(build("nmpi").status).toBe(0);
    });

    test("on this machine needs no login", () => {
      login({});
      expect(build("lab", "lab").status).toBe(0);
      expect(told().at(-1)).toMatch(/^push localhost:5000\/lab:/);
    });

    test("that is Docker Hub is asked by its own name", () => {
      project.write(FILE, LAB.replaceAll("registry.example.org/nmpi", "lab/nmpi"));
      login({ "https://index.docker.io/v1/": { auth: "dTpw" } });
      expect(build("nmpi").status).toBe(0);
      expect(told()[0]).toBe("login");
      login({});
      expect(build("nmpi").stderr).toMatch(/^docker\.io must have a login .*; run docker login\n$/);
    });
  });

  test.each([
    [["nmip"], said("service", "oneOfMeant", "nmpi, alone, docs, away, id, hidden, lab", '"nmip"', '"nmpi"')],
    [
      ["alone"],
      'alone must have an idle colour, got blue alone; add green: { image: "…" } to it, or say --colour blue',
    ],
    [["nmpi", "--colour", "red"], '--colour must be blue or green, got "red"; left out, it is the idle one'],
    [["alone", "--colour", "green"], '--colour must be one that alone has, got green; add green: { image: "…" } to it'],
    [["docs", "--colour", "blue"], '--colour must be left out for docs, got "blue": it is no pair'],
    [
      ["docs", "--push"],
      "--push must be left out for docs, got an image of its node alone; name one of a registry instead",
    ],
    [
      ["away"],
      'image of away must be of a registry to be built here for far, got { local: … }; name one such as "registry.example.org/away:1"',
    ],
    [["id"], /^image of id must be a name that can have a tag, got "sha256:a+"; for example "id:1"\n$/],
    [["docs", "--build-arg", "a-b=c"], '--build-arg must be name=value, got "a-b"; for example VERSION=1.4.0'],
    [["docs", "--build-arg", "VERSION"], '--build-arg must be name=value, got "VERSION"; for example VERSION=1.4.0'],
    [
      ["docs", "--build-arg", "NPM_TOKEN=hunter2"],
      "--build-arg must hold no secret, got one in NPM_TOKEN; anyone who has the image could read it",
    ],
    [
      ["docs", "--build-arg", "INDEX=https://me:hunter2@pypi.example.org"],
      "--build-arg must hold no secret, got one in INDEX; anyone who has the image could read it",
    ],
    [["docs", "--context", "nowhere"], '--context must be a folder, got "nowhere", which is not there; name another'],
    [["docs", "--context", FILE], said("--context", "folderToRead", `"${FILE}": a file`)],
    [["docs", "--file", "nowhere"], '--file must be a Dockerfile, got "nowhere", which is not there; name another'],
    [
      ["docs", "--context", "/", "--file", FILE],
      /^--context must be in a git repository with a commit, got "fatal: not a git repository .*; the image is tagged with its revision\n$/,
    ],
  ] as const)("%j is refused before anything is built", (args, message) => {
    refused(message, args);
  });

  test("a repository without a commit is refused", () => {
    rmSync(join(context, ".git"), { recursive: true });
    git("init", "--quiet");
    refused(/^--context must be in a git repository with a commit, got "fatal: .*; the image is tagged/, ["docs"]);
  });
});
