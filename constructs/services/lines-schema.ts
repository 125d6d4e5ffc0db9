import { complaint, textMatching } from "../shared/rules";
import * as z from "../shared/zod";

type Issue = { readonly input?: unknown };

/** Lines of a Caddyfile. */
export const lines = z.array(textMatching(/^[^\p{Cc}]*$/u, "must be a line", "write each line on its own"), {
  error: ({ input }: Issue) => complaint("must be a list of lines", input, "write it in [ ]"),
});
/** What stands behind the front's edge does not see whom the edge speaks with, and has no TLS. */
export const directives = z.array(
  lines.element
    .refine((line) => !/\bremote_ip\b/.test(line), {
      error: ({ input }) => complaint("must ask for client_ip", input, "remote_ip would be the front's own address"),
    })
    .refine((line) => !/^\s*tls\b/.test(line), {
      error: ({ input }) => complaint("must leave TLS to the front", input, "see certificates and certificate"),
    }),
  { error: ({ input }: Issue) => complaint("must be a list of lines", input, "write it in [ ]") },
);
