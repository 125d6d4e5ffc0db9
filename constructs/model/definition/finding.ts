import { secretIn } from "../../shared/secret-detector";
import { shown, unseen } from "../../shared/shown";
import type { DefinitionPath } from "../render/definition-source";

/** Something that is wrong in a definition, and where. */
export interface Finding {
  readonly path: DefinitionPath;
  /** `must be …, got …; …`. */
  readonly message: string;
  /** Whether it is said only where nothing else is: it may follow from that. @default false */
  readonly isFollowing?: boolean;
  /** Whether it is said beside what else is wrong at its place: it is about several fields. @default false */
  readonly isBeside?: boolean;
  /** Whether a misspelled field there may be what is missed. @default false */
  readonly isAbsence?: boolean;
}

/** A value of a definition, for a message; one that may be a secret is not shown. */
export function got(value: unknown): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return secretIn(text) === undefined ? shown(value) : unseen(value);
}
