import { existsSync } from "node:fs";
import { join } from "node:path";

/** A file that the package ships beside this one's source; compiled code lies one folder deeper. */
export function shippedFile(name: string): string {
  const places = [join(__dirname, name), join(__dirname, "..", "..", "sandbox", name)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(`${name} must be shipped with the package, got none at ${places.join(" or ")}; install it again`);
  return found;
}
