/** What a made-up guest does, one after the other. */
export type GuestStep =
  | { readonly do: "write"; readonly to: "console" | "second port"; readonly text: string }
  | { readonly do: "power off" }
  | { readonly do: "hang" }
  /** Writes dots to the console, a line a moment, for ever. */
  | { readonly do: "chatter" };

const ports = { console: 0x3f8, "second port": 0x2f8 };
const loadAddress = 0x10_0000;
const headerSize = 32;

/**
 * A kernel of a few hundred bytes for `qemu -kernel`, in multiboot's form for images without an ELF header
 * (Multiboot Specification 0.6.96, section 3.1.1): a guest that writes and ends as a test wants, within a second.
 */
export function guestProgram(steps: readonly GuestStep[]): Buffer {
  const code: number[] = [0xfc]; // cld
  for (const step of steps) code.push(...assemble(step, loadAddress + headerSize + code.length));
  code.push(...hang);

  const end = loadAddress + headerSize + code.length;
  const [magic, flags] = [0x1badb002, 0x1_0000];
  const addresses = [loadAddress, loadAddress, end, end, loadAddress + headerSize];
  return Buffer.from([magic, flags, -(magic + flags), ...addresses].flatMap(word).concat(code));
}

function assemble(step: GuestStep, address: number): number[] {
  if (step.do === "hang") return hang;
  // The power management block of q35, as its firmware places it: sleep state 5.
  if (step.do === "power off") return [0xba, ...word(0x604), 0xb8, ...word(0x2000), 0x66, 0xef];
  if (step.do === "chatter") {
    const code = write(ports.console, ".\n", address);
    const pause = [0xb9, ...word(20_000_000), 0xe2, 0xfe]; // mov ecx, n; loop itself
    return [...code, ...pause, ...jump(-(code.length + pause.length))];
  }
  return write(ports[step.to], step.text, address);
}

function write(port: number, text: string, address: number): number[] {
  const bytes = [...Buffer.from(text), 0];
  const loop = [
    ...[0xac, 0x84, 0xc0, 0x74, 15], // lodsb; test al, al; jz end
    ...[0x88, 0xc4, 0x8d, 0x53, 5], // mov ah, al; lea edx, [ebx + 5]
    ...[0xec, 0xa8, 0x20, 0x74, 0xfb], // in al, dx; test al, 0x20; jz back: until the port takes a byte
    ...[0x89, 0xda, 0x88, 0xe0, 0xee], // mov edx, ebx; mov al, ah; out dx, al
  ];
  const back = [0xeb, 0x100 - loop.length - 2];
  const skip = jump(bytes.length);
  const textAddress = address + 10 + skip.length;
  const body = [...loop, ...back];
  // jz leads behind the jump back.
  body[4] = body.length - 5;
  return [0xbe, ...word(textAddress), 0xbb, ...word(port), ...skip, ...bytes, ...body];
}

/** cli; hlt; and again, should anything wake it. */
const hang = [0xfa, 0xf4, 0xeb, 0xfc];

/** A jump by a distance from its end; a negative one counts from its beginning. */
function jump(distance: number): number[] {
  return [0xe9, ...word(distance < 0 ? distance - 5 : distance)];
}

function word(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >> shift) & 0xff);
}
