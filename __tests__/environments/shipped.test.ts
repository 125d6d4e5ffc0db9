import { join, resolve } from "node:path";
import { environmentOf, loadEnvironments } from "../../app/load";
import { domainNamed } from "../../domains/domains";

const ROOT = resolve(__dirname, "../..");
const SHIPPED = ["examples", ""].flatMap((folder) =>
  loadEnvironments(join(ROOT, folder, "environments"), join(ROOT, folder)).map(
    (workspace) => [`${folder}/${workspace.file}`, workspace] as const,
  ),
);

/** Whoever deploys one of them by mistake has credentials, a cluster or a Docker host that it does not name. */
describe("an environment file that is shipped", () => {
  test.each(SHIPPED)("%s is sound, and names where it goes", (_, workspace) => {
    const { domain, environment, problems } = workspace;
    expect(problems).toEqual([]);
    const needed = domainNamed(domain).providers(environment);
    const { accountId } = environmentOf(workspace, "model") ?? environmentOf(workspace, "plugins") ?? {};
    // The sandbox's: no credentials of AWS belong to it.
    expect(accountId).toBe("hashicorp/aws" in needed ? "123456789012" : undefined);
    const { cluster } = environmentOf(workspace, "pipelines") ?? {};
    expect(cluster?.context).toEqual("hashicorp/kubernetes" in needed ? expect.stringMatching(/./) : undefined);
    expect(JSON.stringify(environment)).not.toMatch(/dockerHost|ssh:|tcp:/);
  });
});
