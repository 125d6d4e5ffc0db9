import { existsSync } from "node:fs";
import { join } from "node:path";

/** A file that the package ships as it stands, by its path from the package's folder; compiled code lies one folder deeper. */
export function shippedFile(path: string): string {
  const places = [join(__dirname, "..", path), join(__dirname, "..", "..", path)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(`${path} must be shipped with the package, got none at ${places.join(" or ")}; install it again`);
  return found;
}
