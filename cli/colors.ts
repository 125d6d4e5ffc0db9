import picocolors from "picocolors";

const { NO_COLOR, FORCE_COLOR } = process.env;

/** Colours on a terminal, and nowhere else: the library by itself also colours the logs of CI. */
export const colors = picocolors.createColors(!NO_COLOR && (Boolean(FORCE_COLOR) || process.stdout.isTTY === true));
