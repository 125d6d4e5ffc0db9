import { limitedText, MOST_BYTES, TOO_LARGE } from "../../../cli/observatory/limits";

/** An answer that has no end, and notes when nobody wants more of it. */
function endless() {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(MOST_BYTES / 4)),
    cancel: () => {
      isCancelled = true;
    },
  });
  return { response: new Response(body), isCancelled: () => isCancelled };
}

describe("the text of an answer", () => {
  test("is read to its end", async () => {
    expect(await limitedText(new Response("Ångström"))).toBe("Ångström");
  });

  test("that is too large is read no further, and its connection is given up", async () => {
    const { response, isCancelled } = endless();
    await expect(limitedText(response)).rejects.toThrow(TOO_LARGE);
    expect(isCancelled()).toBe(true);
  });
});
