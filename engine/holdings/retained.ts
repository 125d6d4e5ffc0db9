import { isData } from "../data-address";
import type { DeclaredStack } from "../recovery/import-ids";
import { type Holding, holdingText } from "./holding";

/** Types of things in which there is something that is lost with them. */
const HOLDS =
  /^(aws_(s3_bucket|ecr_repository|cloudwatch_log_group)|(docker|digitalocean)_volume|kubernetes_(persistent_volume_claim|namespace)(_v1)?)$/;
/** What says how such a thing holds it, or what opens it. */
const BELONGS = /^(aws_s3_bucket_|aws_ecr_|kubernetes_secret(_v1)?$)/;
/** Notes of programs that Terraform runs, which may take away what is held. */
const PROGRAM = "terraform_data";

/** What a destroy leaves, and why. */
export interface Kept {
  readonly address: string;
  readonly reason: string;
}

/** What a destroy leaves, and the addresses of what goes. */
export interface Retained {
  readonly stays: readonly Kept[];
  readonly goes: readonly string[];
}

/** Whether something is lost with a thing of a type. */
export function holds(type: string): boolean {
  return HOLDS.test(type);
}

/**
 * Divides what is in a state: things that hold something stay, with the programs that work on them, and the rest goes.
 *
 * @param addresses as `terraform state list` prints them
 * @param stack says what works on what
 */
export function retained(addresses: readonly string[], { resource = {} }: DeclaredStack): Retained {
  const things = addresses.filter((address) => !isData(address));
  const typeOf = (address: string) => address.replace(/\..*$/, "");
  const stays = new Map<string, string>();
  for (const address of things) {
    if (holds(typeOf(address))) stays.set(address, "may hold data");
    else if (BELONGS.test(typeOf(address))) stays.set(address, "belongs to what holds data");
  }
  const textOf = (address: string) => {
    const [type = "", name = ""] = address.replace(/\[.*$/, "").split(".");
    return JSON.stringify(resource[type]?.[name] ?? {});
  };
  const uses = (text: string, address: string) => new RegExp(`\\b${address.replace(/\[.*$/, "")}\\b`).test(text);
  const programs = things.filter((address) => typeOf(address) === PROGRAM);
  for (let before = -1; before !== stays.size; ) {
    before = stays.size;
    for (const program of programs) {
      const text = textOf(program);
      if (!stays.has(program) && [...stays.keys()].some((address) => uses(text, address))) {
        stays.set(program, "works on what is kept");
      }
    }
  }
  return {
    stays: [...stays].map(([address, reason]) => ({ address, reason })),
    goes: things.filter((address) => !stays.has(address)),
  };
}

/** The same where also stays what others than the stack have attached, or put in. */
export function withStaying({ stays, goes }: Retained, holdings: readonly Holding[]): Retained {
  const held = new Map(
    holdings.flatMap((each) => (each.isInTheWay ? [[each.address, holdingText(each)] as const] : [])),
  );
  return {
    stays: [...stays, ...[...held].map(([address, reason]) => ({ address, reason }))],
    goes: goes.filter((address) => !held.has(address)),
  };
}
