import { textMatching } from "./rules";

/** Of an engine's address. Nothing that reads it gives a password to `ssh`. */
export const NO_PASSWORD = "must have no password, got one; use a key, which ssh-copy-id puts on the host";

export function hasNoPassword(address: string): boolean {
  return !/^\w+:\/\/[^/@:]*:.*@/.test(address);
}

/** Of a machine with Docker: its engine, and the key that it is known by. No password is shown. */
export const dockerHost = textMatching(
  // What begins with - would be an option of ssh.
  /^(unix|npipe|tcp|ssh):\/\/(?!-|[^/]*@-)[^\s${}"]+$/,
  "must be an engine's address",
  'write unix://, npipe://, tcp:// or ssh:// before it, for example "ssh://ocs@dome.example.org"',
).refine(hasNoPassword, { error: () => NO_PASSWORD });
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
