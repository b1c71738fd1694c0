import { chmod, chown, lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A user of the system. */
export type User = { uid: number; gid: number };

/** What Switchboard makes in DATA_DIR: folders, and files. */
const ownFolders = ['postgres', 'postgres.new'];
const ownFiles = ['postgres.password', 'postgres.initdb', 'secrets.json', 'owner.sock'];
/** Found at the root of every ext file system. */
const notCounted = 'lost+found';

const open = 0o077;
const sticky = 0o1000;

/**
 * Makes sure that DATA_DIR is there, belongs to the user this process runs as, and that nobody else can look into it, nor
 * into what Switchboard keeps there; what an earlier version left open is closed.
 * @param programs who PostgreSQL runs as when this process is root: the folder is handed to them, because whoever cannot
 *   enter it would need the right to enter everything
 * @returns its real path
 * @throws Error with one line for a person, which names DATA_DIR
 */
export async function openDataDirectory(path: string, programs?: User): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true }).catch(unlessThere);
    await mkdir(path, { mode: 0o700 }).catch(unlessThere);
    const directory = await realpath(path);
    // Where there are no users as POSIX has them, there are no modes to set either.
    if (process.getuid !== undefined) await close(directory, process.getuid(), programs);
    return directory;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`DATA_DIR ${path} cannot be written: ${code}`, { cause: error });
  }
}

async function close(directory: string, self: number, programs: User | undefined): Promise<void> {
  const { uid, mode } = await lstat(directory);
  if (uid !== self && uid !== programs?.uid) {
    const wayOut = 'give it to that user, or choose another DATA_DIR';
    throw new Error(`DATA_DIR ${directory} belongs to user ${uid}, and Switchboard runs as user ${self}; ${wayOut}`);
  }
  const entries = (await readdir(directory)).filter((name) => name !== notCounted);
  const own = new Set(entries.filter((name) => ownFolders.includes(name) || ownFiles.includes(name)));
  const isOurs = own.size > 0 || entries.length === 0;
  if ((mode & open) !== 0 && (!isOurs || (mode & sticky) !== 0)) {
    const wayOut = 'choose a folder of its own, or close it (chmod 700)';
    throw new Error(`DATA_DIR ${directory} is open to others and not only for Switchboard; ${wayOut}`);
  }
  if ((mode & open) !== 0) await chmod(directory, 0o700);
  // Somebody's home, for example, stays whose it is.
  if (isOurs && programs !== undefined && uid !== programs.uid) await chown(directory, programs.uid, programs.gid);
  for (const name of own) await tighten(join(directory, name), ownFolders.includes(name) ? 0o700 : 0o600);
}

async function tighten(path: string, wanted: number): Promise<void> {
  const entry = await lstat(path);
  // A link leads to what somebody put elsewhere on purpose; PostgreSQL itself demands that its folder is closed.
  if (!entry.isSymbolicLink() && (entry.mode & open) !== 0) await chmod(path, wanted);
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
