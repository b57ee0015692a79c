// What the operations pages load from /ops/assets/: one style sheet and two small scripts, as text,
// so that a bundled process carries them in itself.

import { css } from './pages/css.ts';
import { outboxScript, traceScript } from './pages/scripts.ts';

export type Asset = { type: string; body: string };

/** By path below /ops/assets/. */
export const opsAssets: Readonly<Record<string, Asset>> = {
  'ops.css': { type: 'text/css; charset=utf-8', body: css },
  'outbox.js': { type: 'text/javascript; charset=utf-8', body: outboxScript },
  'trace.js': { type: 'text/javascript; charset=utf-8', body: traceScript },
};
