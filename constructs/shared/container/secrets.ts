import type { Problem } from "../rules";
import { secretsBelow } from "../secret-problems";

const ADVICE =
  "put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment";

/** Secrets that stand in a container's settings, as far as they can be recognised. No message shows one. */
export function secretProblems(settings: Readonly<Record<string, unknown>>): Problem[] {
  return ["environment", "command", "entrypoint", "labels", "log", "uploads", "healthCheck"].flatMap((name) =>
    secretsBelow(name, settings[name], ADVICE),
  );
}
