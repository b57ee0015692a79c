/**
 * E-mail over SMTP, on pooled connections. SMTP cannot recognise a repetition, so the moment before the end of the
 * message is sent is recorded (`onWritten`): from then until the server's answer an attempt may have arrived.
 *
 * - Refused with 5xx: terminal. Refused with 4xx, or never handed over: retryable. Handed over, no answer: unknown.
 * - The Message-ID is made from the delivery's id, so that a mailbox or a person recognises a repetition.
 */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  TerminalDeliveryError,
  UnknownDeliveryError,
} from '../delivery-provider.ts';

export interface SmtpProviderOptions {
  readonly name?: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465). */
  readonly secure?: boolean;
  /** Without `secure`: `required` hands nothing over, and names no password, before the connection is encrypted. */
  readonly startTls?: 'required' | 'off';
  /** PEM of an authority to trust instead of the usual ones. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly from: string;
  /** Right side of the Message-ID. */
  readonly domain: string;
  readonly connections?: number;
  readonly timeoutMs?: number;
}

/** What one call learns while it runs; carried through the transport with the mail. */
interface Call {
  written: boolean;
  /** Why it could not be recorded: no affair of the server's. */
  notRecorded?: unknown;
  readonly onWritten: () => Promise<void>;
}

export function createSmtpProvider(options: SmtpProviderOptions): DeliveryProvider {
  const timeoutMs = options.timeoutMs ?? 8_000;
  const calls = new WeakMap<object, Call>();
  const transport = createTransport({
    pool: true,
    host: options.host,
    port: options.port,
    secure: options.secure ?? false,
    requireTLS: options.startTls === 'required',
    ignoreTLS: options.startTls === 'off',
    ...(options.ca ? { tls: { ca: options.ca } } : {}),
    ...(options.auth ? { auth: { ...options.auth } } : {}),
    maxConnections: options.connections ?? 10,
    // A connection that the server closed while idle is noticed before anything is written: another one is tried.
    maxRequeues: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  transport.use('stream', (mail, callback) => {
    const call = calls.get(mail.data.headers as object);
    if (call)
      mail.message.processFunc((input) => Readable.from(untilWritten(input, call), { objectMode: false }));
    callback();
  });

  return {
    name: options.name ?? 'smtp',
    idempotent: false,
    async send(message, { idempotencyKey, traceparent, signal, onWritten }) {
      const headers: Record<string, string> = traceparent ? { traceparent } : {};
      const call: Call = { written: false, onWritten };
      calls.set(headers, call);
      try {
        const info = await transport.sendMail({
          from: options.from,
          to: { name: '', address: message.to },
          subject: message.subject ?? '',
          text: message.text,
          ...(message.html ? { html: message.html } : {}),
          messageId: `<${idempotencyKey}@${options.domain}>`,
          headers,
          signal,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { providerMessageId: info.messageId };
      } catch (error) {
        throw classify(error, call);
      }
    },
    async stop() {
      transport.close();
    },
  };
}

/** Passes the message on as it is asked for, and stops before its end until that is recorded. */
async function* untilWritten(input: AsyncIterable<unknown>, call: Call): AsyncGenerator<unknown> {
  yield* input;
  // Once per call: should the transport start the message anew after this, it is refused.
  if (call.written) throw new Error('The message was handed over before');
  try {
    await call.onWritten();
  } catch (error) {
    call.notRecorded = error;
    throw error;
  }
  call.written = true;
}

interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly message: string;
}

function classify(error: unknown, { written, notRecorded }: Call): Error {
  if (notRecorded instanceof RetryableDeliveryError) return notRecorded;
  if (notRecorded !== undefined) {
    return new RetryableDeliveryError('not_recorded', String(notRecorded), { providerDown: false });
  }
  const { code = 'ESMTP', responseCode, message } = error as SmtpFailure;
  if (responseCode === undefined) {
    if (written) return new UnknownDeliveryError(code, 'Handed over, but the server did not answer');
    return new RetryableDeliveryError(code, message, { providerDown: true });
  }
  const name = `smtp_${responseCode}`;
  // A refused sign-in or encryption is our own affair, and no reason to give a message up.
  if (code === 'EAUTH' || responseCode === 530)
    return new RetryableDeliveryError(name, 'Sign-in refused', { providerDown: true });
  if (code === 'ETLS')
    return new RetryableDeliveryError(name, 'The server does not encrypt', { providerDown: true });
  if (responseCode >= 500 && responseCode !== 503) return new TerminalDeliveryError(name, message);
  return new RetryableDeliveryError(name, message, {
    providerDown: responseCode === 421 || responseCode === 503,
  });
}
