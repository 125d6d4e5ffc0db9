import { quotedWord } from "../../../shared/render/shell-word";
import { HEADER } from "../../render/driver";
import type { Probe } from "../told";
import { script } from "./shell";

/** A function of the shell that prints the status of an answer, 000 for none. */
export const STATUS = `status() {
  if command -v curl >/dev/null 2>&1; then
    curl -gsk -o /dev/null -w '%{http_code}' --max-time "$4" -H "Host: $2" -H "${HEADER}: $3" "$1" || true
  else
    answer=$(wget -S -q -O /dev/null -T "$4" --no-check-certificate --header "Host: $2" --header "${HEADER}: $3" "$1" 2>&1 | sed -n 's|^ *HTTP/[0-9.]* \\([0-9]*\\).*|\\1|p' | head -n 1)
    printf %s "\${answer:-000}"
  fi
}`;

/** Asks once, and prints the status. */
export function probeScript(probe: Probe, timeoutSeconds: number): string {
  return script(STATUS, status(probe, timeoutSeconds));
}

/** A call of {@link STATUS}. */
export function status({ url, host, service }: Probe, timeoutSeconds: number): string {
  return `status ${quotedWord(url)} ${quotedWord(host)} ${quotedWord(service)} ${timeoutSeconds}`;
}
