/** How far a ticket is, in the four steps that its customer knows. */
import { Check } from 'lucide-react';
import type { TicketStatus } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import styles from './steps.module.css';

const steps = ['reported', 'assigned', 'working', 'done'] as const;

/** How many of the steps are behind it. */
const reached: Readonly<Record<TicketStatus, number>> = {
  cancelled: 0,
  open: 1,
  assigned: 2,
  in_progress: 3,
  on_hold: 3,
  completed: 4,
};

export function TicketSteps({ status }: { readonly status: TicketStatus }) {
  const text = useText();
  const done = reached[status];
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-done={index < done || undefined}
          aria-current={index === done - 1 ? 'step' : undefined}
        >
          <span className={styles.bullet} aria-hidden="true">
            {index < done && <Check size={12} strokeWidth={3} />}
          </span>
          {text(`customer.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
