import * as fc from "fast-check";
import { expect, test } from "vitest";
import { equalBlocks } from "./equal-blocks.ts";

test("all blocks except the last have the size, and no byte is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 40 })),
      fc.integer({ min: 1, max: 50 }),
      async (chunks, size) => {
        async function* source() {
          yield* chunks;
        }
        const blocks: Buffer[] = [];
        for await (const block of equalBlocks(source(), size)) blocks.push(block);

        expect(Buffer.concat(blocks)).toEqual(Buffer.concat(chunks));
        expect(blocks.slice(0, -1).every((block) => block.length === size)).toBe(true);
        expect(blocks.at(-1)?.length ?? size).toBeGreaterThan(0);
      },
    ),
  );
});
