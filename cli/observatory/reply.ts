import { isList, isRecord } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { timeText } from "./times";

/** What OCS calls the answer of an operation. */
const RESPONSES: Readonly<Record<number, string>> = { [-1]: "ERROR", 0: "OK", 1: "TIMEOUT" };

/** A reply of an agent. @see https://ocs.readthedocs.io/en/main/developer/clients.html */
export interface Reply {
  readonly status: number;
  readonly message: string;
  readonly session: Readonly<Record<string, unknown>>;
}

/** What an agent says of an operation. */
export function replyOf(instanceId: string, value: unknown): Reply {
  const [status, message, session] = isList(value) ? value : [];
  if (typeof status === "number")
    return { status, message: String(message), session: isRecord(session) ? session : {} };
  throw new Error(
    `agent ${shown(instanceId)} must answer with a status, got ${shown(value)}; see which program has its address`,
  );
}

/** A reply, as OCS's client prints it. */
export function replyText({ status, message, session }: Reply): string {
  const { op_name, session_id, status: state, data, messages } = session;
  const lines = [`${RESPONSES[status] ?? status}: ${message}`];
  if (op_name !== undefined) lines.push(`  ${op_name}[session=${session_id}]; status=${state}`);
  for (const entry of isList(messages) ? messages.slice(-5) : []) {
    const [time, text] = isList(entry) ? entry : [];
    lines.push(`  ${timeText(time)} ${text}`);
  }
  if (isRecord(data) && Object.keys(data).length > 0) lines.push(`  data: ${JSON.stringify(data)}`);
  return lines.map(visible).join("\n");
}
