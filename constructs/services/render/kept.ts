import { LOADED_FOLDERS } from "./driver";
import { SUMS, sums } from "./sums";

/** Below the front's folder, a copy of the files that the proxy loads, as the last change has left them. */
const KEPT = ".kept";

const FOLDERS = [...new Set(LOADED_FOLDERS.map((folder) => folder.split("/")[0]))];

/** For `sh` in the front's folder: keeps the sums of all files, and the files that the proxy loads. Where there is no room for a copy, there is none. */
export const keep = [
  `${sums} >${SUMS}`,
  `rm -rf ${KEPT}; mkdir ${KEPT} && for path in *; do`,
  `case "$path" in ${FOLDERS.join("|")}) ;; *) [ -f "$path" ] || continue;; esac`,
  `cp -R "$path" ${KEPT}/ || { rm -rf ${KEPT}; break; }`,
  "done 2>/dev/null",
].join("\n");

/**
 * For `sh` in the front's folder: puts back the files that the proxy loads where they are others than the last change has left; prints
 * their paths. One that is broken would keep the proxy from every change, and from its start.
 */
export const putBack = [
  `if [ -s ${SUMS} ]; then`,
  `now=$(${sums}); grep -vxF -- "$now" ${SUMS} | while read -r sum size path; do`,
  // What is read with each request breaks nothing else.
  `path="\${path#./}"; case "$path" in ${FOLDERS.map((folder) => `${folder}/*`).join("|")}) ;; */*) continue;; esac`,
  `[ "$(cksum <"${KEPT}/$path" 2>/dev/null)" = "$sum $size" ] || continue`,
  `[ -f "$path" ] || rm -rf "$path"; mkdir -p "$(dirname "$path")"`,
  `cp "${KEPT}/$path" "$path.new" && mv -f "$path.new" "$path" && printf '%s\\n' "$path"`,
  "done 2>/dev/null",
  "fi",
].join("\n");
