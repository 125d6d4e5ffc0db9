import picocolors from "picocolors";

/** Whether colours are wanted: on a terminal that has them, and nowhere else but where FORCE_COLOR asks for them. */
export function wantsColors({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (NO_COLOR || FORCE_COLOR === "0" || FORCE_COLOR === "false") return false;
  return Boolean(FORCE_COLOR) || (isTerminal && TERM !== "dumb");
}

/** Colours for standard output; the library by itself also colours the logs of CI. */
export const colors = picocolors.createColors(wantsColors(process.env, process.stdout.isTTY === true));
