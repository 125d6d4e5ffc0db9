/** The tag of the first image, as models have had it from the start. */
export const FIRST_IMAGE_TAG = "DUMMY";
