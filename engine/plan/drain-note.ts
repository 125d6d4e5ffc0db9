/** What a disruption budget says; a block stands in a list, or by itself. */
interface Budget {
  readonly spec?: Block | readonly Block[];
}

interface Block {
  readonly max_unavailable?: string | null;
}

/** Of a budget that lets no pod go: whoever drains the node waits, and nothing says for what. */
export function drainNote(type: string, before: unknown, after: unknown): string | undefined {
  if (!/^kubernetes_pod_disruption_budget(_v1)?$/.test(type)) return undefined;
  const [old, fresh] = [before, after].map((each) => mostOf(each as Budget | null | undefined));
  if (fresh !== "0" || old === "0") return undefined;
  return 'maxUnavailable is 0: a node that has its pod cannot be drained; eviction: "allowed" lets it be, for a minute without the database';
}

function mostOf(budget: Budget | null | undefined): string | null | undefined {
  const spec = budget?.spec;
  return (Array.isArray(spec) ? (spec as readonly Block[])[0] : (spec as Block | undefined))?.max_unavailable;
}
