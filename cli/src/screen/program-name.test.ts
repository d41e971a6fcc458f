import { expect, test } from "vitest";
import { programNameOf } from "./program-name.ts";

test("debootc is named as it was called, quoted if a shell needs that", () => {
  expect(programNameOf({ DEBOOTC_CALLED_AS: "debootc" })).toBe("debootc");
  expect(programNameOf({ DEBOOTC_CALLED_AS: "../my debootc/bin/debootc" })).toBe(
    "'../my debootc/bin/debootc'",
  );
});

test("started by something else than bin/debootc, it is named as in a checkout", () => {
  expect(programNameOf({})).toBe("bin/debootc");
});
