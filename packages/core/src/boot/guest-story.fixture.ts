import { usualPatience } from "./guest-ending.ts";
import type { GuestStory } from "./guest-story.ts";
import { parseProbeOutput } from "./probe-facts.ts";

export const checksum = "63cb41427587f5de28f6b35e2a94f3d19ac7f8e74cb7f8146b89d392c1115edc";

const wholeFacts = {
  start: "1",
  state: "running",
  deployment: `${checksum}.0`,
  "ostree-status": `${checksum}.0`,
  "writable-/usr": "no",
  "writable-/sysroot": "no",
  "writable-/etc": "yes",
  "writable-/var": "yes",
  "machine-id": "saved",
  packages: "187",
  os: "Debian GNU/Linux 13 (trixie)",
  "os-version": "13",
  kernel: "6.12.117+deb13-cloud-amd64",
  systemd: "257",
  addresses: "10.0.2.15 fec0::5054:ff:fe12:3456 ",
  "sshd-listens": "yes",
  "userspace-microseconds": "11753541",
  "finish-microseconds": "30189918",
  end: "1",
};

/** What a probe writes in a good system, but for the given facts; an empty one is left out. */
export function probeOutput(changed: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...wholeFacts, ...changed })
    .filter(([, value]) => value !== "")
    .map(([fact, value]) => `${JSON.stringify({ fact, value })}\n`)
    .join("");
}

/** A system that came up and powered off, but for what is given. */
export function guestStory(changed: Partial<GuestStory> = {}): GuestStory {
  return {
    ending: "off",
    facts: parseProbeOutput(probeOutput()),
    trouble: undefined,
    lastLines: ["[  OK  ] Reached target graphical.target.", "localhost login:"],
    failureLines: [],
    seconds: 46.42,
    patience: { ...usualPatience, total: 600 },
    ...changed,
  };
}
