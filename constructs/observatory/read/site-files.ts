import { uploadFileProblems } from "../../shared/read/upload-files";
import type { Problem } from "../../shared/rules";
import { isDocker } from "../render/layout";
import type { AgentSettings, SiteSettings } from "../settings";
import { readImageFolder } from "./image-folder";

/** What is wrong with the folders that a site's images are built from, and with files that are put into its containers. */
export function siteFileProblems(site: SiteSettings, project = "."): Problem[] {
  return site.hosts.flatMap((host, at) => {
    if (!isDocker(host)) return [];
    const agents = host.agents.flatMap((agent, index) => {
      const path = `hosts[${at}].agents[${index}]`;
      return [...agentProblems(site, agent, path, project), ...uploadProblems(agent, path, project)];
    });
    const helpers = (host.helpers ?? []).flatMap((helper, index) =>
      uploadProblems(helper, `hosts[${at}].helpers[${index}]`, project),
    );
    return [...agents, ...helpers];
  });
}

function uploadProblems({ uploads = [] }: Pick<AgentSettings, "uploads">, path: string, project: string): Problem[] {
  return uploadFileProblems(uploads, project).map((each) => ({ ...each, path: `${path}.${each.path}` }));
}

function agentProblems(
  { images, allowLatest }: SiteSettings,
  { image, script }: AgentSettings,
  path: string,
  project: string,
): Problem[] {
  if (image === undefined || typeof image === "string" || !("build" in image)) return [];
  const { build, base = images.ocs } = image;
  const folder = {
    folder: build,
    base: typeof base === "string" ? base : base.local,
    ...(script && { script }),
    ...(allowLatest === true && { allowLatest }),
  };
  return readImageFolder(folder, project).problems.map(({ of, message }) => {
    if (of === "Dockerfile") return { path: `${path}.image.build`, message: `${build}/Dockerfile:${message}` };
    return { path: `${path}.${of === "folder" ? "image.build" : of}`, message };
  });
}
