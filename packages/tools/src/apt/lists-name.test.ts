import { expect, test } from "vitest";
import { listsName } from "./lists-name.ts";

test.each([
  ["http://deb.example.org/debian/dists/trixie/", "deb.example.org_debian_dists_trixie_"],
  ["https://me:secret@a.example.org:8080/x_y~z", "a.example.org:8080_x%5fy%7ez"],
  ["file:/srv/flat repository/./", "_srv_flat repository_._"],
  ["copy:///srv/x", "_srv_x"],
])("apt keeps %s as %s", (address, name) => {
  expect(listsName(address)).toBe(name);
});
