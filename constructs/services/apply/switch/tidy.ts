import { quotedWord } from "../../../shared/render/shell-word";
import { CURRENT, FOLDERS, HOSTS, LIVE } from "../../render/driver";

/** Removes the files of services that are no longer there from a copy of the front's files. */
export function tidiedCopy(folder: string, keep: readonly string[]): string {
  return tidied(folder, keep, 'rm -f "$path"');
}

/** Moves the files of services that are no longer there aside: they may have to come back. */
export function tidied(folder: string, keep: readonly string[], away = ASIDE): string {
  const kept = keep.map(quotedWord).join("|");
  return `( cd ${folder} && find ${FOLDERS.join(" ")} ${LIVE} ${CURRENT} ${HOSTS} -type f 2>/dev/null | while read -r path; do case "$path" in ${kept || "''"}) ;; *) ${away};; esac; done )`;
}

const ASIDE = `mkdir -p "$try/.aside/\${path%/*}" && mv "$path" "$try/.aside/$path"`;

/** Brings back what {@link tidied} moved aside. */
export const UNTIDIED = `[ ! -d "$try/.aside" ] || cp -R "$try/.aside/." .`;
