import { Quiet } from "../../../cli/model/quiet";

describe("what is said while states are moved", () => {
  test("is warnings at once, and the rest where it fails", () => {
    const said: string[] = [];
    const quiet = new Quiet((line) => said.push(line));
    for (const line of ["warning: a", "Error: of a part that ended well"]) quiet.print(line);
    quiet.forget();
    for (const line of ["Error: b", "waiting for c"]) quiet.print(line);
    expect(said).toEqual(["warning: a", "waiting for c"]);
    quiet.tell();
    expect(said).toEqual(["warning: a", "waiting for c", "Error: b"]);
  });
});
