import type { Environments } from "../domains/domains";
import type { Project } from "../engine/project";
import { type AdoptOptions, runAdoption } from "./model/run-adoption";

/** What a file says of something that exists already, where no old state is adopted. */
const WAYS: Readonly<
  Record<Exclude<keyof Environments, "model">, readonly (readonly [what: string, setting: string])[]>
> = {
  plugins: [["a bucket", 'origin: "adopted" in bucket']],
  services: [
    ["a droplet", "adopt: <id> in its node's droplet"],
    ["a domain", 'origin: "adopted" in dns.domains'],
  ],
  pipelines: [["the MySQL of a chart", 'existingClaim: "<claim>" and service: "adopted" in database']],
  observatory: [["an aggregator's folder", 'data: { hostPath: "<folder>" } in its agent']],
};

/** Adopts models; of other workspaces it says, as an error, what to write into their files. */
export async function runAnyAdoption(project: Project, names: readonly string[], options: AdoptOptions): Promise<void> {
  const workspaces = project.workspaces();
  const others = workspaces.flatMap(({ workspace, domain, file }) => {
    if (domain === "model" || !names.includes(workspace)) return [];
    return WAYS[domain].map(
      ([what, setting]) => `${file}: to adopt ${what}, write ${setting}, then deploy ${workspace}`,
    );
  });
  if (others.length > 0) throw new Error([...others, "nothing was written"].join("\n"));
  return runAdoption(project, names, options);
}
