// The SMTP side of the local provider: a real server, from greeting to QUIT, that keeps what it is given.
//
// S1  What is answered 250 is kept. With `drop` it is kept as well, but the connection closes without a word.
// S2  SMTP knows no idempotency: the same mail handed in twice arrives twice. Its Message-ID is recorded.

import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Mailroom } from './mailroom.ts';
import type { Message } from './messages.ts';
import { refuses } from './switches.ts';

export type SmtpDeps = {
  mailroom: Mailroom;
  newId: () => string;
  now: () => Date;
  wait: (ms: number) => Promise<void>;
  hangMs: number;
  onError: (error: unknown) => void;
};

/** What a real server asks for before it takes anything; the local one asks for nothing. */
export type SmtpDoor = {
  auth?: { user: string; password: string };
  /** STARTTLS, with this certificate or one that nobody trusts. */
  tls?: true | { key: string; cert: string };
};

const MAX_MAIL_BYTES = 1024 * 1024;
const KEPT_CHARS = 16 * 1024;
const MAX_CLIENTS = 500;

export async function startSmtp(
  deps: SmtpDeps,
  options: { port: number; host?: string | undefined; door?: SmtpDoor | undefined },
): Promise<{ port: number; stop(): Promise<void> }> {
  /** By remote port: smtp-server itself has no way to cut one client. */
  const sockets = new Map<number, Socket>();
  const { door } = options;
  const isDown = () => deps.mailroom.switches().email.down;

  const server = new SMTPServer({
    name: 'trunkline-local',
    banner: 'local message provider',
    disabledCommands: [...(door?.tls ? [] : ['STARTTLS']), ...(door?.auth ? [] : ['AUTH'])],
    ...(door?.tls === true ? {} : door?.tls),
    authOptional: !door?.auth,
    allowInsecureAuth: !door?.tls,
    onAuth: ({ username, password }, _session, callback) =>
      username === door?.auth?.user && password === door?.auth?.password
        ? callback(null, { user: username })
        : callback(smtpError(535, '5.7.8 Sign-in refused')),
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    maxClients: MAX_CLIENTS,
    logger: false,
    closeTimeout: 500,
    onConnect: (_session, callback) => callback(isDown() ? busy() : null),
    onMailFrom: (_address, _session, callback) => callback(isDown() ? busy() : null),
    onRcptTo: ({ address }, _session, callback) =>
      callback(
        refuses(deps.mailroom.switches().email.reject, address)
          ? smtpError(550, '5.1.1 Recipient refused')
          : null,
      ),
    onData: (stream, session, callback) => {
      takeMail(deps, stream, session).then(
        (answer) => {
          if (answer === 'withheld') sockets.get(session.remotePort)?.destroy();
          else callback(answer);
        },
        (error: unknown) => {
          deps.onError(error);
          callback(smtpError(451, '4.3.0 Could not keep the message'));
        },
      );
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  // A client that breaks off is no news; anything else is a word in the log.
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') deps.onError(error);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function takeMail(
  deps: SmtpDeps,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<'withheld' | Error | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  if (stream.sizeExceeded) return smtpError(552, '5.3.4 Message too large');
  await deps.wait(deps.mailroom.switches().email.slowMs);
  if (deps.mailroom.switches().email.down) return busy();
  const { drop, twice } = deps.mailroom.switches().email;

  const mail = await PostalMime.parse(Buffer.concat(chunks), { maxNestingDepth: 32 });
  const first: Message = {
    ...kept(mail, session),
    id: deps.newId(),
    at: deps.now().toISOString(),
    answered: !drop,
  };
  await deps.mailroom.takeIn(first);
  if (twice) await deps.mailroom.takeIn({ ...first, id: deps.newId(), duplicateOf: first.id });
  if (!drop) return null;
  await deps.wait(deps.hangMs);
  return 'withheld';
}

function kept(mail: Email, session: SMTPServerSession) {
  const { mailFrom, rcptTo } = session.envelope;
  const from = (mail.from && addressText(mail.from)) || (mailFrom ? mailFrom.address : '');
  const text = mail.text ?? '';
  const html = mail.html ?? '';
  const traceparent = mail.headers.find((header) => header.key === 'traceparent')?.value;
  return {
    channel: 'email' as const,
    type: 'email' as const,
    from,
    // The envelope says who really gets it; the header may say anything.
    to: rcptTo.map((recipient) => recipient.address),
    subject: mail.subject ?? '',
    text: text.slice(0, KEPT_CHARS),
    ...(html ? { html: html.slice(0, KEPT_CHARS) } : {}),
    ...(mail.messageId ? { messageId: mail.messageId } : {}),
    ...(traceparent ? { traceparent } : {}),
    ...(text.length > KEPT_CHARS || html.length > KEPT_CHARS ? { cut: true } : {}),
  };
}

function addressText(address: Address): string {
  if (!address.address) return address.name;
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

const busy = () => smtpError(421, '4.3.2 Service not available, try again later');

function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
