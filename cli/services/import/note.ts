/** What is to be known of a line of an old file. */
export interface Note {
  readonly line: number;
  readonly text: string;
  /** What stands in the new file, where somebody has to do something. */
  readonly toDo?: string;
}
