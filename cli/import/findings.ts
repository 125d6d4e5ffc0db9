import { visible } from "../../constructs/shared/shown";

/** Says what is to be known of a line. */
export type Tell = (line: number, text: string) => void;

/** What the old files say that has no effect, is wrong, or cannot be taken over. */
export class Findings {
  private readonly all: { readonly file: string; readonly line: number; readonly text: string }[] = [];
  private readonly files: string[] = [];

  /** Of one file. */
  of(file: string): Tell {
    if (!this.files.includes(file)) this.files.push(file);
    return (line, text) => void this.all.push({ file, line, text });
  }

  /** In the order of the files and their lines. */
  lines(): string[] {
    const rank = ({ file }: { readonly file: string }) => this.files.indexOf(file);
    const sorted = [...this.all].sort((a, b) => rank(a) - rank(b) || a.line - b.line);
    return [...new Set(sorted.map(({ file, line, text }) => visible(`${file}:${line}: ${text}`)))];
  }
}
