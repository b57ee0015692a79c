/**
 * The renderer as a running server: `POST /render` with a visit, and the cookie of whoever makes it if they are signed in,
 * answers the first screen of their page.
 *
 * - One page is drawn at a time: what the portal's code remembers, it remembers for the whole process. The next page
 *   begins when the one before has settled, also when nobody waits for that any more.
 * - Only for pages of its own build: those of another have other styles and scripts.
 * - A few wait; whoever comes when these are there is turned away at once. Waiting counts as time that a page takes.
 * - A page that takes too long, or that nobody waits for, is ended by rejecting what it asks. One that does not settle
 *   even then blocks all others: the process is given up (`onStuck`).
 * - Neither cookies nor names nor markup stand in logs or spans; of an error only where it happened, since its message
 *   may quote what was drawn.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Span, trace } from '@opentelemetry/api';
import { type Render, type Rendered, type RenderVisit, renderVisitSchema } from '../contracts/rendering.ts';
import { drainHttpServer } from '../engine/http-drain.ts';
import type { Logger } from '../engine/logger.ts';
import { count, gauge, observeTraced } from '../engine/metrics.ts';
import { traceRequests } from '../engine/telemetry/request-spans.ts';
import { currentTraceparent } from '../engine/telemetry/spans.ts';
import {
  json,
  listen,
  type Problem,
  parseJson,
  problem,
  type Reply,
  readBody,
  sendReply,
} from '../ops/http.ts';
import { createAsk, type Visitor } from './ask.ts';
import { loadRender } from './bundle.ts';
import { createLane } from './lane.ts';

export interface RenderServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface RenderServerOptions {
  readonly port: number;
  readonly host: string;
  /** Where the API is, without a path. */
  readonly apiUrl: string;
  readonly bundleFile: string;
  readonly timeZone: string;
  readonly logger: Logger;
  /** Whoever is called ends the process: no further page will be drawn. */
  readonly onStuck: (error: Error) => void;
  readonly limits?: Partial<RenderLimits>;
}

interface RenderLimits {
  readonly mostWaiting: number;
  /** From the moment a visit has come. */
  readonly deadlineMs: number;
  /** What a drawing that was given up may take to settle. */
  readonly settleMs: number;
}

/** The API has given up by then (`client.ts`); this is for whoever asks without. */
const DEADLINE_MS = 1_300;
/** Of pages that take some 100 ms each, a fifth one would come too late anyway. */
const MOST_WAITING = 4;
const SETTLE_MS = 5_000;
/** An address, a person and their rights: some 5 KB. */
const MAX_BODY_BYTES = 64 * 1024;
const KEEP_ALIVE_MS = 60_000;

const notFound: Problem = { status: 404, title: 'Not found', detail: 'There is POST /render.' };
const signedOut: Problem = {
  status: 401,
  title: 'Not signed in',
  detail: 'Pages of somebody are drawn with the Cookie of whoever opens them.',
};
const notVisit: Problem = {
  status: 400,
  title: 'Not a visit',
  detail:
    'The body must be JSON: {"url": "/…", "locale": "id", "build": "…", "session": {…}, "viewport": {…}}.',
};
const notBuilt: Problem = {
  status: 503,
  title: 'Nothing to render with',
  detail: 'This build has no portal, or it could not be loaded: the log says more.',
};
const otherBuild: Problem = {
  status: 409,
  title: 'Another build',
  detail: 'The page is of another build: whoever is older of the two will be replaced.',
};
const busy: Problem = {
  status: 503,
  title: 'Busy',
  detail: 'Enough pages wait already.',
  headers: { 'retry-after': '1' },
};
const late: Problem = { status: 504, title: 'Too late', detail: 'The page took too long to draw.' };
const failed: Problem = { status: 500, title: 'Not drawn', detail: "This process's log says more." };

type Outcome =
  | { readonly outcome: 'rendered'; readonly rendered: Rendered }
  | { readonly outcome: 'late' }
  | { readonly outcome: 'failed'; readonly error: unknown };

export async function startRenderServer(options: RenderServerOptions): Promise<RenderServer> {
  const { apiUrl, logger, timeZone } = options;
  const limits: RenderLimits = {
    mostWaiting: MOST_WAITING,
    deadlineMs: DEADLINE_MS,
    settleMs: SETTLE_MS,
    ...options.limits,
  };
  const loaded = await loadRender(options.bundleFile, { timeZone }, logger);
  const lane = createLane(limits.mostWaiting);
  const forgetWaiting = gauge('rendersWaiting', () => [[{}, lane.waiting()]]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Reply> {
    if (request.method !== 'POST' || request.url !== '/render') return problem(notFound);
    const span = trace.getActiveSpan();
    span?.updateName('POST /render').setAttribute('http.route', '/render');
    const { cookie, 'user-agent': userAgent } = request.headers;
    const read = await readBody(request, MAX_BODY_BYTES);
    if (!read.ok) return problem(read.problem);
    const visit = renderVisitSchema.safeParse(parseJson(read.text));
    if (!visit.success) return problem(notVisit);
    if (visit.data.session && cookie === undefined) return problem(signedOut);
    if (!loaded) {
      count('renders', 1, { outcome: 'failed' });
      return problem(notBuilt);
    }
    if (loaded.build !== visit.data.build) {
      count('renders', 1, { outcome: 'other_build' });
      return problem(otherBuild);
    }
    if (lane.isFull()) {
      count('renders', 1, { outcome: 'busy' });
      return problem(busy);
    }
    const drawn = await draw(loaded.render, visit.data, { cookie, userAgent }, response, span);
    count('renders', 1, { outcome: drawn.outcome });
    if (drawn.outcome === 'rendered') return json(200, drawn.rendered);
    if (drawn.outcome === 'late') return problem(late);
    const type = drawn.error instanceof Error ? drawn.error.name : typeof drawn.error;
    span?.setAttribute('error.type', type);
    const [path] = visit.data.url.split('?');
    logger.error({ path, type, at: framesOf(drawn.error) }, 'a page could not be drawn');
    return problem(failed);
  }

  function draw(
    render: Render,
    visit: RenderVisit,
    visitor: Visitor,
    response: ServerResponse,
    span: Span | undefined,
  ): Promise<Outcome> {
    const cameAt = performance.now();
    const over = new AbortController();
    const work = lane.run(async () => {
      const beganAt = performance.now();
      span?.setAttribute('trunkline.wait_ms', Math.round(beganAt - cameAt));
      const rendered = await render(visit, createAsk(apiUrl, visitor, over.signal));
      observeTraced('renderDuration', (performance.now() - beganAt) / 1_000, {}, currentTraceparent());
      return rendered;
    }, over.signal);
    return new Promise((resolve) => {
      let stuck: NodeJS.Timeout | undefined;
      let hasSettled = false;
      const giveUp = (): void => {
        if (hasSettled || over.signal.aborted) return;
        resolve({ outcome: 'late' });
        over.abort();
        stuck = setTimeout(() => {
          options.onStuck(new Error(`a drawing did not end ${limits.settleMs} ms after it was given up`));
        }, limits.settleMs);
      };
      const deadline = setTimeout(giveUp, limits.deadlineMs);
      // Whoever asked is gone.
      response.once('close', giveUp);
      const settle = (outcome: Outcome): void => {
        hasSettled = true;
        clearTimeout(deadline);
        clearTimeout(stuck);
        response.off('close', giveUp);
        // What it asked and did not wait for must not reach into the next one.
        over.abort();
        resolve(outcome);
      };
      work.then(
        (rendered) => settle({ outcome: 'rendered', rendered }),
        (error: unknown) => settle({ outcome: 'failed', error }),
      );
    });
  }

  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    traceRequests((request, response) => {
      answer(request, response).then(
        (reply) => sendReply(response, reply),
        (error: unknown) => {
          logger.error({ err: error }, 'request failed');
          sendReply(response, problem(failed));
        },
      );
    }),
  );
  const port = await listen(server, options.port, options.host);
  return {
    port,
    async stop() {
      // By then every page was answered. What is still open never asked for one, and is no idle connection to Node.
      setTimeout(() => server.closeAllConnections(), limits.deadlineMs).unref();
      await drainHttpServer(server, { rolling: false });
      forgetWaiting();
    },
  };
}

/** Where an error happened, without what it says. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
