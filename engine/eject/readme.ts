/** A stack that was ejected. */
export interface EjectedStack {
  readonly stack: string;
  /** From the project's folder. */
  readonly folder: string;
  /** Where its state is: a path, or an address. */
  readonly state: string;
  /** Whether Terraform runs programs in Node. */
  readonly hasPrograms: boolean;
}

interface Ejected {
  readonly workspace: string;
  readonly stacks: readonly EjectedStack[];
  /** Variables that must have a value: `TF_VAR_database_password`. */
  readonly variables: readonly string[];
  readonly providers: readonly string[];
}

/** What a person must know who works on with Terraform alone. */
export function ejectedReadme({ workspace, stacks, variables, providers }: Ejected): string {
  const rows = stacks.map(({ folder, state }) => `| \`${folder}\` | \`${state}\` |`);
  const needs = [
    "- Terraform 1.10 or newer, or OpenTofu.",
    ...(stacks.some(({ hasPrograms }) => hasPrograms)
      ? ["- Node 20 or newer: some resources run the programs in `assets`."]
      : []),
    ...(providers.includes("hashicorp/kubernetes") ? ["- `KUBE_CONFIG_PATH`, the path of your kubeconfig."] : []),
    ...variables.map((name) => `- \`${name}\`, a secret: export it before you run Terraform.`),
    "- This folder where it is: relative paths lead to files of the project.",
  ];
  return `# ${workspace}

Plain Terraform, written by \`slipway eject\`. No resource was changed, and no state was moved or copied.

| folder | its state |
| --- | --- |
${rows.join("\n")}

In the project's folder, in this order:

\`\`\`sh
${stacks.map(({ folder }) => `terraform -chdir=${folder} init && terraform -chdir=${folder} plan`).join("\n")}
\`\`\`

Each plan must say "No changes" if the workspace was deployed before. You need:

${needs.join("\n")}

While this folder exists, \`slipway\` refuses the workspace. Nobody else looks for data before something is destroyed: read each plan.
Programs and \`slipway\` come from the package cdktf-slipway; what is in this folder needs neither it nor cdktf.

To go back to \`slipway\`, delete this folder. If you changed resources meanwhile, change the environment file first, and read
\`slipway plan ${workspace}\`.
`;
}
