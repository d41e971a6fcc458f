import { expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { dracutModules } from "./dracut-modules.ts";

const modules = "/usr/lib/dracut/modules.d";

test.each([
  ["bootc's is selected where it is", `${modules}/51bootc/module-setup.sh`, ["ostree", "systemd", "bootc"]],
  [
    "another of a similar name is not bootc's",
    `${modules}/51notbootc/module-setup.sh`,
    ["ostree", "systemd"],
  ],
  ["a root without dracut has none of bootc", "/usr/bin/true", ["ostree", "systemd"]],
])("%s", async (_case, file, expected) => {
  expect(await dracutModules(await rootOf({ [file]: "" }))).toEqual(expected);
});
