import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import { wholeList } from "../recovery/digitalocean-lists";
import type { StackJson } from "../stack-json";
import type { Changes } from "./changes";

/** What the API says; only what is read here. @see https://docs.digitalocean.com/reference/api/ */
interface Size {
  readonly slug: string;
  /** In GB. */
  readonly disk: number;
  readonly available: boolean;
  /** Slugs of those that have it now. */
  readonly regions: readonly string[];
}
interface Region {
  readonly slug: string;
  readonly available: boolean;
}
interface Droplet {
  readonly id: number;
  readonly name: string;
  readonly size_slug: string;
  /** In GB. */
  readonly disk: number;
  readonly region: { readonly slug: string };
  readonly tags: readonly string[];
}

/** A plan of a stack, as far as it is read here. */
interface Planned extends Pick<Changes, "created" | "changed" | "replaced"> {
  readonly stack: string;
}

/** A droplet that is created, or gets another size. */
interface Wanted {
  readonly name: string;
  readonly size: string;
  readonly region: string;
  /** @default - it does not exist yet */
  readonly now?: Droplet;
}

const TYPE = "digitalocean_droplet";

/**
 * Refuses sizes and regions that DigitalOcean does not offer to the account, and a size whose disk is smaller than the droplet's: the API
 * says it only once the droplet is off. It is asked once for all droplets; nothing is refused where it does not answer.
 */
export async function refuseUnoffered(
  declared: StackJson,
  { stack, created, changed, replaced }: Planned,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const named = (changes: Planned["created"]) => changes.filter(({ type }) => type === TYPE);
  const [fresh, kept] = [named([...created, ...replaced]), named(changed)];
  if (fresh.length + kept.length === 0) return;
  const [sizes, regions, droplets] = await Promise.all([
    wholeList<Size>("sizes", environment),
    wholeList<Region>("regions", environment),
    kept.length === 0 ? [] : wholeList<Droplet>("droplets", environment),
  ]);
  const wanted = [
    ...fresh.flatMap(({ address }) => asDeclared(declared, address)),
    ...kept.flatMap(({ address }) => resized(declared, address, droplets ?? [])),
  ];
  const problems = wanted.flatMap((each) => [
    ...(each.now === undefined && regions !== undefined ? regionProblems(each, regions) : []),
    ...(sizes === undefined ? [] : sizeProblems(each, sizes)),
  ]);
  if (problems.length > 0) throw new Error(problems.map((problem) => `${stack}: ${problem}`).join("\n"));
}

function attributesOf({ resource = {} }: StackJson, address: string) {
  return resource[TYPE]?.[address.slice(TYPE.length + 1)] ?? {};
}

function asDeclared(declared: StackJson, address: string): Wanted[] {
  const { name, size, region } = attributesOf(declared, address);
  const isKnown = [name, size, region].every((each) => typeof each === "string" && !each.includes("${"));
  return isKnown ? [{ name: String(name), size: String(size), region: String(region) }] : [];
}

/** What exists, where its size changes. */
function resized(declared: StackJson, address: string, droplets: readonly Droplet[]): Wanted[] {
  const { tags } = attributesOf(declared, address);
  const adopted = declared.import?.find(({ to }) => to === address)?.id;
  return asDeclared(declared, address).flatMap((wanted) => {
    const isSame = ({ name, tags: own }: Droplet) =>
      name === wanted.name && (!Array.isArray(tags) || tags.every((tag) => own.includes(tag)));
    const now = droplets.find(({ id }) => String(id) === adopted) ?? droplets.find(isSame);
    return now === undefined || now.size_slug === wanted.size ? [] : [{ ...wanted, now }];
  });
}

function regionProblems({ name, region }: Wanted, regions: readonly Region[]): string[] {
  const open = regions.flatMap(({ slug, available }) => (available ? slug : [])).sort();
  if (open.includes(region)) return [];
  const advice = didYouMean(region, open) ?? `it offers ${open.join(", ")}`;
  return [`the region of ${name} must be one where DigitalOcean takes new droplets, got ${shown(region)}; ${advice}`];
}

function sizeProblems({ name, size, region, now }: Wanted, sizes: readonly Size[]): string[] {
  const where = now?.region.slug ?? region;
  const found = sizes.find(({ slug }) => slug === size);
  const offered = sizes.filter(({ available, regions }) => available && regions.includes(where));
  const must = (what: string, got: string, advice: string) => [
    `the size of ${name} must ${what}, got ${shown(size)}${got}; ${advice}`,
  ];
  // A smaller disk is refused everywhere, so this comes first.
  if (found !== undefined && now !== undefined && found.disk < now.disk) {
    const larger = offered.filter(({ disk }) => disk >= now.disk).map(({ slug }) => slug);
    return must(
      `have a disk of at least ${now.disk} GB, as the droplet has`,
      ` with ${found.disk} GB`,
      `DigitalOcean makes no disk smaller: take ${larger.slice(0, 3).join(", ") || "a larger one"}, or move what is on it to a new node`,
    );
  }
  if (offered.some(({ slug }) => slug === size)) return [];
  if (found?.available && found.regions.length > 0) {
    // In a wrong region nothing is offered, and that is said already.
    if (offered.length === 0) return [];
    return must(`be one that DigitalOcean offers in ${where}`, "", `it is offered in ${found.regions.join(", ")}`);
  }
  const known = (offered.length === 0 ? sizes.filter(({ available }) => available) : offered).map(({ slug }) => slug);
  const advice = found === undefined ? didYouMean(size, known) : "it is retired or sold out: take another";
  return must(
    "be one that DigitalOcean offers to this account",
    "",
    advice ?? "https://slugs.do-api.dev lists what there is",
  );
}
