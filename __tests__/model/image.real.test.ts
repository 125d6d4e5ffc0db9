import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { DeployedProject } from "../support/deployed";
import { modelFile } from "../support/project";
import { Account } from "./account";

const MODEL = "quetzal-oslo";
const FILE = `environments/model/${MODEL}.ts`;
/** As the template has it, on no base. */
const DOCKERFILE = `FROM scratch
ARG QUETZAL_MODEL_NAME='./'
ENV QUETZAL_MODEL_NAME=$QUETZAL_MODEL_NAME
ARG IMAGE_TAG
ENV IMAGE_TAG=$IMAGE_TAG
COPY ./quetzal /var/task/quetzal
COPY ./\${QUETZAL_MODEL_NAME} /var/task
CMD ["main.handler"]
`;

/** What a program reads of a push. */
interface Pushed {
  readonly tag: string;
  readonly digest: string;
  readonly uri: string;
  readonly live: boolean;
}

describe("the images of a deployed model", () => {
  const deployed = new DeployedProject({ [FILE]: modelFile(MODEL) });
  const context = realpathSync(mkdtempSync(join(tmpdir(), "context-")));
  const folder = join(context, "quetzal_oslo");
  let account: Account;
  const docker = (...args: string[]) =>
    execFileSync("docker", args, { encoding: "utf8", env: deployed.environment }).trim();
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=lab", "-c", "user.email=lab@example.org"];
    return execFileSync("git", ["-C", folder, ...identity, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  };
  const commit = (text: string) => {
    write("quetzal_oslo/main.py", text);
    git("add", ".");
    git("commit", "--quiet", "--message", text);
    return git("rev-parse", "--short", "HEAD");
  };
  const image = (...args: string[]) => deployed.slipway("model", "image", ...args);
  const push = (...more: string[]): Pushed => {
    const { status, stdout, stderr } = image("push", "--folder", folder, "--json", ...more);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split("\n").at(-1) as string) as Pushed;
  };
  const listed = () =>
    JSON.parse(deployed.succeed("model", "image", "list", "--json")) as readonly {
      readonly tags: readonly string[];
      readonly digest: string;
      readonly state: string;
    }[];
  const live = () => listed().find(({ state }) => state === "live");

  beforeAll(async () => {
    await deployed.start();
    account = new Account(deployed.client);
    deployed.environment = { ...deployed.environment, DOCKER_CONFIG: join(context, ".docker") };
    await deployed.deploy(MODEL);
    deployed.succeed("model", "init", folder);
    write("quetzal_oslo/Dockerfile", DOCKERFILE);
    write("quetzal_oslo/Dockerfile.dockerignore", "**/.git\n");
    write("quetzal_oslo/scenarios/base/inputs/od/od.geojson", '{ "type": "FeatureCollection", "features": [] }');
    write("quetzal_oslo/inputs/pt/links.geojson", "{}");
    write("quetzal/engine.py", "pass\n");
    // Nothing copies it, so nothing is sent of it.
    write("other/.env", `AWS_SECRET_ACCESS_KEY=${"k".repeat(40)}\n`);
    git("init", "--quiet");
  });
  afterAll(async () => {
    const ours = docker("images", "--quiet", "--filter", `reference=${new URL(deployed.url).host}/*`);
    if (ours !== "") docker("rmi", "--force", ...new Set(ours.split("\n")));
    rmSync(context, { recursive: true });
    await deployed.stop();
  });

  // What follows is one story: each test goes on where the one before it ended.

  test.each([
    [
      "a secret",
      { "quetzal_oslo/.env": `AWS_BUCKET_NAME=other\nAWS_SECRET_ACCESS_KEY=${"k".repeat(40)}\n` },
      [
        `quetzal_oslo/.env: AWS_BUCKET_NAME must be "${MODEL}", as ${FILE} says, got "other"; correct it, or add --write-env`,
        "quetzal_oslo/.env:2 must hold no secret, got a variable with one",
        "nothing was built: everyone who has the image could read it. Take it out, name the file in quetzal_oslo/Dockerfile.dockerignore, or add --allow-file <path> if it is none",
      ],
    ],
    [
      "a Dockerfile that cannot be built",
      { "quetzal_oslo/Dockerfile": "FROM scratch\nCOPY nowhere /\n" },
      [/^the image .*\/quetzal-oslo:bad must be built, got exit code 1; nothing was pushed$/],
    ],
  ])("%s is refused, and nothing is pushed", async (_, files: Readonly<Record<string, string>>, said) => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    const { status, stderr } = image("push", "--folder", folder, "--tag", "bad");
    const lines = stderr.trim().split("\n").slice(-said.length);
    expect({ status, lines }).toEqual({
      status: 1,
      lines: said.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))),
    });
    for (const path of Object.keys(files)) rmSync(join(context, path));
    write("quetzal_oslo/Dockerfile", DOCKERFILE);
    expect(listed().map(({ tags, state }) => [tags, state])).toEqual([[["DUMMY"], "live"]]);
  });

  test("a push builds for Lambda, pushes under the git revision, and waits until the function runs it", async () => {
    const tag = commit("first");
    const { status, stdout, stderr } = image("push", MODEL, "--folder", folder);
    expect({ status, last: stdout.trim().split("\n").at(-1) }).toEqual({
      status: 0,
      last: expect.stringMatching(new RegExp(`^${MODEL}: ${tag} is live, sha256:[0-9a-f]{64}$`)),
    });
    expect(stdout).toContain("quetzal_oslo/inputs");
    expect(stderr).toContain("warning: quetzal_oslo/inputs is sent with 2 B");
    const fn = await account.function(MODEL);
    expect(fn.image).toBe(`123456789012.dkr.ecr.ca-central-1.amazonaws.com/${MODEL}:${tag}`);
    expect(live()).toMatchObject({ tags: [tag], digest: /sha256:\w+$/.exec(stdout.trim())?.[0] });
  });

  test("it is an image of one processor, without an attestation, and knows its model and its tag", () => {
    const [{ tags: [tag = ""] = [] } = {}] = listed();
    const name = `${new URL(deployed.url).host}/${MODEL}:${tag}`;
    docker("rmi", name);
    docker("pull", "--quiet", name);
    const [found] = JSON.parse(docker("image", "inspect", name)) as readonly {
      readonly Architecture: string;
      readonly Config: { readonly Env: readonly string[]; readonly Cmd: readonly string[] };
    }[];
    expect(found).toMatchObject({ Architecture: "amd64", Config: { Cmd: ["main.handler"] } });
    expect(found?.Config.Env).toEqual(expect.arrayContaining(["QUETZAL_MODEL_NAME=quetzal_oslo", `IMAGE_TAG=${tag}`]));
    expect(listed()).toHaveLength(2);
  });

  test("its workflow and its first scenario are pushed, and a run of it is followed to its end", () => {
    deployed.succeed("model", "workflow", "push", "--folder", folder, "--auto-approve");
    expect(deployed.succeed("model", "scenario", "push", MODEL, "base", "--folder", folder)).toContain(
      "sent base/inputs/od/od.geojson\n",
    );
    expect(deployed.succeed("model", "run", "--scenario", "base", "--param", "year=2030")).toMatch(
      /^base-\S+ started\n {2}Model +\d+\.\d s\nbase-\S+ succeeded after \d+\.\d s\n$/,
    );
  });

  test("Terraform leaves image, workflow and scenarios alone", () => {
    deployed.expectNothingToDo(MODEL);
  });

  test("uncommitted files mark the tag, and a name can be given", () => {
    const clean = git("rev-parse", "--short", "HEAD");
    write("quetzal_oslo/main.py", "changed");
    expect(push()).toMatchObject({ tag: `${clean}-dirty`, live: true });
    expect(push("--tag", "named")).toMatchObject({ tag: "named", live: true });
    expect(live()?.tags).toEqual(expect.arrayContaining(["named"]));
  });

  test("a rollback runs an image from before, and says what runs already", () => {
    const first = git("rev-parse", "--short", "HEAD");
    const { digest } = listed().find(({ tags }) => tags.includes(first)) ?? {};
    expect(deployed.succeed("model", "image", "rollback", first)).toBe(`${MODEL}: ${first} is live, ${digest}\n`);
    expect(live()?.tags).toEqual([first]);
    expect(deployed.succeed("model", "image", "rollback", MODEL, first)).toBe(
      `${MODEL}: ${first} was live already in ${MODEL}, ${digest}\n`,
    );
    const { settings, runs } = JSON.parse(deployed.succeed("model", "status", "--json"));
    expect(settings).toEqual(
      expect.arrayContaining([
        { what: "image", declared: "external", deployed: `${first}, ${digest}`, differs: false },
        { what: "workflow", declared: "external", deployed: "1 state", differs: false },
      ]),
    );
    expect(runs).toMatchObject([{ scenario: "base", status: "SUCCEEDED" }]);
    const { status, stderr } = image("rollback", "namd");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `tag must be one of an image in ${MODEL}, got "namd"; did you mean "named"?\n`,
    });
  });

  test("a tag that gets another image leaves the old one without", () => {
    const before = listed().length;
    const { digest } = listed().find(({ tags }) => tags.includes("named")) ?? {};
    write("quetzal_oslo/main.py", "again");
    const { stderr } = image("push", "--folder", folder, "--tag", "named");
    expect(stderr).toContain(`warning: the tag named has an image, ${digest}, and gets the new one`);
    expect(listed()).toHaveLength(before + 1);
  });

  test("a folder without .git gets a tag of its content, the same for the same files", () => {
    rmSync(join(folder, ".git"), { recursive: true });
    const { tag } = push();
    expect(tag).toMatch(/^files-[0-9a-f]{12}$/);
    expect(push().tag).toBe(tag);
  });

  test("the file may choose the image: a push says what to write, and a plan refuses a tag that is not there", () => {
    deployed.project.write(FILE, modelFile(MODEL, 'image: { tag: "nowhere" },'));
    const was = live();
    expect(push("--tag", "chosen")).toMatchObject({ live: false });
    expect(live()).toEqual(was);
    expect(image("rollback", "chosen").stderr).toBe(
      `${FILE}: image must be "external" for a rollback, got {"tag":"nowhere"}; next: image: { tag: "chosen" } in ${FILE}, then npx slipway deploy ${MODEL}\n`,
    );
    const { status, stderr } = deployed.slipway("plan", MODEL);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`image "nowhere" must be in the repository ${MODEL}, got no such image`),
    });
  });

  test("a plan resolves a tag, and prune keeps what runs, what the file names, and the placeholder", async () => {
    // A deployment of a tag says which image it is; that it got another one then, a plan says.
    deployed.project.write(FILE, modelFile(MODEL, 'image: { tag: "named" },'));
    const digestOf = (tag: string) => listed().find(({ tags }) => tags.includes(tag))?.digest;
    const [was, before] = [live()?.digest, digestOf("named")];
    expect(deployed.slipway("plan", MODEL).stderr).toBe(`${MODEL}: image "named" is ${before}\n`);
    expect(await deployed.deploy(MODEL)).toEqual({ added: 0, changed: 1, destroyed: 0 });
    write("quetzal_oslo/main.py", "a third time");
    push("--tag", "named");
    expect(deployed.slipway("plan", MODEL)).toMatchObject({
      status: 0,
      stderr: `warning: ${MODEL}: image "named" has another image now, ${digestOf("named")}, and the function runs ${before}; a deployment does not change that: push under a new tag and name it\n`,
    });
    expect(was).not.toBe(before);
    await account.lambda.send(new PublishVersionCommand({ FunctionName: MODEL }));
    const unasked = image("prune", "--keep", "0");
    expect({ status: unasked.status, left: listed().length > 3 }).toEqual({ status: 2, left: true });
    deployed.succeed("model", "image", "prune", "--keep", "0", "--auto-approve");
    expect(listed().map(({ tags, state }) => [tags.at(-1), state])).toEqual([
      ["named", ""],
      [undefined, "live"],
      ["DUMMY", "placeholder"],
    ]);
    expect(deployed.succeed("model", "image", "prune", "--keep", "0")).toBe(`${MODEL}: nothing to prune\n`);
  });
});
