/** How many lines are shown; the rest is small. */
const LINES = 20;

/** Shows what a folder holds, the largest first. */
function sizesOf(folder: string): string[] {
  return ["sh", "-c", `du -ah -d 1 "${folder}" 2>/dev/null | sort -rh | head -n ${LINES}`];
}

/** What the image brings: Lambda takes 10 GiB of it. */
export const IMAGE_SIZES = sizesOf("${LAMBDA_TASK_ROOT:-/var/task}");

/** What a call has left in the function's storage. */
export const STORAGE_SIZES = sizesOf("/tmp");
