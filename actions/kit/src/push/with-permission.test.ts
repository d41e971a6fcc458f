import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { withPermission } from "./with-permission.ts";

const refused = new DebootcError("credentials-refused", "cannot push to ghcr.io/me/a: 403", {
  hint: "Its login is from a file.",
});

test.each(["ghcr.io", "containers.me.ghe.com"])(
  "a job that may not push to %s hears which permission it needs, and where its login is from",
  (registry) => {
    const { code, message, hint } = withPermission(refused, { registry }) as DebootcError;
    expect([code, message]).toEqual(["credentials-refused", "cannot push to ghcr.io/me/a: 403"]);
    expect(hint).toMatch(
      /^Write packages: write below permissions: of the job.* Its login is from a file\.$/,
    );
  },
);

test("other registries know no permissions, and other failures have other reasons", () => {
  expect(withPermission(refused, { registry: "registry.example.org" })).toBe(refused);
  const other = new DebootcError("registry-unreachable", "cannot push");
  expect(withPermission(other, { registry: "ghcr.io" })).toBe(other);
});
