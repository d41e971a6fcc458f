/** Is what the just-in-time configuration of a runner says: who it is, and where it calls. */
export interface RunnerSettings {
  readonly name: string;
  readonly serverUrl: string;
  /** Proves that it is this runner. */
  readonly secret: string;
  readonly workFolder: string;
}

/** Reads a just-in-time configuration. Throws, without a word of it, if it is not one of fake-github. */
export function readRunnerSettings(jitConfig: string): RunnerSettings {
  const files = decoded(jitConfig);
  const [runner, credentials] = [decoded(files[".runner"]), decoded(files[".credentials"])];
  const { Secret: secret } = (credentials["Data"] ?? {}) as Record<string, unknown>;
  const { AgentName: name, ServerUrl: serverUrl, WorkFolder: workFolder } = runner;
  if (![name, serverUrl, workFolder, secret].every((one) => typeof one === "string" && one !== ""))
    throw wrongConfig();
  return {
    name: String(name),
    serverUrl: String(serverUrl),
    workFolder: String(workFolder),
    secret: String(secret),
  };
}

function decoded(text: unknown): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(String(text), "base64").toString()) as Record<string, unknown>;
  } catch {
    throw wrongConfig();
  }
}

function wrongConfig(): Error {
  return new Error(
    "cannot read ACTIONS_RUNNER_INPUT_JITCONFIG: allowed: what generate-jitconfig of fake-github answers as encoded_jit_config",
  );
}
