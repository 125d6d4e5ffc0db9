import { complaint, textMatching } from "./rules";

const RULE = "must be an engine's address";
const PORT = "a port is a number up to 65535, and an IPv6 address stands in [ ]";

/** Of a machine with Docker: its engine, and the key that it is known by. Nothing gives a password to `ssh`; none is shown. */
export const dockerHost = textMatching(
  // What begins with - would be an option of ssh.
  /^(unix|npipe|tcp|ssh):\/\/(?!-|[^/]*@-)[^\s${}"]+$/,
  RULE,
  'write unix://, npipe://, tcp:// or ssh:// before it, for example "ssh://deploy@node-1.example.org"',
)
  .refine(hasNoPassword, {
    error: () => "must have no password, got one; use a key, which ssh-copy-id puts on the host",
  })
  .refine((address) => !hasNoPassword(address) || !/^(tcp|ssh):/.test(address) || isReadable(address), {
    error: ({ input }) => complaint(RULE, input, PORT),
  })
  .refine((address) => !address.startsWith("ssh:") || !isReadable(address) || isHostAlone(new URL(address)), {
    error: ({ input }) => complaint(RULE, input, "behind ssh:// stands user@host:port, and nothing else"),
  });

/** Docker's command runs there, and knows its own engine: a path of a socket would be the provider's alone. */
function isHostAlone({ hostname, username, pathname, search, hash }: URL): boolean {
  // A % that begins no letter would end the program.
  return hostname !== "" && !/%(?![0-9a-f]{2})/i.test(username) && /^\/?$/.test(pathname) && search + hash === "";
}

/** For Docker, tcp without a host is this machine. */
function isReadable(address: string): boolean {
  return URL.canParse(address.replace(/^tcp:\/\/:/, "tcp://localhost:"));
}

function hasNoPassword(address: string): boolean {
  return !/^\w+:\/\/[^/@:]*:.*@/.test(address);
}

export const hostKey = textMatching(
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-[\w@.-]+) [A-Za-z0-9+/]{40,}={0,3}$/,
  "must be a host's public key, its kind first",
  "ssh-keyscan prints it behind the host's name, and the machine's console shows whether it is the right one",
);
export const knownHostsFile = textMatching(
  /^(?!~(?!\/))[^\p{Cc}"'\\$]+$/u,
  "must be the path of a file, without quotes, $ and \\",
  "it begins at the project's folder, or with ~/",
);
