import { describe, expect, test } from "vitest";
import { machineCommand, type VirtualMachine } from "./qemu.ts";

const machine: VirtualMachine = {
  architecture: "amd64",
  accelerator: "tcg",
  memoryMiB: 2048,
  cpus: 2,
  start: { kernel: "/boot/vmlinuz", append: "root=LABEL=root" },
  network: "isolated",
};

/** The values that follow an option, in order. */
function valuesOf(option: string, changed: Partial<VirtualMachine> = {}): string[] {
  const { args } = machineCommand({ ...machine, ...changed });
  return args.flatMap((argument, index) => (argument === option ? [args[index + 1] ?? ""] : []));
}

describe("a virtual machine as a command", () => {
  test("emulates all processors in one thread, or leaves them to KVM", () => {
    expect(valuesOf("-accel")).toEqual(["tcg,thread=single"]);
    expect(valuesOf("-accel", { accelerator: "kvm" })).toEqual(["kvm"]);
  });

  test("has all that the emulated processor can do but fast strings, which are slow there", () => {
    expect(valuesOf("-cpu")).toEqual(["max,-erms,-fsrm"]);
    expect(valuesOf("-cpu", { accelerator: "kvm" })).toEqual(["max"]);
  });

  test("has its console on standard output and in a log, and the probe's port in a file", () => {
    expect(valuesOf("-serial", { consoleLog: "/l/console.log", secondPort: "/l/probe" })).toEqual([
      "chardev:console",
      "chardev:second",
    ]);
    expect(valuesOf("-chardev", { consoleLog: "/l/console.log", secondPort: "/l/probe" })).toEqual([
      "stdio,id=console,signal=off,logfile=/l/console.log,logappend=off",
      "file,id=second,path=/l/probe",
    ]);
  });

  test("starts from its disk by firmware, without a kernel of its own", () => {
    const start = { firmware: "/usr/share/ovmf/OVMF.fd" };

    expect(valuesOf("-bios", { start })).toEqual(["/usr/share/ovmf/OVMF.fd"]);
    expect(valuesOf("-kernel", { start })).toEqual([]);
    expect(valuesOf("-kernel")).toEqual(["/boot/vmlinuz"]);
  });

  test("doubles the commas of a path", () => {
    expect(valuesOf("-drive", { disk: "/a,b/disk" })).toEqual([
      "file=/a,,b/disk,format=raw,if=virtio,cache=unsafe",
    ]);
  });

  test.each([
    ["isolated", ["user,id=net,restrict=on"]],
    ["open", ["user,id=net"]],
    ["none", []],
  ] as const)("with the network %s", (network, netdev) => {
    expect(valuesOf("-netdev", { network })).toEqual(netdev);
  });

  test("forgets what is written to a disk that is not its own", () => {
    expect(valuesOf("-drive", { disk: "/d.qcow2", diskFormat: "qcow2", discardsWrites: true })).toEqual([
      "file=/d.qcow2,format=qcow2,if=virtio,cache=unsafe,snapshot=on",
    ]);
  });

  test("leads a port of this machine alone to the ssh of the guest", () => {
    expect(valuesOf("-netdev", { network: "open", sshPort: 40022 })).toEqual([
      "user,id=net,hostfwd=tcp:127.0.0.1:40022-:22",
    ]);
  });

  test("gives systemd credentials by its firmware, whatever characters they have", () => {
    expect(valuesOf("-smbios", { firmwareStrings: ["a=b,c"] })).toEqual(["type=11,value=a=b,,c"]);
  });

  test("for a person shares the terminal between the guest and qemu, and restarts when the guest does", () => {
    const { args } = machineCommand({ ...machine, interactive: true });

    expect(valuesOf("-chardev", { interactive: true })).toEqual(["stdio,id=console,signal=off,mux=on"]);
    expect(valuesOf("-mon", { interactive: true })).toEqual(["chardev=console"]);
    expect(args).not.toContain("-no-reboot");
  });

  test("has a screen in a window if a person wants one", () => {
    expect(valuesOf("-display", { window: true })).toEqual(["gtk"]);
    expect(valuesOf("-device", { window: true })).toContain("virtio-vga");
  });

  test("never waits for a reboot, a window or a monitor", () => {
    const { tool, args } = machineCommand(machine);

    expect(tool).toBe("qemu-system-x86_64");
    expect(args).toEqual(expect.arrayContaining(["-no-reboot", "-nodefaults", "-no-user-config"]));
    expect(valuesOf("-display")).toEqual(["none"]);
  });

  test("is refused for an architecture that cannot be booted so far", () => {
    expect(() => machineCommand({ ...machine, architecture: "arm64" })).toThrow(
      expect.objectContaining({ code: "boot-unsupported", message: expect.stringContaining("arm64") }),
    );
  });
});
