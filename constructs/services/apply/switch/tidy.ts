import { quotedWord } from "../../../shared/render/shell-word";
import { FOLDERS, LOADED_FOLDERS, WORD_FOLDERS } from "../../render/driver";

/** Removes the files of services that are no longer there from a copy of the front's files. */
export function tidiedCopy(folder: string, keep: readonly string[]): string {
  return tidied(folder, FOLDERS, keep, 'rm -f "$path"');
}

/** Moves the routes of services that are no longer there aside: they may have to come back. */
export function tidiedRoutes(keep: readonly string[]): string {
  return tidied(".", LOADED_FOLDERS, keep, ASIDE);
}

/** Removes what only those routes read, when the proxy has taken others: until then it leads requests by them. */
export function tidiedWords(keep: readonly string[]): string {
  return tidied(".", WORD_FOLDERS, keep, 'rm -f "$path"');
}

function tidied(folder: string, folders: readonly string[], keep: readonly string[], away: string): string {
  const kept = keep.map(quotedWord).join("|");
  return `( cd ${folder} && find ${folders.join(" ")} -type f 2>/dev/null | while read -r path; do case "$path" in ${kept || "''"}) ;; *) ${away};; esac; done )`;
}

const ASIDE = `mkdir -p "$try/.aside/\${path%/*}" && mv "$path" "$try/.aside/$path"`;

/** Brings back what {@link tidiedRoutes} moved aside. */
export const UNTIDIED = `[ ! -d "$try/.aside" ] || cp -R "$try/.aside/." .`;
