import type { ModelRights, PolicyModel } from "./rights";

/** A model of the project, or one that older code deploys. */
export interface KnownModel extends PolicyModel {
  /** Models whose users may run it, as its file accepts. */
  readonly sharesRunsWith: readonly string[];
}

/** A row of the matrix: what those who take on a role may do with a model. */
export interface Row extends ModelRights {
  readonly model: string;
  readonly role: string;
  /** The group with the role. @default - no access file has one */
  readonly group?: string;
  readonly precedence?: number;
  readonly users: readonly string[];
  /** Attached policies that no file here makes: what they allow is not known. */
  readonly elsewhere: readonly string[];
}

/** Who may do what with the models of a project. */
export interface Matrix {
  readonly models: readonly KnownModel[];
  readonly rows: readonly Row[];
}

/** What is known of somebody, or of a model. */
export interface Who {
  readonly kind: "user" | "group" | "model";
  readonly name: string;
  /** Those with a right. */
  readonly rows: readonly Row[];
  readonly holes: readonly string[];
}
