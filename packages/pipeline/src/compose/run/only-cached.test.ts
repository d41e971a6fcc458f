import { digestOf } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { openComposeScene } from "../compose-scene.fixture.ts";
import { onlyCached } from "./only-cached.ts";

test("what is there is handed out, and nothing is made", async () => {
  await using scene = await openComposeScene();
  const { cache } = scene.setting;
  const [there, missing] = [digestOf("there"), digestOf("missing")];
  await using _kept = await cache.put("root", there, async () => digestOf("root"));
  const never = async () => {
    throw new Error("it is made");
  };

  await using lease = await onlyCached(cache).put("root", there, never);
  expect(lease.outputDigest).toBe(digestOf("root"));
  await expect(onlyCached(cache).put("root", missing, never)).rejects.toMatchObject({
    code: "usage",
    message: "the result of root is not in the cache, and the phase build is left out",
  });
});
