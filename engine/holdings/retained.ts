import { isData } from "../plan/changes";
import type { DeclaredStack } from "../recovery/import-ids";
import type { Holding } from "./holding";

/** Types of things in which there is something that is lost with them. */
const HOLDS =
  /^(aws_(s3_bucket|ecr_repository|cloudwatch_log_group)|(docker|digitalocean)_volume|kubernetes_(persistent_volume_claim|namespace)(_v1)?)$/;
/** What says how such a thing holds it, or what opens it. */
const BELONGS = /^(aws_s3_bucket_|aws_ecr_|kubernetes_secret(_v1)?$)/;
/** Notes of programs that Terraform runs, which may take away what is held. */
const PROGRAM = "terraform_data";

/** Addresses of what a destroy leaves, and of what goes. */
export interface Retained {
  readonly stays: readonly string[];
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
  const stays = new Set(things.filter((address) => holds(typeOf(address)) || BELONGS.test(typeOf(address))));
  const textOf = (address: string) => {
    const [type = "", name = ""] = address.replace(/\[.*$/, "").split(".");
    return JSON.stringify(resource[type]?.[name] ?? {});
  };
  const uses = (text: string, address: string) => new RegExp(`\\b${address.replace(/\[.*$/, "")}\\b`).test(text);
  const programs = things.filter((address) => typeOf(address) === PROGRAM);
  for (let before = -1; before !== stays.size; ) {
    before = stays.size;
    for (const program of programs) {
      if ([...stays].some((address) => uses(textOf(program), address))) stays.add(program);
    }
  }
  return { stays: [...stays], goes: things.filter((address) => !stays.has(address)) };
}

/** The same where also stays what others than the stack have attached, or put in. */
export function withStaying({ stays, goes }: Retained, holdings: readonly Holding[]): Retained {
  const held = new Set(holdings.flatMap(({ address, isInTheWay }) => (isInTheWay ? [address] : [])));
  return { stays: [...stays, ...held], goes: goes.filter((address) => !held.has(address)) };
}
