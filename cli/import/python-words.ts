/** What Python makes of a plain word of YAML: its type there, and what `str()` makes of that again. */
export interface PythonWord {
  readonly type: "str" | "int" | "float" | "bool" | "None" | "date";
  readonly text: string;
}

/** The types as a reader of the file would call them. */
export const TYPE_NAMES: Readonly<Record<PythonWord["type"], string>> = {
  str: "a text",
  int: "a number",
  float: "a number",
  bool: "a truth value",
  None: "nothing",
  date: "a date",
};

// PyYAML's own patterns, in the order in which it tries them. @see https://github.com/yaml/pyyaml/blob/main/lib/yaml/resolver.py
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NONE = /^(?:~|null|Null|NULL|)$/;
const FLOATS = [
  /^[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/,
  /^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
  /^[-+]?\.(?:inf|Inf|INF)$/,
  /^\.(?:nan|NaN|NAN)$/,
];
const INTS = [
  /^[-+]?0b[01_]+$/,
  /^[-+]?0[0-7_]+$/,
  /^[-+]?(?:0|[1-9][0-9_]*)$/,
  /^[-+]?0x[0-9a-fA-F_]+$/,
  /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/,
];
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?$/;

/** A word without quotes, as PyYAML's safe_load reads it: YAML 1.1. */
export function pythonWord(source: string): PythonWord {
  if (TRUE.test(source)) return { type: "bool", text: "True" };
  if (FALSE.test(source)) return { type: "bool", text: "False" };
  if (NONE.test(source)) return { type: "None", text: "None" };
  const digits = source.replaceAll("_", "").toLowerCase();
  if (FLOATS.some((each) => each.test(source))) return { type: "float", text: floatText(floatOf(digits)) };
  if (INTS.some((each) => each.test(source))) return { type: "int", text: intOf(digits).toString() };
  if (DAY.test(source)) return { type: "date", text: source };
  return MOMENT.test(source) ? { type: "date", text: momentText(source) } : { type: "str", text: source };
}

function withoutSign(digits: string): [sign: string, rest: string] {
  return /^[-+]/.test(digits) ? [digits.charAt(0), digits.slice(1)] : ["", digits];
}

function intOf(digits: string): bigint {
  const [sign, rest] = withoutSign(digits);
  const size = rest.includes(":")
    ? rest.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n)
    : BigInt(/^0\d/.test(rest) ? `0o${rest.slice(1)}` : rest);
  return sign === "-" ? -size : size;
}

function floatOf(digits: string): number {
  const [sign, rest] = withoutSign(digits);
  const size =
    rest === ".inf"
      ? Number.POSITIVE_INFINITY
      : rest === ".nan"
        ? Number.NaN
        : rest.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return sign === "-" ? -size : size;
}

/** As Python writes it: 5.0, 1e+16. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const plain = Object.is(value, -0) ? "-0" : String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}

function momentText(source: string): string {
  const [, year, month, day, hour, minute, second, fraction = "", utc, sign, hours = "0", minutes = "00"] =
    MOMENT.exec(source) ?? [];
  const two = (digits = "0") => digits.padStart(2, "0");
  const micro = fraction.slice(0, 6).padEnd(6, "0");
  const zone = utc ? "+00:00" : sign ? `${sign}${two(hours)}:${minutes}` : "";
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}:${second}${Number(micro) > 0 ? `.${micro}` : ""}${zone}`;
}
