import type { Project } from "./project";
import { declaredPlace, placeText } from "./states/place";
import { placesRead } from "./states/remote-state";

/** The other stacks of a workspace whose outputs a stack reads: it is planned when they are as planned. */
export function stacksRead(project: Project, workspace: string, stack: string): string[] {
  const read = [...placesRead(project.declared(stack), project.stackFolder(stack)).values()].map(placeText);
  if (read.length === 0) return [];
  return project.stacks(workspace).filter((other) => {
    const place = declaredPlace(project.declared(other), project.stackFolder(other));
    return other !== stack && place !== undefined && read.includes(placeText(place));
  });
}
