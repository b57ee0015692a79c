/** The customer's word on the work: stars, and a few words if they like; to be changed as long as that is possible. */
import { useState } from 'react';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { showToast } from '../kit/show-toast.ts';
import { StarInput, Stars } from '../kit/stars.tsx';
import { TextArea } from '../kit/text-area.tsx';
import styles from './rating.module.css';
import { useTicketCommand } from './use-ticket-command.ts';

export function Rating({
  ticket,
  plain = false,
}: {
  readonly ticket: Ticket;
  /** Inside a card already. */
  readonly plain?: boolean;
}) {
  const text = useText();
  const [changing, setChanging] = useState(false);
  const { rating } = ticket;
  const may = ticket.allowed.includes('rate');
  if (rating === null || changing)
    return may ? <RatingForm ticket={ticket} plain={plain} onDone={() => setChanging(false)} /> : null;
  return (
    <section className={styles.panel} data-plain={plain || undefined} aria-label={text('rating.title')}>
      <div className={styles.line}>
        <strong>{text('rating.yours')}</strong>
        <Stars value={rating} label={text('rating.stars', { rating })} />
        {may && (
          <Button size="small" onClick={() => setChanging(true)}>
            {text('rating.change')}
          </Button>
        )}
      </div>
      {ticket.ratingFeedback && <p className={styles.feedback}>{ticket.ratingFeedback}</p>}
    </section>
  );
}

function RatingForm({
  ticket,
  plain,
  onDone,
}: {
  readonly ticket: Ticket;
  readonly plain: boolean;
  readonly onDone: () => void;
}) {
  const text = useText();
  const [stars, setStars] = useState(ticket.rating);
  const [feedback, setFeedback] = useState(ticket.ratingFeedback ?? '');
  const { mutate, isPending } = useTicketCommand({
    onDone() {
      showToast({ kind: 'done', title: text('rating.thanks') });
      onDone();
    },
  });
  return (
    <form
      className={styles.panel}
      data-plain={plain || undefined}
      aria-label={text('rating.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (stars === null || isPending) return;
        const words = feedback.trim();
        mutate({ ticket, command: 'rate', body: { rating: stars, ...(words ? { feedback: words } : {}) } });
      }}
    >
      <StarInput
        label={text('rating.ask')}
        nameOf={(rating) => text('rating.stars', { rating })}
        value={stars}
        onChange={setStars}
        disabled={isPending}
      />
      {stars !== null && (
        <>
          <TextArea
            label={text('rating.feedback')}
            optional
            rows={3}
            maxLength={1_000}
            value={feedback}
            onChange={(event) => setFeedback(event.target.value)}
          />
          <div>
            <Button variant="primary" type="submit" busy={isPending}>
              {text('rating.send')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
