/** What a server of MySQL may have where nothing is said. */
export const DEFAULT_MEMORY = "2Gi";

/** Of its volume. */
export const DEFAULT_STORAGE = "8Gi";
