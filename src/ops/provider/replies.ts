// Somebody answers by WhatsApp: `POST /replies`, sent on to the portal as the adapter of the settings has it.

import type { WhatsappAdapter } from '../../contracts/generic/config.ts';
import type { CloudDeps } from './cloud.ts';
import { gatewayHook } from './gateway.ts';
import type { ReplyRequest } from './messages.ts';

/** The portal's own webhook, and what is spoken there. */
export type Portal = { adapter: WhatsappAdapter; url: string; phoneNumberId: string; verifyToken: string };

/** Its id, as the portal will know it. */
export function sendReply(
  deps: CloudDeps,
  { adapter, url, phoneNumberId }: Portal,
  reply: ReplyRequest,
): string {
  const { from, text, replyTo } = reply;
  const id = adapter === 'cloud' ? `wamid.${deps.newId()}` : deps.newId();
  const copies = deps.mailroom.switches().whatsapp.twice ? 2 : 1;
  if (adapter === 'cloud') {
    const message = {
      id,
      from: from.slice(1),
      timestamp: String(Math.floor(deps.now().getTime() / 1_000)),
      type: 'text',
      text: { body: text },
      ...(replyTo ? { context: { from: phoneNumberId, id: replyTo } } : {}),
    };
    deps.cloudHooks?.tell(deps, phoneNumberId, {
      contacts: [{ profile: { name: 'Somebody' }, wa_id: from.slice(1) }],
      messages: [message],
    });
    return id;
  }
  const data = { id, from, text, ...(replyTo ? { replyTo } : {}) };
  deps.reports.send(
    (at) => gatewayHook(deps.token, url, `hook-${id}`, at, { type: 'message.received', data }),
    copies,
  );
  return id;
}
