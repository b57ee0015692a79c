import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeTogether } from '../../src/engine/write-together.ts';

/** Each entry is one write to the device, with what was in it. */
function device() {
  const writes: string[][] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      writes.push([chunk]);
      done();
    },
    writev(chunks, done) {
      writes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  writeTogether(stream);
  return { stream, writes };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('writing together', () => {
  it('makes one write of what a callback writes, and one of what the microtasks after it do', async () => {
    const { stream, writes } = device();
    await new Promise<void>((resolve) =>
      setImmediate(() => {
        stream.write('a');
        stream.write('b');
        expect(writes).toEqual([]);
        resolve();
      }),
    );
    stream.write('c');
    await undefined;
    stream.write('d');
    await turn();
    expect(writes).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('keeps the order beside a library that holds its own writes together', async () => {
    const { stream, writes } = device();
    stream.write('begin');
    stream.cork();
    stream.write('bind');
    stream.write('execute');
    stream.uncork();
    expect(writes).toEqual([]);
    await turn();
    expect(writes).toEqual([['begin', 'bind', 'execute']]);
    expect(stream.writableCorked).toBe(0);
  });

  it('calls back for each write, and loses none when the stream ends in the same turn', async () => {
    const { stream, writes } = device();
    const heard: string[] = [];
    stream.write('a', () => heard.push('a'));
    stream.write('b', 'utf8', () => heard.push('b'));
    stream.end('c');
    await turn();
    expect(writes.flat()).toEqual(['a', 'b', 'c']);
    expect(heard).toEqual(['a', 'b']);
    expect(stream.writableFinished).toBe(true);
  });

  it('says nothing more of a stream that broke in between', async () => {
    const { stream, writes } = device();
    const broke = new Promise((resolve) => stream.once('error', resolve));
    stream.write('a', () => undefined);
    stream.destroy(new Error('cut'));
    expect(await broke).toMatchObject({ message: 'cut' });
    await turn();
    expect(writes).toEqual([]);
  });
});
