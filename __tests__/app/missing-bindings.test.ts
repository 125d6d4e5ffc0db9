import { missingBindings } from "../../app/missing-bindings";

test("bindings that are not installed are named with what installs them", () => {
  const missing = (name: string) =>
    missingBindings(new Error(`Cannot find module '${name}'\nRequire stack:\n- /lab/main.ts`));
  expect(missing("@cdktf/provider-aws/lib/iam-policy")).toBe(
    "@cdktf/provider-aws must be installed, got no such package; run npm install @cdktf/provider-aws@21",
  );
  expect(missing("@cdktf/provider-digitalocean/lib/droplet")).toMatch(
    /; run npm install @cdktf\/provider-digitalocean/,
  );
  expect([missing("./lost"), missingBindings(new TypeError("x is not a function"))]).toEqual([undefined, undefined]);
});
