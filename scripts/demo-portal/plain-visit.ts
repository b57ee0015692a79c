/**
 * A first visit as somebody makes it whose browser records nothing: playwright has every browser note where each request
 * came from, for which V8 reads the source of all scripts once more (half a second of the list of tickets on a slow CPU).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import { isSettled } from '../../test/support/browser.ts';
import type { State } from './visit.ts';

const DEADLINE_MS = 30_000;
const SIZE = { width: 1280, height: 720, deviceScaleFactor: 1, mobile: false };

const observer = `
  globalThis.lcpMs = 0;
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) lcpMs = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
`;

/** For whoever is not signed in there is nothing that could be live. */
const isForm = `document.querySelector('main form') !== null && document.fonts.status === 'loaded'`;

/** Paints are told a moment after they were made. */
const twoFrames =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))';

/**
 * @param slower how many times slower the CPU is
 * @returns when the largest paint was, in ms after the visit began
 */
export async function visitPlainly(
  browser: Browser,
  address: string,
  { slower, state }: { readonly slower: number; readonly state: State | undefined },
): Promise<number> {
  const debug = await browser.newBrowserCDPSession();
  const { browserContextId } = await debug.send('Target.createBrowserContext');
  try {
    const { targetId } = await debug.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const send = await talkTo(debug, targetId);
    const cookies = (state?.cookies ?? []).map(({ expires: _expires, ...cookie }) => cookie);
    await debug.send('Storage.setCookies', { browserContextId, cookies });
    await send('Page.enable');
    await send('Page.addScriptToEvaluateOnNewDocument', { source: observer });
    await send('Emulation.setDeviceMetricsOverride', SIZE);
    await send('Emulation.setCPUThrottlingRate', { rate: slower });
    await send('Page.navigate', { url: address });
    const deadline = Date.now() + DEADLINE_MS;
    while (!(await read(send, state ? isSettled : isForm))) {
      if (Date.now() > deadline) throw new Error(`${address} was not there after ${DEADLINE_MS} ms`);
      await pause(100);
    }
    await read(send, twoFrames);
    return Number(await read(send, 'lcpMs'));
  } finally {
    await debug.send('Target.disposeBrowserContext', { browserContextId });
    await debug.detach();
  }
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object) => Promise<unknown>;

/** Through the session of the browser: pages that playwright knows of are recorded. */
async function talkTo(debug: CDPSession, targetId: string): Promise<Send> {
  const { sessionId } = await debug.send('Target.attachToTarget', { targetId });
  const waiting = new Map<number, (answer: Answer) => void>();
  debug.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let last = 0;
  return async (method, params = {}) => {
    const id = ++last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    await debug.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    const { result, error } = await answered;
    waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

async function read(send: Send, expression: string): Promise<unknown> {
  const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
  return (answer as { readonly result: { readonly value?: unknown } }).result.value;
}
