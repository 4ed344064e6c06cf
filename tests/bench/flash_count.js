// Counts what a program wrote into a folder and how often it synced there, from strace's account of it:
// flash_count.js ACCOUNT FOLDER, where strace ran with -f -y -e trace=pwrite64,write,fsync,fdatasync,ftruncate.
// A block is what the disk writes: 4,096 bytes, counted once between two syncs of its file, as the page cache does.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const BLOCK = 4096;
const CALL = /^(?:\d+ +)?(\w+)\(\d+<([^>]*)>(.*)\) += (\d+)/;

/** @param {string} account @param {string} folder */
export async function count(account, folder) {
  const total = { calls: 0, bytes: 0, blocks: 0, syncs: 0 };
  const dirty = new Map();

  function wrote(path, rest, size) {
    const at = Number(/, (\d+)$/.exec(rest)?.[1] ?? 0);
    const blocks = dirty.get(path) ?? new Set();
    for (let block = Math.floor(at / BLOCK); block * BLOCK < at + size; block++) blocks.add(block);
    dirty.set(path, blocks);
    total.calls += 1;
    total.bytes += size;
  }

  function synced(path) {
    total.syncs += 1;
    total.blocks += dirty.get(path)?.size ?? 0;
    dirty.delete(path);
  }

  for await (const line of createInterface({ input: createReadStream(account) })) {
    const [, name, path, rest, result] = CALL.exec(line) ?? [];
    if (!path?.startsWith(folder)) continue;
    if (name === 'fsync' || name === 'fdatasync') synced(path);
    else if (name === 'pwrite64' || name === 'write') wrote(path, rest, Number(result));
  }
  for (const blocks of dirty.values()) total.blocks += blocks.size;
  return total;
}
