import { expect, test } from "vitest";
import { bootDiskCommand } from "./boot-disk-command.ts";

const image = { format: "qcow2", path: "disk.qcow2" };
const here = { architecture: "amd64", kvm: true };

test("a path that a shell would split or expand is quoted", () => {
  expect(bootDiskCommand({ ...image, path: "it's a disk.qcow2" }, here)).toMatch(
    / 'if=virtio,format=qcow2,file=it'\\''s a disk\.qcow2'$/,
  );
});

test("a comma in a path is doubled, so that qemu takes it for a part of the path", () => {
  expect(bootDiskCommand({ ...image, path: "a,b.qcow2" }, here)).toMatch(/,file=a,,b\.qcow2$/);
});

test("the system has a network that cloud kernels drive, and its ssh is at a port of this machine alone", () => {
  const command = bootDiskCommand(image, here);

  expect(command).toContain(
    " -netdev user,id=net,hostfwd=tcp:127.0.0.1:2222-:22 -device virtio-net-pci,netdev=net,",
  );
});

test("KVM is used where it can be opened, and never where a trial showed that it does not work", () => {
  expect(bootDiskCommand(image, here)).toContain(" -accel kvm -accel tcg ");
  expect(bootDiskCommand(image, { ...here, kvm: false })).not.toContain("kvm");
});
