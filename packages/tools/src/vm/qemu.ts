import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Command, type Running, runStream } from "../run.ts";

export const accelerators = ["kvm", "tcg"] as const;
export type Accelerator = (typeof accelerators)[number];

/** Describes a virtual machine that boots a kernel directly, or its own disk. All paths are absolute. */
export interface VirtualMachine {
  /** Debian's name. Only amd64 can be booted so far. */
  readonly architecture: string;
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly start: DirectStart | FirmwareStart;
  /** An image, seen as /dev/vda and written to. */
  readonly disk?: string;
  /** The form of the disk; raw when absent. */
  readonly diskFormat?: "raw" | "qcow2";
  /** Set if the image stays as it is: what is written is forgotten when the machine ends. */
  readonly discardsWrites?: true;
  /** `isolated`: a DHCP server and nothing beyond it. `open`: everything that the host reaches. */
  readonly network: "none" | "isolated" | "open";
  /** A port of 127.0.0.1 that leads to the ssh of the guest. */
  readonly sshPort?: number;
  /** Receives a copy of the first serial port (ttyS0), which also goes to standard output. */
  readonly consoleLog?: string;
  /** Receives what is written to the second serial port (ttyS1). */
  readonly secondPort?: string;
  /**
   * Set if a person works with the machine: it starts again when the guest asks for that, and what is typed goes to the
   * guest, but for Ctrl-A and a letter, which qemu reads (X ends the machine).
   */
  readonly interactive?: true;
  /** Set if the machine has a screen, in a window of its own. */
  readonly window?: true;
  /** Strings of the firmware (SMBIOS type 11), from which systemd reads credentials. */
  readonly firmwareStrings?: readonly string[];
}

export interface DirectStart {
  readonly kernel: string;
  readonly initrd?: string;
  /** The kernel command line. */
  readonly append: string;
}

export interface FirmwareStart {
  /** A file with UEFI firmware, which starts the boot loader of the disk. Its variables are lost at power-off. */
  readonly firmware: string;
}

/** Starts a machine. It ends when the guest powers off, reboots or panics; its console is standard output. */
export function startMachine(machine: VirtualMachine, options: MachineOptions = {}): Running {
  return runStream({ ...machineCommand(machine), ...options });
}

/** Returns the program and its arguments, for qemu 7.2 or newer. Throws `boot-unsupported` for all but amd64. */
export function machineCommand(machine: VirtualMachine): Pick<Command, "tool" | "args"> {
  return { tool: qemuOf(machine.architecture), args: machineArguments(machine) };
}

type MachineOptions = Pick<Command, "signal" | "onLine" | "env">;

/** Returns the program that emulates an architecture, given by Debian's name. Throws `boot-unsupported`. */
function qemuOf(architecture: string): string {
  if (architecture === "amd64") return "qemu-system-x86_64";
  throw new DebootcError("boot-unsupported", `cannot boot ${architecture}: only amd64 is supported so far`, {
    hint: "Boot the amd64 tree of this compose, or try the image on a real machine.",
  });
}

/** Returns how many processors a machine usually has. */
export function usualCpus(accelerator: Accelerator): number {
  return accelerator === "kvm" ? 2 : emulatedCpus;
}

// With two emulated processors a kernel now and then dies of an `int3` of its own patches, which one of them sees while
// the other writes it; and a boot, which is mostly serial, takes as long.
const emulatedCpus = 1;

function machineArguments(machine: VirtualMachine): string[] {
  const { accelerator, memoryMiB, cpus, start, consoleLog, secondPort } = machine;
  const { interactive, window, firmwareStrings = [] } = machine;
  const log = consoleLog === undefined ? "" : `,logfile=${optionValue(consoleLog)},logappend=off`;
  return [
    ["-no-user-config", "-nodefaults"],
    window ? screen : ["-display", "none"],
    ["-machine", "q35"],
    ["-accel", accelerator === "kvm" ? "kvm" : emulation],
    ["-cpu", accelerator === "kvm" ? "max" : emulatedCpu],
    ["-smp", `${cpus}`],
    ["-m", `${memoryMiB}`],
    interactive ? [] : ["-no-reboot"],
    ["-chardev", `stdio,id=console,signal=off${interactive ? ",mux=on" : ""}${log}`],
    ["-serial", "chardev:console"],
    interactive ? ["-mon", "chardev=console"] : [],
    secondPort === undefined
      ? []
      : ["-chardev", `file,id=second,path=${optionValue(secondPort)}`, "-serial", "chardev:second"],
    ["-device", "virtio-rng-pci"],
    diskArguments(machine),
    networkArguments(machine),
    firmwareStrings.flatMap((text) => ["-smbios", `type=11,value=${optionValue(text)}`]),
    startArguments(start),
  ].flat();
}

const screen = ["-display", "gtk", "-device", "virtio-vga", "-device", "qemu-xhci", "-device", "usb-tablet"];

function diskArguments({ disk, diskFormat = "raw", discardsWrites }: VirtualMachine): string[] {
  if (disk === undefined) return [];
  // The disk is made for this boot, or what is written to it is forgotten: flushes of the guest may be skipped.
  const options = `format=${diskFormat},if=virtio,cache=unsafe${discardsWrites ? ",snapshot=on" : ""}`;
  return ["-drive", `file=${optionValue(disk)},${options}`];
}

function startArguments(start: VirtualMachine["start"]): string[] {
  if ("firmware" in start) return ["-bios", start.firmware];
  const { kernel, initrd, append } = start;
  return [["-kernel", kernel], initrd === undefined ? [] : ["-initrd", initrd], ["-append", append]].flat();
}

// With a thread for each processor, qemu 7.2 makes kernels of 2026 (7.x) stumble over the code that they patch at run
// time: about one boot in six ended in "Oops: int3" or hung. Processors that share one thread cannot race.
const emulation = "tcg,thread=single";

// A processor that says that it copies strings fast (ERMS, FSRM) gets `rep movsb` from the kernel for every copy, which is
// emulated byte by byte: a boot of minimal to its prompt took 103 s of a processor, and takes 83 s without.
const emulatedCpu = "max,-erms,-fsrm";

function networkArguments({ network, sshPort }: VirtualMachine): string[] {
  if (network === "none") return [];
  const forward = sshPort === undefined ? "" : `,hostfwd=tcp:127.0.0.1:${sshPort}-:22`;
  return [
    "-netdev",
    `user,id=net${network === "isolated" ? ",restrict=on" : ""}${forward}`,
    // No firmware boots from the network, so the boot ROM need not be installed.
    "-device",
    "virtio-net-pci,netdev=net,romfile=",
  ];
}

/** Escapes commas inside a value, as qemu wants it. */
function optionValue(value: string): string {
  return value.replaceAll(",", ",,");
}
