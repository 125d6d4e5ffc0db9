import { complaint, textMatching } from "../shared/rules";
import * as z from "../shared/zod";
import { directiveProblems, type LineProblem, optionProblems } from "./caddy-line-problems";
import { secretLineProblems } from "./caddy-secrets";

type Issue = { readonly input?: unknown };

const line = textMatching(/^[^\p{Cc}]*$/u, "must be a line", "write each line on its own");

/** Lines of a Caddyfile, each with a rule of its own, and with rules on all of them. */
function linesOf(element: typeof line, problems: (lines: readonly string[]) => LineProblem[]) {
  const error = ({ input }: Issue) => complaint("must be a list of lines", input, "write it in [ ]");
  return z.array(element, { error }).superRefine((lines, context) => {
    if (lines.some((each) => /\p{Cc}/u.test(each))) return;
    for (const { line, message } of [...problems(lines), ...secretLineProblems(lines)]) {
      context.addIssue({ code: "custom", path: [line], message, input: lines[line] });
    }
  });
}

/** Lines for the global options. */
export const globalOptions = linesOf(line, optionProblems);
/** What stands behind the front's edge does not see whom the edge speaks with, and has no TLS. */
export const directives = linesOf(
  line
    .refine((line) => !/\bremote_ip\b/.test(line), {
      error: ({ input }) => complaint("must ask for client_ip", input, "remote_ip would be the front's own address"),
    })
    .refine((line) => !/^\s*tls\b/.test(line), {
      error: ({ input }) => complaint("must leave TLS to the front", input, "see certificates and certificate"),
    }),
  directiveProblems,
);
