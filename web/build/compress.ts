/** Writes a gzip and a brotli copy beside everything of text, so that no request waits for a compressor. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const MIN_BYTES = 1_024;

export function compress(): Plugin {
  return {
    name: 'trunkline:compress',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const assets = join(dir, 'assets');
      for (const name of readdirSync(assets)) {
        const file = join(assets, name);
        // Of a build before: a name carries the hash of what is in it. The brotli copy is written last.
        if (isText(name) && !existsSync(`${file}.br`)) compressFile(file);
      }
      for (const name of readdirSync(dir)) if (isText(name)) compressFile(join(dir, name));
    },
  };
}

function isText(name: string): boolean {
  return /\.(js|css|svg|json)$/.test(name);
}

function compressFile(file: string): void {
  const content = readFileSync(file);
  if (content.length < MIN_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
}
