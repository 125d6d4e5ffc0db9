import { didYouMean } from "../../shared/did-you-mean";
import type { Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { circleOf, pipelineName, plainName, unreadPipelines } from "./render/dag";
import { isCron, leavesOf, repositoriesOf } from "./render/inputs";
import type { SoundWorkflow } from "./sound-workflow";

/** Kubernetes gives a pipeline's pods 63 signs, of which Pachyderm takes some. */
const LONGEST_NAME = 51;

/** What is wrong between the pipelines and repositories of a workflow. */
export function graphProblems(workflow: SoundWorkflow): Problem[] {
  const unknown = inputProblems(workflow);
  return [
    ...unknown,
    ...circleProblems(workflow),
    ...nameProblems(workflow),
    ...resultProblems(workflow),
    ...(workflow.isWhole && unknown.length === 0 ? unreadProblems(workflow) : []),
  ];
}

function inputProblems(workflow: SoundWorkflow): Problem[] {
  const { names, repositories, externalRepositories } = workflow;
  if (!workflow.hasRepositories) return [];
  const known = [...names, ...repositories, ...externalRepositories];
  return Object.entries(workflow.pipelines).flatMap(([name, { input }]) =>
    repositoriesOf(input).flatMap(({ path, input: { repo } }) => {
      if (known.includes(repo)) return [];
      const own = names.find((each) => pipelineName(workflow, each) === repo);
      const advice = own === undefined ? didYouMean(repo, known) : `did you mean "${own}"?`;
      return [
        {
          path: `pipelines.${name}.${path}.repo`,
          message: `must be a repository or a pipeline of the workflow, got ${shown(repo)}; ${advice ?? `there are ${known.join(", ")}: add it to repositories, or to externalRepositories if others make it`}`,
        },
      ];
    }),
  );
}

function circleProblems(workflow: SoundWorkflow): Problem[] {
  const circle = circleOf(workflow);
  if (circle === undefined) return [];
  const way = circle.map(shown).join(" reads ");
  return [
    { path: "pipelines", message: `must not read each other in a circle, got ${way}; take one of these inputs out` },
  ];
}

/** A name in the cluster, as Kubernetes tells names apart, and who has it. */
interface Owner {
  readonly path: string;
  readonly name: string;
  readonly kind: "pipeline" | "repository" | "external";
}

function ownersOf(workflow: SoundWorkflow): Owner[] {
  return [
    ...workflow.repositories.map(
      (name, index): Owner => ({ path: `repositories[${index}]`, name, kind: "repository" }),
    ),
    ...workflow.externalRepositories.map(
      (name, index): Owner => ({ path: `externalRepositories[${index}]`, name, kind: "external" }),
    ),
    ...workflow.names.map(
      (name): Owner => ({ path: `pipelines.${name}`, name: pipelineName(workflow, name), kind: "pipeline" }),
    ),
    // Pachyderm makes a repository of each cron.
    ...Object.entries(workflow.pipelines).flatMap(([pipeline, { input }]) =>
      leavesOf(input).flatMap((leaf): Owner[] => {
        if (!isCron(leaf.input)) return [];
        const name = `${pipelineName(workflow, pipeline)}_${leaf.input.cron.name}`;
        return [{ path: `pipelines.${pipeline}.${leaf.path}.cron.name`, name, kind: "pipeline" }];
      }),
    ),
  ];
}

function nameProblems(workflow: SoundWorkflow): Problem[] {
  const { names, repositories, externalRepositories } = workflow;
  const long = names.filter((name) => pipelineName(workflow, name).length > LONGEST_NAME);
  const meansTwo = names.filter((name) => [...repositories, ...externalRepositories].includes(name));
  return [
    ...long.map((name) => ({
      path: `pipelines.${name}`,
      message: `must be at most ${LONGEST_NAME} characters with the workflow's name, got ${pipelineName(workflow, name).length}; it is called ${pipelineName(workflow, name)}`,
    })),
    ...meansTwo.map((name) => ({
      path: `pipelines.${name}`,
      message: `must be another name than that of a repository, got ${shown(name)} for both; an input could mean either`,
    })),
    ...twinProblems(ownersOf(workflow).filter(({ path }) => !meansTwo.some((name) => path === `pipelines.${name}`))),
  ];
}

function twinProblems(owners: readonly Owner[]): Problem[] {
  return owners.flatMap((owner, index) => {
    const first = owners.slice(0, index).find((other) => areTwins(owner, other));
    if (first === undefined) return [];
    const got = first.name === owner.name ? shown(owner.name) : `${shown(owner.name)} and ${shown(first.name)}`;
    return [
      {
        path: owner.path,
        message: `must have a name of its own in the cluster, got ${got} as ${first.path} has; rename one of them`,
      },
    ];
  });
}

/** Pachyderm calls what it makes in Kubernetes after a pipeline. */
function areTwins(one: Owner, other: Owner): boolean {
  if (one.name === other.name) return true;
  return one.kind === "pipeline" && other.kind === "pipeline" && plainName(one.name) === plainName(other.name);
}

function resultProblems({ results, names }: SoundWorkflow): Problem[] {
  if (names.length === 0) return [];
  return results.flatMap((name, index) => {
    if (names.includes(name)) return [];
    const advice = didYouMean(name, names) ?? `there are ${names.join(", ")}`;
    return [
      { path: `results[${index}]`, message: `must be a pipeline of the workflow, got ${shown(name)}; ${advice}` },
    ];
  });
}

function unreadProblems(workflow: SoundWorkflow): Problem[] {
  const read = Object.values(workflow.pipelines).flatMap(({ input }) =>
    repositoriesOf(input).map((leaf) => leaf.input.repo),
  );
  const unread = unreadPipelines(workflow).filter((name) => !workflow.results.includes(name));
  const idle = workflow.repositories.filter((name) => !read.includes(name));
  return [
    ...unread.map((name) => ({
      path: `pipelines.${name}`,
      message: `must be read by another pipeline or stand in results, got no reader; add ${shown(name)} to results if its output is wanted`,
    })),
    ...idle.map((name) => ({
      path: `repositories[${workflow.repositories.indexOf(name)}]`,
      message: `must be read by a pipeline, got ${shown(name)} without a reader; take it out`,
    })),
  ];
}

/** Names that two workflows would both make. A repository may be shared: one is made, and both read it. */
export function problemsAmongWorkflows(
  workflows: readonly { readonly path: string; readonly workflow: SoundWorkflow }[],
): Problem[] {
  const owners = workflows.map(({ path, workflow }) =>
    ownersOf(workflow)
      .filter(({ kind }) => kind !== "external")
      .map((owner) => ({ ...owner, path: `${path}.${owner.path}` })),
  );
  return owners.flatMap((own, index) => {
    const before = owners.slice(0, index).flat();
    return own.flatMap((owner) => {
      const first = before.find(
        (other) => areTwins(owner, other) && (owner.kind === "pipeline" || other.kind === "pipeline"),
      );
      return first === undefined ? [] : twinProblems([first, owner]);
    });
  });
}
