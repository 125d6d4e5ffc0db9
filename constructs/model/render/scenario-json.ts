import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { TOO_DEEP, tooDeepAt } from "../../shared/render/nesting";

const GEOJSON = [
  ...["FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint"],
  ...["LineString", "MultiLineString", "Polygon", "MultiPolygon"],
];

/**
 * What is wrong with the content of a file that a model reads as JSON: `<path> must …, got …; …`.
 *
 * @param content undefined where it is no UTF-8
 */
export function jsonProblem(path: string, content: string | undefined): string | undefined {
  if (content === undefined) return `${path} must be UTF-8, got another encoding; save it as UTF-8`;
  if (content.startsWith("\ufeff")) {
    return `${path} must begin with its data, got a byte order mark; save it as UTF-8 without one`;
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return syntaxProblem(path, content);
  }
  if (path.endsWith(".geojson")) return geojsonProblem(path, value);
  return typeof value === "object" && value !== null
    ? undefined
    : `${path} must hold an object or a list, got ${kindOf(value)}; correct it`;
}

function geojsonProblem(path: string, value: unknown): string | undefined {
  const { type, features } = Object(value) as { readonly type?: unknown; readonly features?: unknown };
  if (!GEOJSON.some((known) => known === type)) {
    return `${path} must be GeoJSON, got ${kindOf(value)} whose type is none of it; export it again`;
  }
  if (type !== "FeatureCollection" || Array.isArray(features)) return undefined;
  return `${path} must have a list of features, got ${kindOf(features)}; export it again`;
}

function syntaxProblem(path: string, content: string): string {
  if (tooDeepAt(content) !== undefined) return `${path} ${TOO_DEEP}`;
  const errors: ParseError[] = [];
  parse(content, errors, { disallowComments: true, allowEmptyContent: false });
  const { offset, error } = errors[0] ?? { offset: content.length, error: 0 };
  const before = content.slice(0, offset).split(/\r\n|\r|\n/);
  const place = `${before.length}:${(before.at(-1) ?? "").length + 1}`;
  const got = errors.length === 0 ? "something else" : printParseErrorCode(error as ParseError["error"]);
  return `${path}:${place} must be JSON, got ${got}; correct it there`;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
