/** What is used of asl-validator, which brings no types. */
type Validate = (
  definition: object,
  options: { readonly checkArn: boolean; readonly checkPaths: boolean },
) => { readonly errors: readonly LibraryError[] };

/** Something that the library finds. */
export interface LibraryError {
  readonly "Error code": string;
  readonly Message: string;
  /** Of what a schema says. */
  readonly schemaError?: { readonly instancePath: string };
}

/** What asl-validator finds in a definition. It writes into what it is given. */
export function libraryErrors(definition: object): readonly LibraryError[] {
  // Half a second to load: only who has a definition pays for it.
  const validate = require("asl-validator") as Validate;
  try {
    return validate(definition, { checkArn: false, checkPaths: true }).errors;
  } catch (error) {
    // It takes every field named States for a machine's.
    return [{ "Error code": "UNREADABLE", Message: (error as Error).message }];
  }
}
