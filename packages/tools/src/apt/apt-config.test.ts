import { expect, test } from "vitest";
import { chooseMirrors } from "./apt-config.ts";

test("Debian's archive is told from others by its path", () => {
  expect(
    chooseMirrors([
      "https://vendor.example.org/apt/",
      "cdrom:[Debian]/debian/",
      "http://m.example.org/debian-security/",
      "http://m.example.org/debian/",
    ]),
  ).toEqual({ main: "http://m.example.org/debian", security: "http://m.example.org/debian-security" });
});

test("a host that is not Debian has no Debian mirror", () => {
  expect(chooseMirrors(["http://archive.example.org/ubuntu/"])).toEqual({
    main: undefined,
    security: undefined,
  });
});
