/** Describes programs that do nothing without a part of the kernel. */
export interface KernelUsers {
  /** What they are, in the singular. */
  readonly kind: string;
  /** The module that every driver of this part needs, and the part's name. */
  readonly module: string;
  readonly part: string;
  /** Below /usr/bin, or absolute. */
  readonly programs: readonly string[];
  /** Directories of which any file with the ending starts such a program. */
  readonly sessions?: { readonly directories: readonly string[]; readonly ending: string };
}

const words = (text: string) => text.trim().split(/\s+/);

/** Lists the programs of Debian that draw on a screen or play sound, from bookworm to sid. */
export const kernelUsers: readonly KernelUsers[] = [
  {
    kind: "compositor or display server",
    module: "drm",
    part: "graphics drivers (DRM)",
    programs: words(`
      /usr/lib/xorg/Xorg /usr/libexec/Xorg cage cosmic-comp gamescope gnome-kiosk gnome-shell hikari Hyprland hyprland jay kwin_wayland
      kwin_x11 labwc magpie-wm mir_demo_server miracle-wm miriway mutter niri phoc phosh river sway swayfx
      vivarium wayfire waybox weston
    `),
    sessions: {
      directories: ["/usr/share/wayland-sessions", "/usr/share/xsessions"],
      ending: ".desktop",
    },
  },
  {
    kind: "sound server",
    module: "snd",
    part: "sound drivers (snd)",
    programs: words("artsd esd jackd jackdbus nasd pipewire pulseaudio roard sndiod"),
  },
];
