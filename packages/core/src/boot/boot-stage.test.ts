import { expect, test } from "vitest";
import { bootStage } from "./boot-stage.ts";

test.each([
  ["[    0.000000] Linux version 6.12.48+deb13-amd64 (debian-kernel)", "starting the kernel"],
  ["[    1.410000] Run /init as init process", "starting the initramfs"],
  ["         Starting initrd-switch-root.service - Switch Root...", "starting the deployed system"],
  ["         Starting Switch Root...", "starting the deployed system"],
  ["[  OK  ] Started ssh.service - OpenBSD Secure Shell server.", undefined],
])("the stage that %s begins", (line, stage) => {
  expect(bootStage(line)).toBe(stage);
});
