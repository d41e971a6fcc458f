import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { bootOptions } from "./boot-options.ts";

const compose = legOfCompose("one", { packageCount: 17 });
const disk = {
  disk: "/scratch/disk.raw",
  kernel: "/scratch/vmlinuz",
  initrd: "/scratch/initramfs.img",
  append: "root=LABEL=root rw",
  defaultTarget: "graphical.target",
};
const options = bootOptions({ request: { memory: 1536, timeout: 700 }, compose, logs: "/logs" }, disk);

test("the machine starts the kernel and the initramfs of the disk, with its arguments first and the probe's behind", () => {
  expect(options).toMatchObject({
    disk: "/scratch/disk.raw",
    kernel: "/scratch/vmlinuz",
    start: { kernel: "/scratch/vmlinuz", initrd: "/scratch/initramfs.img" },
  });
  const { append } = options.start as { readonly append: string };
  expect(append).toMatch(/^root=LABEL=root rw console=ttyS0 /);
  expect(append).toContain(" systemd.unit=graphical.target ");
});

test("memory and time are those of the request, and the network is closed", () => {
  expect(options).toMatchObject({ memoryMiB: 1536, timeoutSeconds: 700, network: "isolated" });
});

test("the system must be the commit of the compose, with all of its packages", () => {
  expect(options.architecture).toBe("amd64");
  expect(options.expected).toEqual({ checksum: compose.commit.checksum, packageCount: 17 });
});

test("console and report are kept under different names", () => {
  expect(options).toMatchObject({ logFile: "/logs/console.log", reportFile: "/logs/report.json" });
});
