/** Photos and files of a ticket: the list, where one is, sending one with its progress, removing one. */
import { queryOptions } from '@tanstack/react-query';
import type { Attachments } from '../../../src/contracts/attachments.ts';
import { change, get, problemOf, untilSignedIn } from './client.ts';
import { AwayError } from './problem-error.ts';
import { ticketKeys } from './tickets.ts';

export const attachmentsKey = (ticketId: string) => [...ticketKeys.all, 'attachments', ticketId] as const;

export function attachmentsOf(ticketId: string) {
  return queryOptions({
    queryKey: attachmentsKey(ticketId),
    queryFn: ({ signal }) => get<Attachments>(`/tickets/${ticketId}/attachments`, {}, signal),
  });
}

/** Where a browser shows it; `download`: saves it. */
export function attachmentPath(ticketId: string, id: string, download = false): string {
  return `/api/v1/tickets/${ticketId}/attachments/${id}${download ? '?download=true' : ''}`;
}

export function removeAttachment(ticketId: string, id: string, key: string): Promise<void> {
  return change('DELETE', `/tickets/${ticketId}/attachments/${id}`, { key });
}

export interface Sending {
  readonly name: string;
  readonly internal: boolean;
  /** The same for every try. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

const LIMIT_MS = 130_000;

/** @throws ProblemError when it is refused, AwayError when no answer came, what the signal says when it was ended */
export async function sendAttachment(ticketId: string, content: Blob, sending: Sending): Promise<void> {
  for (;;) {
    try {
      sending.signal.throwIfAborted();
      return await sendOnce(ticketId, content, sending);
    } catch (error) {
      const signedIn = untilSignedIn(error);
      if (!signedIn) throw error;
      await signedIn;
    }
  }
}

/** By XMLHttpRequest: fetch does not say how much of a body has gone. */
function sendOnce(ticketId: string, content: Blob, sending: Sending): Promise<void> {
  const { name, internal, key, signal, onProgress } = sending;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/tickets/${ticketId}/attachments${internal ? '?internal=true' : ''}`);
    request.setRequestHeader('Content-Type', content.type || 'application/octet-stream');
    request.setRequestHeader('Content-Disposition', `attachment; filename*=UTF-8''${encoded(name)}`);
    request.setRequestHeader('Idempotency-Key', key);
    request.timeout = LIMIT_MS;
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) return resolve();
      const retryAfter = request.getResponseHeader('Retry-After');
      const headers = retryAfter === null ? {} : { 'Retry-After': retryAfter };
      void problemOf(new Response(request.responseText, { status, headers })).then(reject);
    };
    const away = () => reject(new AwayError(new Error('The upload broke off')));
    request.onerror = away;
    request.ontimeout = away;
    request.onabort = away;
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(content);
  });
}

/** As RFC 8187 wants it; `encodeURIComponent` leaves some characters that it does not. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*!]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
}
