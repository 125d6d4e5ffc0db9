/** A number of bytes for people: `12 B`, `3.4 MiB`. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), 4);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}
