import { setTimeout as sleep } from "node:timers/promises";
import { type GuestEnding, type GuestPatience, reasonToEnd } from "@debootc/core/boot/guest-ending";
import type { GuestStory } from "@debootc/core/boot/guest-story";
import { withoutFirmware } from "@debootc/core/boot/probe-facts";
import type { Reporter } from "@debootc/core/event/event";
import { startMachine, type VirtualMachine } from "@debootc/tools/vm/qemu";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import type { Running } from "@debootc/tools/run";
import { GuestObserver } from "./guest-observer.ts";

interface WatchContext {
  readonly report: Reporter;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

/**
 * Runs a machine until it ends or there is a reason to end it, and tells its console as it comes: lines as `log`,
 * what it is doing as `progress`. The probe speaks on the second port.
 * Throws `boot-failed` when something else speaks there, `cancelled`, and what qemu itself failed with.
 */
export async function watchGuest(
  machine: VirtualMachine & { readonly secondPort: string },
  patience: GuestPatience,
  { report, signal, clock }: WatchContext,
): Promise<GuestStory> {
  const now = () => clock().getTime() / 1000;
  const observer = new GuestObserver(report, now);
  const hearProbe = async () => {
    const text = (await readIfPresent(machine.secondPort))?.toString("utf8") ?? "";
    observer.hearProbe("firmware" in machine.start ? withoutFirmware(text) : text);
  };
  const guest = startMachine(machine, { signal });
  const over = new AbortController();

  const [ended, judged] = await Promise.allSettled([
    hearToEnd(guest, observer).finally(() => over.abort()),
    judge(hearProbe, () => reasonToEnd(observer.signs, patience, now()), over.signal).finally(guest.kill),
  ]);
  if (judged.status === "rejected") throw judged.reason;
  if (ended.status === "rejected" && judged.value === "off") throw ended.reason;
  await hearProbe();
  return observer.story(judged.value, patience);
}

async function hearToEnd(guest: Running, observer: GuestObserver): Promise<void> {
  for await (const piece of guest.stdout) observer.hearConsole(piece);
  observer.hearSilence();
  await guest.done;
}

/** Answers when there is a reason to end the guest, or when it has ended. */
async function judge(
  hearProbe: () => Promise<void>,
  reason: () => Exclude<GuestEnding, "off"> | undefined,
  over: AbortSignal,
): Promise<GuestEnding> {
  for (;;) {
    await sleep(500, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return "off";
    await hearProbe();
    const found = reason();
    if (found !== undefined) return found;
  }
}
