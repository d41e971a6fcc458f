import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import type { Cancellation } from "./cancellation.ts";
import { failureStatus, failureText } from "./failure-text.ts";
import type { DoorDefaults } from "./door/options-from-request.ts";
import { type Invocation, readArguments } from "./read-arguments.ts";
import { createRenderer } from "./render/stream/create-renderer.ts";
import { formatErrorLine, formatResultLine } from "./render/stream/json.ts";
import { canvasOf, type Screen } from "./screen/screen.ts";
import type { StopCommands } from "./screen/stop-commands.ts";
import type { UserSettings } from "@debootc/pipeline/door/user-settings";

/** Holds everything that the command line takes from its process. */
export interface Host {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly clock: () => Date;
  readonly defaults: DoorDefaults;
  readonly settings: () => Promise<UserSettings>;
  readonly environment: PipelineDependencies["environment"];
  readonly cancellation: Cancellation;
  /** Asks the person at the terminal for a line; absent where there is none. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Absent where no CI runner reads the output. */
  readonly stopCommands?: StopCommands | undefined;
  /** Why no command can run with this process's arguments and surroundings; help still can. */
  readonly refusal?: DebootcError | undefined;
}

/**
 * Runs one command line and returns its exit status. Standard output gets only results (with `--json`, events and the
 * result); progress, findings and failures go to standard error.
 */
export async function runProgram(words: readonly string[], host: Host): Promise<number> {
  try {
    const invocation = await readArguments(words, host);
    return typeof invocation === "number" ? invocation : await runCommand(invocation, host);
  } catch (error) {
    host.stderr.write(failureText(error, host.stderr));
    return failureStatus(error);
  }
}

async function runCommand({ name, door, values, facts }: Invocation, host: Host): Promise<number> {
  const { stdout, cancellation, clock, environment } = host;
  const json = values.json === true;
  const { logRows = 0 } = door;
  const rows = typeof logRows === "number" ? logRows : logRows(values);
  const renderer = createRenderer({ json, logRows: rows }, host);
  cancellation.onStop = renderer.stopping;
  try {
    const deps = { emit: renderer.event, signal: cancellation.signal, clock, environment };
    if (host.refusal !== undefined) throw host.refusal;
    // Wrong settings must not stop a command that does not use any.
    if (facts.settings.refusal !== undefined && door.takesSettings()) throw facts.settings.refusal;
    const resume = door.handsOnStreams ? host.stopCommands?.() : undefined;
    const ask = async (question: string) => {
      renderer.close();
      return host.ask?.(question);
    };
    const outcome = await door
      .run(values, stdout.directory, deps, { ...facts, print: stdout.write, ask, handOver: renderer.close })
      .finally(() => resume?.());
    renderer.close();
    stdout.write(json ? formatResultLine(name, outcome) : outcome.text(canvasOf(stdout)));
    return outcome.exitStatus;
  } catch (error) {
    renderer.close();
    const failure = cancellation.signal.aborted ? cancelledError(cancellation.signal) : error;
    if (json) stdout.write(await formatErrorLine(name, failureStatus(failure), failure));
    throw failure;
  }
}

// Whatever failed first while everything was stopping, the cause is the cancellation.
function cancelledError({ reason }: AbortSignal): DebootcError {
  return reason instanceof DebootcError
    ? reason
    : new DebootcError("cancelled", "stopped", { cause: reason });
}
