import { markLoaded } from "../../../../constructs/shared/check-props";
import { Container } from "../../../../constructs/shared/container";
import { failure } from "../../../support/synthesized";

/** What a container says that is made in the stack of an environment file. */
const said = (props: object) =>
  failure((scope) => {
    markLoaded(scope);
    new Container(scope, "App", { name: "lab-app", image: "lab/app:1", ...props });
  });

describe("a container in the stack of an environment file", () => {
  test.each([
    ["a name", { name: `lab-${"a".repeat(60)}` }, "[test/App] name must be 2 to 63 letters, digits and _.-"],
    ["a host's name", { hostname: "a".repeat(64) }, "[test/App] hostname must be a host's name of up to 63 letters"],
    [
      "a secret in a file",
      { uploads: [{ path: "/config/a.yaml", content: "http://me:hunter2@db/x" }] },
      "[test/App] uploads[0].content must hold no secret, got an address with a password",
    ],
    [
      "settings that do not go together",
      { replacement: "start-first", ports: [{ internal: 80 }] },
      "[test/App] ports must be left out, got some",
    ],
  ])("is refused for %s that constructs made of it", (_, props, message) => {
    expect(said(props)).toContain(message);
  });
});
