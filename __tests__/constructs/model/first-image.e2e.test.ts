import { createHash, randomBytes } from "node:crypto";
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import { type Image, placeholder, placeholders } from "../../../constructs/model/apply/placeholder-image";
import { pushWhenEmpty, remove, type Target } from "../../../constructs/model/apply/push";
import { DeployedProject } from "../../support/deployed";

describe("the first image, pushed through the API of ECR", () => {
  const deployed = new DeployedProject({});
  let client: ECRClient;
  beforeAll(async () => {
    await deployed.start({}, []);
    client = new ECRClient(deployed.client);
  });
  afterAll(() => deployed.stop());

  async function repository(repositoryName: string): Promise<Target> {
    await client.send(new CreateRepositoryCommand({ repositoryName }));
    return { client, registryId: "123456789012", repositoryName };
  }
  async function images({ repositoryName }: Target) {
    const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ repositoryName }));
    return imageDetails.map(({ imageDigest, imageTags }) => ({ imageDigest, imageTags }));
  }
  /** Gives a repository an image that is not the placeholder. */
  async function putOwn({ repositoryName }: Target) {
    const { images: found = [] } = await client.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "DUMMY" }] }),
    );
    const imageManifest = JSON.stringify(JSON.parse(found[0]?.imageManifest ?? ""), null, 1);
    await client.send(new PutImageCommand({ repositoryName, imageTag: "own", imageManifest }));
  }

  test("comes into an empty repository, and a second time changes nothing", async () => {
    const target = await repository("empty");
    const image = placeholder();
    expect(await pushWhenEmpty(target, image, "DUMMY")).toBe("pushed a placeholder to empty as DUMMY");
    expect(await images(target)).toEqual([{ imageDigest: image.digest, imageTags: ["DUMMY"] }]);
    expect(await pushWhenEmpty(target, image, "DUMMY")).toBe("empty holds an image already; nothing pushed");
    expect(await images(target)).toHaveLength(1);
  });

  test("pushed by two deployments at once, is there once", async () => {
    const target = await repository("twice");
    const said = await Promise.all([1, 2].map(() => pushWhenEmpty(target, placeholder(), "DUMMY")));
    expect(said).toHaveLength(2);
    expect(await images(target)).toHaveLength(1);
  });

  test("is removed, once", async () => {
    const target = await repository("removed");
    await pushWhenEmpty(target, placeholder(), "DUMMY");
    expect(await remove(target, placeholders())).toBe("removed the placeholder from removed");
    expect(await images(target)).toEqual([]);
    expect(await remove(target, placeholders())).toBe("found no placeholder in removed");
  });

  test("is gone with a repository that somebody has deleted", async () => {
    const target = { ...(await repository("kept-elsewhere")), repositoryName: "deleted" };
    expect(await remove(target, placeholders())).toBe("deleted is there no longer, nor what was in it");
  });

  test("is not removed while the repository holds an image of its own", async () => {
    const target = await repository("kept");
    await pushWhenEmpty(target, placeholder(), "DUMMY");
    await putOwn(target);
    await expect(remove(target, placeholders())).rejects.toThrow(
      "kept must hold no image of its own when it is destroyed, got own; " +
        "delete them, for example: aws ecr batch-delete-image --repository-name kept --image-ids imageDigest=sha256:",
    );
    expect(await images(target)).toHaveLength(2);
  });

  test("goes up in parts when a layer is larger than one", async () => {
    const target = await repository("large");
    const small = placeholder();
    const [layer, config] = small.blobs;
    const bytes = randomBytes(21 * 1024 * 1024);
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const manifest = small.manifest
      .replace(layer?.digest ?? "", digest)
      .replace(`"size":${layer?.bytes.length}`, `"size":${bytes.length}`);
    const image: Image = { ...small, manifest, blobs: [{ bytes, digest }, ...(config ? [config] : [])] };
    expect(await pushWhenEmpty(target, image, "DUMMY")).toBe("pushed a placeholder to large as DUMMY");
    expect(await images(target)).toHaveLength(1);
  });

  test("fails for a repository that is not there", async () => {
    const target = { client, registryId: "123456789012", repositoryName: "missing" };
    await expect(pushWhenEmpty(target, placeholder(), "DUMMY")).rejects.toThrow("does not exist");
  });
});
