/** What of the surroundings reaches the pipeline; everything else of the environment stays at the door. */
export interface PipelineEnvironment {
  /** `DEBOOTC_MIRROR`, for treefiles that name no mirror. */
  readonly mirror?: string;
  /** The usual variables of proxies, by their lower-case names. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Who owns caches and results. */
  readonly user: { readonly uid: number; readonly gid: number };
}

type Environment = Readonly<Record<string, string | undefined>>;

const proxyVariables = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

export function pipelineEnvironment(
  environment: Environment,
  process: { readonly uid: number; readonly gid: number },
): PipelineEnvironment {
  const proxy = proxyVariables.flatMap((name) => {
    const value = environment[name] || environment[name.toUpperCase()];
    return value ? [[name, value] as const] : [];
  });
  return {
    ...(environment.DEBOOTC_MIRROR ? { mirror: environment.DEBOOTC_MIRROR } : {}),
    proxy: Object.fromEntries(proxy),
    user: invokingUser(environment, process),
  };
}

/** Under sudo, results belong to the person who called it. */
function invokingUser(environment: Environment, process: { readonly uid: number; readonly gid: number }) {
  const uid = Number(environment.SUDO_UID || Number.NaN);
  const gid = Number(environment.SUDO_GID || Number.NaN);
  return process.uid === 0 && Number.isInteger(uid) && Number.isInteger(gid)
    ? { uid, gid }
    : { uid: process.uid, gid: process.gid };
}
