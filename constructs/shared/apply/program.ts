/** So often a program asks whether somebody waits for it. */
const PAUSE_MILLISECONDS = 200;

/** How a program says what went wrong. @default - the error's message alone */
export interface ProgramOptions {
  readonly text?: (error: Error) => string;
}

/**
 * Runs a program that Terraform has started while it applies, and prints what it did. It ends with Terraform: of one that was killed nobody
 * knows any more, and what it would do minutes later may undo what the next deployment has done meanwhile.
 */
export function runProgram(
  main: () => Promise<string>,
  { text = ({ message }) => message }: ProgramOptions = {},
): void {
  const terraform = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== terraform) process.exit(1);
  }, PAUSE_MILLISECONDS);
  watch.unref();
  main().then(console.log, (error: Error) => {
    console.error(text(error));
    process.exitCode = 1;
  });
}

/** With the kind of an error of a library, which its message takes for granted. */
export function withKind(of: string): (error: Error) => string {
  return ({ name, message }) => `${of}: ${name === "Error" ? "" : `${name}: `}${message}`;
}
