import { siteOption } from "../../../constructs/observatory/agent-schema";
import type { AgentArguments, AgentScript } from "../../../constructs/observatory/schema";
import { shown } from "../../../constructs/shared/shown";
import { type ArgumentWord, argumentsOf } from "./arguments";
import { type Service, shellWords } from "./compose";

/** What the command of an agent's service says. */
export interface AgentCommand {
  readonly script?: AgentScript;
  readonly crossbarTimeout?: string;
  /** Arguments that go before those of the site configuration. */
  readonly arguments: AgentArguments;
}

/** What ocs-agent-cli takes for itself, and what is read from the service elsewhere. */
const READ = ["agent", "entrypoint", "crossbar-timeout", "instance-id", "site-host", "site-hub", "site-http"];

/** Whether an option names another site configuration than the container's own. Old versions of OCS had registry-address. */
function isElsewhere(name: string): boolean {
  return !READ.includes(name) && (siteOption(name, true) !== undefined || name === "registry-address");
}

/** Reads the command of an agent's service. */
export function agentCommand({ command, name, tell, line }: Service): AgentCommand {
  const subject = `the command of service ${shown(name)}`;
  const words = command.flatMap((word): ArgumentWord[] => {
    if (!/^-[^\s=]*\s/.test(word.text)) return [word];
    tell(
      word.line,
      `${subject} has ${shellWords(word.text)[0]} and more in one item, which nothing splits and the agent ignores; it is read as it was meant`,
    );
    return shellWords(word.text).map((text) => ({ ...word, text }));
  });
  const all = argumentsOf(words, subject, tell);
  const { agent, entrypoint } = all;
  const others = Object.entries(all).filter(([key]) => !READ.includes(key) && !isElsewhere(key));
  const at = command[0]?.line ?? line;
  for (const key of Object.keys(all).filter(isElsewhere)) {
    tell(at, `${subject} has --${key}, which is left out; a container has the site configuration that is made here`);
  }
  for (const [key] of others) {
    tell(
      at,
      `${subject} has --${key}, which goes before the site configuration; it stands in the agent's arguments now`,
    );
  }
  return {
    ...(typeof agent === "string" && {
      script: { path: agent, ...(typeof entrypoint === "string" && entrypoint !== "main" && { entrypoint }) },
    }),
    ...("crossbar-timeout" in all && { crossbarTimeout: String(all["crossbar-timeout"]) }),
    arguments: Object.fromEntries(others),
  };
}
