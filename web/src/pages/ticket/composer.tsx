/** Writing a comment. What is written is kept until it is sent; for staff it says who reads it before it is sent. */
import { Globe, Lock, SendHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { sayTyping } from '../../live/connection.ts';
import { useOthers } from '../../live/presence.ts';
import { useMay, useUser } from '../../session/session.ts';
import { useStaffName } from '../../tickets/names.ts';
import { useTicketCommand } from '../../tickets/use-ticket-command.ts';
import styles from './composer.module.css';

const empty = { text: '', internal: false };
const SAY_AGAIN_MS = 3_000;

export function Composer({ ticket }: { readonly ticket: Ticket }) {
  const text = useText();
  const mayInternal = useMay()('tickets.comment_internal');
  const [draft, keep, forget] = useDraft(`comment.${ticket.id}`, empty);
  const sent = useRef(draft);
  const { mutate, isPending } = useTicketCommand({ onDone: () => forget(sent.current) });
  const onTyping = useTyping(ticket.id);

  function submit(event: { preventDefault(): void }): void {
    event.preventDefault();
    if (draft.text.trim() === '' || isPending) return;
    sent.current = draft;
    mutate({
      ticket,
      command: 'comments',
      body: { text: draft.text, ...(mayInternal ? { internal: draft.internal } : {}) },
    });
  }

  return (
    <form className={styles.composer} data-internal={draft.internal || undefined} onSubmit={submit}>
      <textarea
        className={styles.field}
        aria-label={text('comment.label')}
        placeholder={text(draft.internal ? 'comment.placeholder.internal' : 'comment.placeholder')}
        maxLength={5_000}
        value={draft.text}
        onChange={(event) => {
          keep({ ...draft, text: event.target.value });
          onTyping();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <div className={styles.tools}>
        {mayInternal && (
          <fieldset className={styles.readers}>
            <legend className="visually-hidden">{text('comment.readers')}</legend>
            {([false, true] as const).map((internal) => (
              <label key={String(internal)} className={styles.reader}>
                <input
                  type="radio"
                  name="readers"
                  className="visually-hidden"
                  checked={draft.internal === internal}
                  onChange={() => keep({ ...draft, internal })}
                />
                {internal ? <Lock size={14} aria-hidden="true" /> : <Globe size={14} aria-hidden="true" />}
                {text(internal ? 'comment.internal' : 'comment.public')}
              </label>
            ))}
          </fieldset>
        )}
        <TypingWords id={ticket.id} />
        <Button
          variant="primary"
          type="submit"
          busy={isPending}
          disabled={draft.text.trim() === ''}
          icon={<SendHorizontal size={16} aria-hidden="true" />}
        >
          {text('comment.send')}
        </Button>
      </div>
    </form>
  );
}

function TypingWords({ id }: { readonly id: string }) {
  const text = useText();
  const me = useUser();
  const nameOf = useStaffName();
  const typing = useOthers('ticket', id).typing.filter((user) => user !== me.id);
  const [first] = typing;
  return (
    <span className={styles.typing} role="status">
      {first !== undefined &&
        text('presence.typing', {
          name: nameOf(first) ?? text('presence.somebody'),
          others: typing.length - 1,
        })}
    </span>
  );
}

/** Says it while one types, and that it has ended. */
function useTyping(id: string): () => void {
  const said = useRef(0);
  const end = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => {
    if (said.current === 0) return;
    said.current = 0;
    sayTyping('ticket', id, false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: on leaving this ticket only.
  useEffect(
    () => () => {
      clearTimeout(end.current);
      stop();
    },
    [id],
  );
  return () => {
    const now = Date.now();
    if (now - said.current > SAY_AGAIN_MS) {
      said.current = now;
      sayTyping('ticket', id, true);
    }
    clearTimeout(end.current);
    end.current = setTimeout(stop, SAY_AGAIN_MS);
  };
}
