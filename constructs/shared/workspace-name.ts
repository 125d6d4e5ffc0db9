/** A workspace has one name: in its file's path, its environment, its stack and its state. */
export function checkWorkspaceName(workspace: string, name: string): void {
  if (name === workspace) return;
  throw new Error(`[${workspace}] name must be the workspace's, got "${name}"; give both one name`);
}
