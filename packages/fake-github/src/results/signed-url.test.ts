import { expect, test } from "vitest";
import { urlSigner } from "./signed-url.ts";

const signer = urlSigner(Buffer.alloc(32));

test("a signature holds for its path and its permission, until it expires", () => {
  const query = new URLSearchParams(signer.sign("/a", { permission: "read", expiresAt: 1000 }));

  expect(signer.read("/a", query, 999)).toEqual({ permission: "read", expiresAt: 1000 });
  expect(signer.read("/a", query, 1000)).toBeUndefined();
  expect(signer.read("/b", query, 0)).toBeUndefined();
  query.set("sp", "cw");
  expect(signer.read("/a", query, 0)).toBeUndefined();
  expect(signer.read("/a", new URLSearchParams(), 0)).toBeUndefined();
});
