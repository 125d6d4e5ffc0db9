import { helper as rules } from "../../../constructs/observatory/agent-schema";
import type { HelperSettings } from "../../../constructs/observatory/schema";
import { secretProblems } from "../../../constructs/shared/container/secrets";
import { problemsOf } from "../../../constructs/shared/rules";
import { shown } from "../../../constructs/shared/shown";
import { partAt } from "../../import/yaml-parts";
import { commandOf, type Service, settled, sourceOf } from "./compose";
import { commonSettings, environmentOf, networkOf, said, tellUnread } from "./container";
import { isHelper } from "./services";
import type { OldSite } from "./site";
import type { SplitHost } from "./split-hosts";

/** What to do instead, for keys that are not copied; empty for keys that only helpers have. */
const ADVICE: Readonly<Record<string, string>> = {
  entrypoint: "",
  working_dir: "",
  env_file: "write its variables in environment, and secrets in a file of the host for secrets",
  healthcheck: "write healthCheck in the helper",
  logging: "the engine keeps five files of 10 MB, or sends them to monitoring.loki",
};

/** The services that are no agents, by their new host: the one with agents from the same file, or the first. */
export function helpersByHost(
  site: OldSite,
  services: readonly Service[],
  hosts: readonly SplitHost[],
): ReadonlyMap<SplitHost, readonly HelperSettings[]> {
  const docker = hosts.filter(({ isDocker }) => isDocker);
  const found = new Map<SplitHost, HelperSettings[]>();
  for (const service of services.filter((each) => isHelper(site, each))) {
    const { name, line, tell } = service;
    const beside = services.filter(({ networks }) => networks === service.networks).map(({ instanceId }) => instanceId);
    const host = docker.find(({ agents }) => agents.some(({ instanceId }) => beside.includes(instanceId))) ?? docker[0];
    const problem = problemsOf(rules.shape.name, name)[0];
    if (host === undefined || problem !== undefined) {
      const why = problem === undefined ? "write it in helpers of a host of containers" : `its name ${problem.message}`;
      tell(line, `service ${shown(name)} is no agent, and is left out; ${why}`);
      continue;
    }
    tell(
      line,
      `service ${shown(name)} is no agent, and is a helper of host ${host.name}; take it out if the site does without it`,
    );
    found.set(host, [...(found.get(host) ?? []), helperOf(service)]);
  }
  return found;
}

function helperOf(service: Service): HelperSettings {
  const { name, image = "", settings } = service;
  tellUnread(service, ADVICE);
  return {
    name,
    image,
    ...said({
      entrypoint: words(service, "entrypoint"),
      command: words(service, "command"),
      workingDirectory: settled(sourceOf(settings, "working_dir")),
      network: networkOf(service),
      environment: environmentOf(service, new Map()),
      ...commonSettings(service),
    }),
  };
}

/** The words of a program; they are not copied if there is a secret among them. */
function words({ settings, name, line, tell }: Service, key: "entrypoint" | "command"): string[] | undefined {
  const found = commandOf(partAt(settings, key)).map(({ text }) => text);
  if (found.length === 0) return undefined;
  if (secretProblems({ [key]: found }).length === 0) return found;
  tell(
    line,
    `service ${shown(name)} has a secret in its ${key}, which is not copied; put it into a file on the Docker host, for secrets`,
  );
  return undefined;
}
