import { addressesMeet } from "../../../../constructs/shared/render/ip-address";

test.each([
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "10.0.0.1", false],
  ["0.0.0.0", "10.0.0.1", true],
  ["10.0.0.1", "::", true],
])("programs on %s and %s meet at one port: %s", (one, other, meet) => expect(addressesMeet(one, other)).toBe(meet));
