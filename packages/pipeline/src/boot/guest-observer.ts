import { bootStage } from "@debootc/core/boot/boot-stage";
import { ConsoleLines } from "@debootc/core/boot/console-text";
import { recogniseTrouble } from "@debootc/core/boot/console-trouble";
import type { GuestEnding, GuestPatience, GuestSigns } from "@debootc/core/boot/guest-ending";
import type { GuestStory } from "@debootc/core/boot/guest-story";
import { type ProbeFacts, parseProbeOutput } from "@debootc/core/boot/probe-facts";
import { isFailureLine, isWaitingAnimation } from "@debootc/core/boot/status-line";
import type { Reporter } from "@debootc/core/event/event";

const keptLines = 40;

/** Reads what a guest writes, reports it as it comes, and keeps what is needed to judge the boot. */
export class GuestObserver {
  readonly #report: Reporter;
  /** Seconds. */
  readonly #now: () => number;
  readonly #console = new ConsoleLines();
  readonly #decoder = new TextDecoder();
  readonly #lastLines: string[] = [];
  readonly #failureLines: string[] = [];
  #facts: ProbeFacts = parseProbeOutput("");
  #told = "";
  #step = "";
  #signs: GuestSigns;

  constructor(report: Reporter, now: () => number) {
    this.#report = report;
    this.#now = now;
    this.#signs = { startedAt: now(), lastSignAt: now() };
    this.#doing("power on");
  }

  get signs(): GuestSigns {
    return this.#signs;
  }

  /** Takes bytes of the console, cut anywhere. */
  hearConsole(piece: Uint8Array): void {
    this.#signs = { ...this.#signs, lastSignAt: this.#now() };
    for (const line of this.#console.push(this.#decoder.decode(piece, { stream: true }))) this.#hear(line);
  }

  /** Takes the end of the console. */
  hearSilence(): void {
    if (this.#console.pending !== "") this.#hear(this.#console.pending);
  }

  /** Takes all that the probe has written so far. Throws `boot-failed` for text that a probe cannot have written. */
  hearProbe(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    const facts = parseProbeOutput(text);
    this.#facts = facts;
    const now = this.#now();
    const ended = facts.ended ? { toldAllAt: this.#signs.toldAllAt ?? now } : {};
    this.#signs = { ...this.#signs, lastSignAt: now, ...ended };
    if (facts.ended) this.#doing("powering off");
    else if (facts.values.has("state")) this.#doing("checking the running system");
    else if (facts.waitingFor.length > 0) this.#doing(`waiting for ${facts.waitingFor.join(", ")}`);
  }

  story(ending: GuestEnding, patience: GuestPatience): GuestStory {
    return {
      ending,
      facts: this.#facts,
      trouble: this.#signs.trouble,
      lastLines: this.#lastLines,
      failureLines: this.#failureLines,
      seconds: this.#now() - this.#signs.startedAt,
      patience,
    };
  }

  #hear(line: string): void {
    if (isWaitingAnimation(line)) return;
    this.#report({ type: "log", line });
    if (!this.#facts.ended) this.#lastLines.push(line);
    if (this.#lastLines.length > keptLines) this.#lastLines.shift();
    if (isFailureLine(line)) this.#failureLines.push(line);
    const stage = bootStage(line);
    if (stage !== undefined) this.#doing(stage);
    // The first trouble causes the ones that follow.
    const trouble = this.#signs.trouble === undefined ? recogniseTrouble(line) : undefined;
    if (trouble) this.#signs = { ...this.#signs, trouble: { ...trouble, line, at: this.#now() } };
  }

  #doing(step: string): void {
    if (step !== this.#step) this.#report({ type: "progress", step });
    this.#step = step;
  }
}
