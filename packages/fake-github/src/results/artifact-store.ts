import type { Services } from "./service.ts";

/** Is an artifact as the service of a runner knows it. */
export interface StoredArtifact {
  readonly id: number;
  /** The ids of the run and the job that the service knows them by. */
  readonly run: string;
  readonly job: string;
  readonly name: string;
  readonly blob: string;
  /** Absent until the upload is finished. */
  readonly size?: string;
  readonly digest?: string;
  readonly createdAt?: number;
}

/** Describes an artifact that is to be uploaded. */
export interface NewArtifact {
  readonly run: string;
  readonly job: string;
  readonly name: string;
  /** When it is to be deleted, in milliseconds since 1970. */
  readonly expiresAt?: number;
  /** Of a single file that is not zipped. */
  readonly contentType?: string;
}

/** Keeps what is known of artifacts; their bytes are blobs. */
export interface ArtifactStore {
  /** Finds the newest artifact of a name in a run, finished or not. */
  readonly find: (run: string, name: string) => StoredArtifact | undefined;
  /** Lists the finished artifacts of a run. */
  readonly list: (run: string) => readonly StoredArtifact[];
  readonly create: (artifact: NewArtifact) => StoredArtifact;
  readonly finish: (artifact: StoredArtifact, size: string, digest: string | undefined) => void;
  readonly remove: (artifact: StoredArtifact) => void;
  readonly uploadUrl: (artifact: StoredArtifact) => string;
  readonly downloadUrl: (artifact: StoredArtifact) => string;
}

/** Returns a store of the artifacts of a service that stands alone. */
export function artifactStore({ urlOf, newId }: Services): ArtifactStore {
  const artifacts = new Map<string, StoredArtifact>();
  const keyOf = ({ run, name }: Pick<StoredArtifact, "run" | "name">) => `${run}/${name}`;
  return {
    find: (run, name) => artifacts.get(keyOf({ run, name })),
    list: (run) =>
      [...artifacts.values()].filter((artifact) => artifact.run === run && artifact.size !== undefined),
    create: ({ run, job, name }) => {
      const id = newId();
      const artifact = { id, run, job, name, blob: `artifact-${id}.zip` };
      artifacts.set(keyOf(artifact), artifact);
      return artifact;
    },
    finish: (artifact, size, digest) => {
      artifacts.set(keyOf(artifact), { ...artifact, size, ...(digest === undefined ? {} : { digest }) });
    },
    remove: (artifact) => {
      artifacts.delete(keyOf(artifact));
    },
    uploadUrl: ({ blob }) => urlOf(blob, "write"),
    downloadUrl: ({ blob }) => urlOf(blob, "read"),
  };
}
