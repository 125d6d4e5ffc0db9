import { shown } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import type { Variable } from "./old-modules";
import type { Tfvars } from "./tfvars";

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{/;

/** The values of a file, of the types that the modules' variables have; a value of another type is reported. */
export class Values {
  constructor(
    private readonly tfvars: Tfvars,
    private readonly wrong: Tell,
  ) {}

  has(variable: Variable): boolean {
    return this.tfvars.values.has(variable);
  }

  /** 1 where the file does not set it. */
  line(variable: Variable): number {
    return this.tfvars.values.get(variable)?.line ?? 1;
  }

  given(variable: Variable): unknown {
    return this.tfvars.values.get(variable)?.value;
  }

  text(variable: Variable): string | undefined {
    const value = this.given(variable);
    if (value === undefined) return undefined;
    return isPlain(value) ? String(value) : this.refuse(variable, "a text");
  }

  /** As Terraform does it, also of a text. */
  number(variable: Variable): number | undefined {
    const value = this.given(variable);
    if (value === undefined || typeof value === "number") return value;
    return typeof value === "string" && NUMBER.test(value) ? Number(value) : this.refuse(variable, "a number");
  }

  private refuse(variable: Variable, what: string): undefined {
    const got = shown(this.given(variable));
    this.wrong(this.line(variable), `${variable} must be ${what}, got ${got}; write a plain one, or remove the line`);
  }
}

/** Terraform takes a number for a text; in tfvars it takes no expression. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !EXPRESSION.test(value);
  return typeof value === "number" || typeof value === "boolean";
}
