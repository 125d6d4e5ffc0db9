/** How long ago a time was: `3 h ago`. */
export function ageText(time: string): string {
  const hours = (Date.now() - Date.parse(time)) / 3_600_000;
  if (hours < 1) return `${Math.max(0, Math.floor(hours * 60))} min ago`;
  return hours < 72 ? `${Math.floor(hours)} h ago` : `${Math.floor(hours / 24)} days ago`;
}
