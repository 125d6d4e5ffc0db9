/** The package.json of a package that a project can import. */
export function packageFile(name: string, folder: string): string | undefined {
  try {
    return require.resolve(`${name}/package.json`, { paths: [folder] });
  } catch {
    return undefined;
  }
}
