import { plainPath, problemsWithin } from "../shared/container/problems";
import { rightSettings } from "../shared/container/right-settings";
import { secretProblems } from "../shared/container/secrets";
import { type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { ACCESS_FILE, CONFIG_FOLDER, DATA_FOLDER, SITE_VARIABLES } from "./render/arguments";
import { recordsIn, type SoundAgent, type SoundHelper, textOf } from "./sound";

/** What is wrong with an agent in a container. */
export function containerProblems(agent: SoundAgent): Problem[] {
  const { path, settings, agentClass } = agent;
  const { manage, data, access, script, image } = settings;
  const args = partsOf(settings.arguments);
  const told = "Terraform keeps the container, so a HostManager must not; leave it out, or make the host native";
  const dataDir = textOf(args["data-dir"]);
  const problem = (name: string, message: string) => ({ path: `${path}.${name}`, message });
  return [
    ...(manage === undefined || manage === "ignore" || manage === "no"
      ? []
      : [problem("manage", `must be "ignore" for a container, got ${shown(manage)}; ${told}`)]),
    ...(data !== undefined && agentClass !== "AggregatorAgent"
      ? [problem("data", `is for an AggregatorAgent, got it for ${agentClass}; use mounts`)]
      : []),
    ...(agentClass === "AggregatorAgent" &&
    dataDir !== undefined &&
    !isWithin(dataDir, DATA_FOLDER) &&
    !isMounted(dataDir, settings)
      ? [
          problem(
            "arguments.data-dir",
            `must be /data, a folder in it, or a path in mounts, got ${shown(dataDir)}; what is written there would go with the container`,
          ),
        ]
      : []),
    ...(access !== undefined && agentClass !== "AccessDirector"
      ? [problem("access", `is for an AccessDirector, got it for ${agentClass}; take it out`)]
      : []),
    ...(access === undefined && agentClass === "AccessDirector" && args["config-file"] === undefined
      ? [problem("access", "is required by an AccessDirector; write { passwords: [ … ] } or { hostFile }")]
      : []),
    ...(textOf(partsOf(script).path)?.startsWith("/") === false && partsOf(image).build === undefined
      ? [problem("script.path", `must be absolute, got ${shown(partsOf(script).path)}; it is a file of the image`)]
      : []),
    ...[
      ...managerProblems(settings),
      ...networkProblems({ ...settings, siteNetwork: agent.site }),
      ...takenProblems(agent),
      ...variableProblems(settings),
      ...settingsProblems(settings),
    ].map((each) => problem(each.path, each.message)),
  ];
}

/** What is wrong with a container beside agents. */
export function helperProblems({ path, settings, host, site }: SoundHelper): Problem[] {
  if (!host.isDocker) {
    return [
      { path, message: `is a container, got it in the native host ${host.hostname}; put it into one of containers` },
    ];
  }
  const { healthCheck } = settings;
  const found = [
    ...networkProblems({ ...settings, siteNetwork: site }),
    ...settingsProblems(settings),
    ...problemsWithin(rightSettings({ healthCheck })),
  ];
  return found.map((each) => ({ ...each, path: `${path}.${each.path}` }));
}

/** In a container a HostManager finds neither programs of its machine nor the command `docker`, and looks healthy. */
export function managerProblems({ agentClass }: Parts): Problem[] {
  if (agentClass !== "HostManager") return [];
  const message =
    'must be in a native host, got "HostManager" in a container; it starts programs on its machine: write a host with kind "native" for it';
  return [{ path: "agentClass", message }];
}

/** Networks beside the site's. On the host's there is no other. */
export function networkProblems({ network, networks, siteNetwork }: Parts): Problem[] {
  const named = recordsIn(networks).map(([index, { name }]) => ({
    path: `networks[${index}].name`,
    name: textOf(name),
  }));
  if (network === "host" && named.length > 0) {
    const message = 'must be left out on the network "host", got some; a container there is in no other network';
    return [{ path: "networks", message }];
  }
  return named.flatMap(({ path, name }, index) => {
    const isTwice = named.findIndex((other) => other.name === name) !== index;
    if (name === undefined || (name !== siteNetwork && !isTwice)) return [];
    const advice = isTwice ? "it stands there already" : "each agent is in the site's own";
    return [{ path, message: `must be another network, got ${shown(name)}; ${advice}: take it out` }];
  });
}

/** What is put there for the agent; a file or folder of another in its place would hide it, or get it. */
function takenProblems({ settings, agentClass }: SoundAgent): Problem[] {
  const configuration = "leave /config to the site configuration, which is written there";
  const taken = new Map([
    ...["/", CONFIG_FOLDER, `${CONFIG_FOLDER}/default.yaml`].map((path) => [path, configuration] as const),
    ...(settings.access === undefined ? [] : [[ACCESS_FILE, "what access says is written there"] as const]),
    ...(agentClass === "AggregatorAgent" ? [[DATA_FOLDER, "say in data where the aggregator writes"] as const] : []),
  ]);
  return (["mounts", "secrets", "uploads"] as const).flatMap((name) =>
    recordsIn(settings[name]).flatMap(([index, { path }]) => {
      const advice = taken.get(plainPath(textOf(path) ?? "."));
      if (advice === undefined) return [];
      return [{ path: `${name}[${index}].path`, message: `must be another path, got ${shown(path)}; ${advice}` }];
    }),
  );
}

/** Variables that are set for every agent in a container. */
export function variableProblems(settings: Parts): Problem[] {
  return ["environment", "secretEnvironment"].flatMap((name) =>
    Object.keys(partsOf(settings[name])).flatMap((variable) => {
      const advice = SITE_VARIABLES.get(variable);
      if (advice === undefined) return [];
      return [{ path: `${name}.${variable}`, message: `must be left to the site, which sets it, got one; ${advice}` }];
    }),
  );
}

/** As of any container. */
function settingsProblems(settings: Parts): Problem[] {
  const { image, network, healthCheck, wait, ...more } = settings;
  const inHost = network === "host" ? ({ network } as const) : {};
  return [...problemsWithin({ ...rightSettings(more), ...inHost }), ...secretProblems(more)];
}

/** Whether a folder of an agent's container is one that is mounted, or lies in one. */
export function isMounted(folder: string | undefined, agent: Parts): boolean {
  if (folder === undefined) return false;
  const paths = recordsIn(agent.mounts).flatMap(([, { path }]) => textOf(path) ?? []);
  return paths.some((path) => isWithin(folder, path));
}

/** Whether a path of a container is a folder, or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return `${plainPath(path)}/`.startsWith(`${plainPath(folder)}/`);
}
