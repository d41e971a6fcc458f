import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "@debootc/tools/run";

/** Throws `usage` where there is no desktop for a window, and `tool-missing` where qemu cannot open one. */
export async function requireScreen(display: Readonly<Record<string, string>>): Promise<void> {
  if (display.DISPLAY === undefined && display.WAYLAND_DISPLAY === undefined) {
    throw new DebootcError(
      "usage",
      "--gui opens a window, but there is no desktop here: neither DISPLAY nor WAYLAND_DISPLAY is set",
      {
        hint: "Run it in a terminal of a desktop, or without --gui: the console of the machine is then in the terminal.",
      },
    );
  }
  const { stdout } = await run({ tool: "qemu-system-x86_64", args: ["-display", "help"] });
  if (/^gtk$/m.test(stdout)) return;
  throw new DebootcError("tool-missing", "this qemu cannot open a window", {
    hint: "Install its part for that: sudo apt install qemu-system-gui",
  });
}
