import { expect, test } from "vitest";
import { bootStage, isWaitingAnimation } from "./boot-stage.ts";

test.each([
  ["[    0.000000] Linux version 6.12.48+deb13-amd64 (debian-kernel)", "starting the kernel"],
  ["[    1.410000] Run /init as init process", "starting the initramfs"],
  ["         Starting initrd-switch-root.service - Switch Root...", "starting the deployed system"],
  ["         Starting Switch Root...", "starting the deployed system"],
  ["[  OK  ] Started ssh.service - OpenBSD Secure Shell server.", undefined],
])("the stage that %s begins", (line, stage) => {
  expect(bootStage(line)).toBe(stage);
});

test.each([
  ["[***   ] Job dev-disk-by\\x2dlabel-root.device/start running (9s / no limit)", true],
  ["[     *] (1 of 2) A start job is running for a.service (5s / 1min 30s)", true],
  ["[  OK  ] Reached target basic.target - Basic System.", false],
  ["[    1.410000] Run /init as init process", false],
])("systemd's animation is told apart: %s", (line, animation) => {
  expect(isWaitingAnimation(line)).toBe(animation);
});
