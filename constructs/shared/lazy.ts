/**
 * A module that is loaded when something of it is used for the first time: a command then waits for what it uses alone.
 * Both places name the same module, so that the import matrix sees what is loaded:
 * `lazy<typeof import("yaml")>(() => require("yaml"))`.
 */
export function lazy<M extends object>(load: () => unknown): M {
  let loaded: M | undefined;
  return new Proxy({} as M, {
    get: (_, name) => {
      loaded ??= load() as M;
      return Reflect.get(loaded, name);
    },
  });
}
