import type { Project } from "../../../engine/project";
import { tableText } from "../../table";
import { DeployedModel } from "../deployed-model";
import { digestsInUse, liveImage } from "./live";
import { imageCells, type RepositoryImage, repositoryImages } from "./repository";

/** Prints the images of a model, the newest first, and which one runs. */
export async function listImages(project: Project, workspace: string | undefined, json = false): Promise<void> {
  const model = await DeployedModel.of(project, workspace);
  try {
    const [images, live, used] = [await repositoryImages(model), await liveImage(model), await digestsInUse(model)];
    const state = ({ digest, isPlaceholder }: RepositoryImage) =>
      stateOf(digest, live.digest, used) ?? (isPlaceholder ? "placeholder" : "");
    if (json) {
      const rows = images.map(({ isPlaceholder, pushedAt, ...image }) => ({
        ...image,
        pushedAt: pushedAt?.toISOString() ?? "",
        state: state({ ...image, isPlaceholder }),
      }));
      return console.log(JSON.stringify(rows, null, 2));
    }
    const cells = images.map((image) => [...imageCells(image), state(image)]);
    console.log(tableText(["tag", "digest", "pushed", "size", "state"], cells));
    if (images.some(({ digest }) => digest === live.digest)) return;
    console.error(`warning: the function ${model.functionName} runs ${live.uri}, which is in the repository no longer`);
  } finally {
    model.close();
  }
}

function stateOf(digest: string, live: string, used: ReadonlySet<string>): string | undefined {
  if (digest === live) return "live";
  return used.has(digest) ? "of a version" : undefined;
}
