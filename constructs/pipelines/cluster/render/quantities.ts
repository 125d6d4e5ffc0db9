/** A quantity's suffixes, and what each stands for. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const BINARY = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;
const DECIMAL = ["k", "M", "G", "T", "P", "E"] as const;

const QUANTITY = /^(?<number>\d+(?:\.\d{1,3})?)(?<suffix>m|[kMGTPE]|[KMGTPE]i)?$/;

/** What a quantity comes to in its unit, such as bytes or processors; nothing when it is none. */
export function quantityValue(quantity: string | number): number | undefined {
  const { number, suffix = "" } = QUANTITY.exec(String(quantity))?.groups ?? {};
  return number === undefined ? undefined : Number(number) * factorOf(suffix);
}

/** A quantity as the cluster writes it, which would else differ from ours in every plan: `1024Mi` is `1Gi`, 0.5 is `500m`. */
export function canonicalQuantity(quantity: string | number): string {
  const value = quantityValue(quantity);
  if (value === undefined) return String(quantity);
  if (!Number.isInteger(value)) return `${Math.ceil(value * 1000 - 1e-6)}m`;
  const isBinary = String(quantity).endsWith("i");
  const suffixes = [...(isBinary ? BINARY : DECIMAL)].reverse();
  const suffix = value === 0 ? undefined : suffixes.find((each) => value % factorOf(each) === 0);
  return suffix === undefined ? String(value) : `${value / factorOf(suffix)}${suffix}`;
}

function factorOf(suffix: string): number {
  if (suffix === "") return 1;
  if (suffix === "m") return 0.001;
  const binary = (BINARY as readonly string[]).indexOf(suffix);
  return binary >= 0 ? 1024 ** (binary + 1) : 1000 ** ((DECIMAL as readonly string[]).indexOf(suffix) + 1);
}
