import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Command, type Running, runStream } from "../run.ts";

export const accelerators = ["kvm", "tcg"] as const;
export type Accelerator = (typeof accelerators)[number];

/** A virtual machine that boots a kernel directly, or its disk by itself. All paths are absolute. */
export interface VirtualMachine {
  /** Debian's name. Only amd64 can be booted yet. */
  readonly architecture: string;
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly start: DirectStart | FirmwareStart;
  /** A raw image, seen as /dev/vda and written to. */
  readonly disk?: string;
  /** `isolated`: a DHCP server and nothing behind it. `open`: what the host reaches. */
  readonly network: "none" | "isolated" | "open";
  /** Gets a copy of all that the first serial port (ttyS0) says; it comes on standard output too. */
  readonly consoleLog?: string;
  /** Gets what is written to the second serial port (ttyS1). */
  readonly secondPort?: string;
}

export interface DirectStart {
  readonly kernel: string;
  readonly initrd?: string;
  /** The kernel command line. */
  readonly append: string;
}

export interface FirmwareStart {
  /** A file with UEFI firmware, which starts the boot loader of the disk. What it is told is forgotten at power-off. */
  readonly firmware: string;
}

/** Starts a machine. It ends when the guest powers off, reboots or panics; its console is the standard output. */
export function startMachine(machine: VirtualMachine, options: MachineOptions = {}): Running {
  return runStream({ ...machineCommand(machine), ...options });
}

/** The program and its arguments: qemu 7.2 or newer. Throws `boot-unsupported` for other architectures than amd64. */
export function machineCommand(machine: VirtualMachine): Pick<Command, "tool" | "args"> {
  return { tool: qemuOf(machine.architecture), args: machineArguments(machine) };
}

type MachineOptions = Pick<Command, "signal" | "onLine">;

/** Debian's name of an architecture -> the program that emulates it. Throws `boot-unsupported`. */
function qemuOf(architecture: string): string {
  if (architecture === "amd64") return "qemu-system-x86_64";
  throw new DebootcError("boot-unsupported", `booting ${architecture} is not supported yet, only amd64 is`, {
    hint: "Boot the amd64 tree of this compose, or try the image on a machine of its own.",
  });
}

function machineArguments(machine: VirtualMachine): string[] {
  const { accelerator, memoryMiB, cpus, start, disk, consoleLog, secondPort } = machine;
  const log = consoleLog === undefined ? "" : `,logfile=${optionValue(consoleLog)},logappend=off`;
  return [
    ["-no-user-config", "-nodefaults"],
    ["-display", "none"],
    ["-machine", "q35"],
    ["-accel", accelerator === "kvm" ? "kvm" : emulation],
    ["-cpu", "max"],
    ["-smp", `${cpus}`],
    ["-m", `${memoryMiB}`],
    ["-no-reboot"],
    ["-chardev", `stdio,id=console,signal=off${log}`, "-serial", "chardev:console"],
    secondPort === undefined
      ? []
      : ["-chardev", `file,id=second,path=${optionValue(secondPort)}`, "-serial", "chardev:second"],
    ["-device", "virtio-rng-pci"],
    // The disk is made for this boot: what the guest wants flushed may wait.
    disk === undefined ? [] : ["-drive", `file=${optionValue(disk)},format=raw,if=virtio,cache=unsafe`],
    networkArguments(machine.network),
    startArguments(start),
  ].flat();
}

function startArguments(start: VirtualMachine["start"]): string[] {
  if ("firmware" in start) return ["-bios", start.firmware];
  const { kernel, initrd, append } = start;
  return [["-kernel", kernel], initrd === undefined ? [] : ["-initrd", initrd], ["-append", append]].flat();
}

// With a thread for each processor, qemu 7.2 lets kernels of 2026 (7.x) stumble over the code they patch at run
// time: about one boot in six ended in "Oops: int3" or hung. All processors in one thread cannot race.
const emulation = "tcg,thread=single";

function networkArguments(network: VirtualMachine["network"]): string[] {
  if (network === "none") return [];
  return [
    "-netdev",
    `user,id=net${network === "isolated" ? ",restrict=on" : ""}`,
    // No firmware boots from it, so its boot ROM need not be installed.
    "-device",
    "virtio-net-pci,netdev=net,romfile=",
  ];
}

/** qemu's own form of a comma inside a value. */
function optionValue(value: string): string {
  return value.replaceAll(",", ",,");
}
