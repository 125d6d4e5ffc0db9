import type { FrontSettings } from "../../../constructs/services/schema";
import type { Note } from "./note";

/** The front of a new file. */
export interface NewFront {
  readonly settings: FrontSettings;
  readonly note: Note;
}

/** Without a domain it is for this machine. */
export function newFront(domain: string | undefined): NewFront {
  const image = "caddy:2.11.2";
  if (domain === undefined) {
    const toDo = 'write your hosts, and certificates: { acme: { email: "…" } } in place of "none" and httpPort';
    const text = `hosts end with .localhost, and there is no TLS, because no service file names hosts; import with --domain example.org, or write them`;
    return { settings: { image, certificates: "none", httpPort: 8080 }, note: { line: 0, text, toDo } };
  }
  const email = `webmaster@${domain}`;
  const text = `hosts are the services' names before ${domain}, and Let's Encrypt writes to ${email}, because no service file says either; correct them`;
  return {
    settings: { image, certificates: { acme: { email } } },
    note: { line: 0, text, toDo: "correct the e-mail address, and the hosts below" },
  };
}
