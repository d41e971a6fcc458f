import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diskStorage, incomingOf } from "./disk-storage.ts";
import { s3Client } from "./s3-client.ts";
import { type S3Options, s3Storage } from "./s3-storage.ts";
import type { Storage } from "./storage.ts";
import { sweepAbandoned } from "./sweep-abandoned.ts";

/** Holds where the hub keeps results. */
export interface OpenedStorage {
  readonly storage: Storage;
  /** Whether results stay; else they are removed once their run is over. */
  readonly keeps: boolean;
  /** Where the files of releases lie until they are published. */
  readonly workDirectory: string;
  /** So many bytes of a disk are left to others. */
  readonly reserve: number;
  /** Removes what had been begun and was written last before a moment: what hubs that were killed have left. */
  readonly sweep: (before: Date) => Promise<void>;
}

interface World {
  readonly randomWord: () => string;
  /** `ID:SECRET` of the bucket, if it came by the environment; that of a file replaces it. */
  readonly credentials: string | undefined;
}

type Place = Pick<
  ServeSettings,
  "storage" | "dataDir" | "storageEndpoint" | "storageRegion" | "storageCredentialsFile"
>;

/** A part takes minutes where the line is slow, and all of it is sent again if it breaks off. */
const partBytes = 8 * 1024 * 1024;

/** PGlite is on the same disk as a rule: with none left it could not even record that. */
const reserve = 1024 ** 3;

/** Opens the storage that the hub is started with. Throws `hub-settings-invalid`. */
export async function openStorage(settings: Place, world: World): Promise<OpenedStorage> {
  const { storage: where, dataDir } = settings;
  const { randomWord } = world;
  const workDirectory = join(dataDir, "work");
  const sweeping = (directory: string) => (before: Date) => sweepAbandoned(directory, before);
  const common = { workDirectory, reserve };
  if (where.startsWith("s3://")) {
    const spool = join(workDirectory, "spool");
    const storage = await bucket(settings, world, { spool, randomWord, reserve, partBytes });
    return { ...common, storage, keeps: true, sweep: sweeping(spool) };
  }
  const directory = where.startsWith("/") ? where : join(dataDir, "storage");
  const storage = diskStorage({ directory, randomWord, reserve });
  return { ...common, storage, keeps: where !== "releases", sweep: sweeping(incomingOf(directory)) };
}

async function bucket(
  { storage, storageEndpoint, storageRegion: region, storageCredentialsFile: file }: Place,
  { credentials }: World,
  common: Omit<S3Options, "client" | "prefix">,
): Promise<Storage> {
  const [bucketName = "", ...folders] = storage.slice("s3://".length).split("/");
  const text = file === undefined ? credentials : await fileText(file);
  const [, keyId, secret] = /^([^\s:]+):(\S+)\s*$/.exec(text ?? "") ?? [];
  if (keyId === undefined || secret === undefined)
    throw new DebootcError(
      "hub-settings-invalid",
      "cannot use the storage: its credentials are not ID:SECRET",
      {
        hint: "Name a file with them by --storage-credentials-file, or set DEBOOTC_HUB_STORAGE_CREDENTIALS.",
      },
    );
  const endpoint = storageEndpoint ?? `https://s3.${region}.amazonaws.com`;
  const client = s3Client({ endpoint, region, bucket: bucketName, keyId, secret });
  return s3Storage({ ...common, client, prefix: folders.map((folder) => `${folder}/`).join("") });
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new DebootcError(
      "hub-settings-invalid",
      `cannot read the credentials of the storage: ${(error as Error).message}`,
      {
        hint: "Give the right file by --storage-credentials-file, readable by the user of the hub.",
        cause: error,
      },
    );
  }
}
