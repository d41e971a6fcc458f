import fc from "fast-check";
import { expect, test } from "vitest";
import { diskIdentity } from "./disk-identity.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a commit gives a disk its own names, all different, and UUIDs of version 8", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), fc.stringMatching(/^[0-9a-f]{64}$/), (a, b) => {
      const { espVolume, ...names } = diskIdentity(a);
      expect(espVolume).toMatch(/^[0-9a-f]{8}$/);
      for (const name of Object.values(names)) expect(name).toMatch(uuid);
      expect(new Set(Object.values(names)).size).toBe(5);
      expect(diskIdentity(b).disk === names.disk).toBe(a === b);
    }),
  );
});
