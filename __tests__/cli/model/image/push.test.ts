import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pushImage } from "../../../../cli/model/image/push";
import { Project } from "../../../../engine/project";
import { modelFile, TestProject } from "../../../support/project";
import { FakeDocker } from "../../services/fake-docker";
import { type FakeAnswer, FakeAws } from "../fake-aws";

const DIGEST = `sha256:${"d".repeat(64)}`;
const FUNCTION = "/2015-03-31/functions/quetzal-oslo";
const REGISTRY = "111122223333.dkr.ecr.ca-central-1.amazonaws.com";
const TOKEN = "s3cr3t-of-ecr";
const ENGINE = `
case $1 in
  buildx) [ ! -e "$FAKE/old" ] || { echo "docker: 'buildx' is not a docker command." >&2; exit 1; } ;;
  login) cat >"$FAKE/stdin"; [ ! -e "$FAKE/login-fails" ] || { echo "daemon says $(cat "$FAKE/stdin")" >&2; exit 1; } ;;
  push) [ ! -e "$FAKE/push-fails" ] || exit 1; echo "\${2##*:}: digest: ${DIGEST} size: 528" ;;
esac`;

describe("slipway model image push", () => {
  const before = { ...process.env };
  const printed: string[] = [];
  let images: FakeAnswer;
  let project: TestProject;
  let docker: FakeDocker;
  let aws: FakeAws;
  let context: string;
  beforeEach(async () => {
    context = realpathSync(mkdtempSync(join(tmpdir(), "context-")));
    mkdirSync(join(context, "oslo"));
    writeFileSync(join(context, "oslo/Dockerfile"), "FROM scratch\nARG IMAGE_TAG\nCOPY ./${QUETZAL_MODEL_NAME} /\n");
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    docker = new FakeDocker(ENGINE);
    const Configuration = { LastUpdateStatus: "Successful" };
    const Code = { ImageUri: `${REGISTRY}/quetzal-oslo:v1`, ResolvedImageUri: `${REGISTRY}/quetzal-oslo@${DIGEST}` };
    const authorizationToken = Buffer.from(`AWS:${TOKEN}`).toString("base64");
    aws = new FakeAws((asked) => {
      if (asked.includes(FUNCTION)) return { body: { ...Configuration, Configuration, Code } };
      if (asked.endsWith(".DescribeImages")) return images;
      if (!asked.endsWith(".GetAuthorizationToken")) return { status: 400, body: { __type: "UnknownOperation" } };
      return { body: { authorizationData: [{ authorizationToken, proxyEndpoint: `https://${REGISTRY}` }] } };
    });
    images = { body: { imageDetails: [] } };
    await aws.start();
    Object.assign(process.env, docker.environment(), aws.environment);
    printed.length = 0;
    for (const stream of ["log", "error"] as const) {
      jest.spyOn(console, stream).mockImplementation((...words: unknown[]) => void printed.push(words.join(" ")));
    }
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
    for (const each of [project, docker]) each.remove();
    rmSync(context, { recursive: true });
    await aws.stop();
  });
  const push = (tag = "v1") => pushImage(Project.at(project.folder), undefined, { folder: join(context, "oslo"), tag });
  const build = (platform: string) =>
    `build --provenance=false --platform ${platform} --build-arg QUETZAL_MODEL_NAME=oslo --build-arg IMAGE_TAG=v1 --tag ${REGISTRY}/quetzal-oslo:v1 --file ${join(context, "oslo/Dockerfile")} ${context}`;
  const updates = () => aws.asked.filter((asked) => asked.startsWith("PUT"));

  test("gives docker the token on its input, builds for Lambda, and updates the function by the tag", async () => {
    await push();
    expect(docker.told()).toEqual([
      `login --username AWS --password-stdin ${REGISTRY}`,
      "buildx version",
      build("linux/amd64"),
      `push ${REGISTRY}/quetzal-oslo:v1`,
    ]);
    expect(docker.read("stdin")).toBe(TOKEN);
    expect(printed.join("\n")).not.toContain(TOKEN);
    expect(printed.at(-1)).toBe(`quetzal-oslo: v1 is live, ${DIGEST}`);
    expect(updates()).toEqual([`PUT ${FUNCTION}/code`]);
  });

  test("needs no right to list images, and says it of a repository that is not there", async () => {
    images = { status: 400, body: { __type: "AccessDeniedException", message: "no" } };
    await push();
    expect(updates()).toHaveLength(1);
    images = { status: 400, body: { __type: "RepositoryNotFoundException", message: "no" } };
    docker.forget();
    await expect(push()).rejects.toMatchObject({
      message: "the repository quetzal-oslo must be there, got none; slipway deploy quetzal-oslo makes it",
    });
    expect(docker.told()).toEqual([]);
  });

  test("builds for the processor that the function has", async () => {
    const text = modelFile("quetzal-oslo").replace("storageMiB: 512", 'storageMiB: 512, architecture: "arm64"');
    project.write("environments/model/quetzal-oslo.ts", text);
    await push();
    expect(docker.told()[2]).toBe(build("linux/arm64"));
  });

  test("leaves the function alone where the file chooses the image, and says what to write", async () => {
    project.write("environments/model/quetzal-oslo.ts", modelFile("quetzal-oslo", 'image: { tag: "v0" },'));
    await push();
    expect(updates()).toEqual([]);
    expect(printed.slice(-2)).toEqual([
      `quetzal-oslo: v1 is pushed, ${DIGEST}`,
      'next: image: { tag: "v1" } in environments/model/quetzal-oslo.ts, then npx slipway deploy quetzal-oslo',
    ]);
  });

  test.each([
    [
      "old",
      "docker must have the plugin buildx, got \"docker: 'buildx' is not a docker command.\"; install it, or a newer Docker",
    ],
    ["login-fails", `${REGISTRY} must accept the token of ECR, got "daemon says ***"; nothing was built: start Docker`],
    [
      "push-fails",
      `${REGISTRY}/quetzal-oslo:v1 must be pushed, got exit code 1; the function quetzal-oslo runs what it ran`,
    ],
  ])("a docker that is %s is said, and the function stays as it is", async (what, message) => {
    docker.write(what, "");
    await expect(push()).rejects.toMatchObject({ message });
    expect(updates()).toEqual([]);
  });

  test("without docker nothing is done", async () => {
    process.env.PATH = "/nowhere";
    await expect(push()).rejects.toMatchObject({
      message: "docker must be installed to push an image, got no such program",
    });
    expect(updates()).toEqual([]);
  });
});
