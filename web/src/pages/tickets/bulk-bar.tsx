/** What can be done to the selected tickets; says what became of each. */
import { Ban, Flag, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { type Ticket, ticketPriorities } from '../../../../src/contracts/tickets.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { IconButton } from '../../kit/icon-button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextArea } from '../../kit/text-area.tsx';
import { useMay } from '../../session/session.ts';
import { TechnicianPicker } from '../../tickets/technician-picker.tsx';
import { type BulkAsk, type BulkRefusal, runBulk } from './bulk.ts';
import styles from './bulk-bar.module.css';

export function BulkBar({
  tickets,
  onClear,
  onLeft,
}: {
  readonly tickets: readonly Ticket[];
  readonly onClear: () => void;
  /** Those that were refused stay selected. */
  readonly onLeft: (ids: readonly string[]) => void;
}) {
  const text = useText();
  const may = useMay();
  const [asking, setAsking] = useState<'assign' | 'cancel'>();
  const [done, setDone] = useState<number>();
  const [refusals, setRefusals] = useState<readonly BulkRefusal[]>([]);
  const count = tickets.length;

  async function run(ask: BulkAsk): Promise<void> {
    setAsking(undefined);
    setDone(0);
    const refused = await runBulk(tickets, ask, setDone);
    setDone(undefined);
    const succeeded = count - refused.length;
    if (succeeded > 0) showToast({ kind: 'done', title: text('bulk.done', { count: succeeded }) });
    if (refused.length === 0) onClear();
    else {
      setRefusals(refused);
      onLeft(refused.map(({ ticket }) => ticket.id));
    }
  }

  return (
    <section className={styles.bar} aria-label={text('bulk.title')}>
      <IconButton label={text('bulk.clear')} onClick={onClear}>
        <X size={18} />
      </IconButton>
      <span className={styles.count} role="status">
        {done === undefined ? text('bulk.selected', { count }) : text('bulk.progress', { done, count })}
      </span>
      {may('tickets.assign') && (
        <Button icon={<UserPlus size={16} />} busy={done !== undefined} onClick={() => setAsking('assign')}>
          {text('command.assign')}
        </Button>
      )}
      {may('tickets.edit') && (
        <Menu
          side="top"
          trigger={
            <Button icon={<Flag size={16} />} busy={done !== undefined}>
              {text('field.priority')}
            </Button>
          }
          groups={[
            {
              key: 'priorities',
              items: ticketPriorities.map((priority) => ({
                key: priority,
                label: text(`ticket.priority.${priority}`),
                onSelect: () => void run({ command: 'edit', body: { priority } }),
              })),
            },
          ]}
        />
      )}
      {may('tickets.cancel') && (
        <Button icon={<Ban size={16} />} busy={done !== undefined} onClick={() => setAsking('cancel')}>
          {text('command.cancel')}
        </Button>
      )}
      {asking && (
        <BulkForm
          command={asking}
          count={count}
          onClose={() => setAsking(undefined)}
          onRun={(ask) => void run(ask)}
        />
      )}
      <Refusals refusals={refusals} onClose={() => setRefusals([])} />
    </section>
  );
}

function BulkForm({
  command,
  count,
  onClose,
  onRun,
}: {
  readonly command: 'assign' | 'cancel';
  readonly count: number;
  readonly onClose: () => void;
  readonly onRun: (ask: BulkAsk) => void;
}) {
  const text = useText();
  const [technicianId, setTechnicianId] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const filled = command === 'assign' ? technicianId : reason.trim();
  const error = missing && filled === '' ? text('form.required') : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('bulk.ask', { command: text(`command.${command}`), count })}
      footer={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            variant={command === 'cancel' ? 'danger' : 'primary'}
            onClick={() => {
              setMissing(true);
              if (filled === '') return;
              onRun({ command, body: command === 'assign' ? { technicianId } : { reason } });
            }}
          >
            {text(`command.${command}`)}
          </Button>
        </>
      }
    >
      {command === 'assign' ? (
        <TechnicianPicker zone={null} value={technicianId} onChange={setTechnicianId} error={error} />
      ) : (
        <TextArea
          label={text('field.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          error={error}
        />
      )}
    </Dialog>
  );
}

function Refusals({
  refusals,
  onClose,
}: {
  readonly refusals: readonly BulkRefusal[];
  readonly onClose: () => void;
}) {
  const text = useText();
  const words = useProblemWords();
  return (
    <Dialog
      open={refusals.length > 0}
      onClose={onClose}
      title={text('bulk.refused', { count: refusals.length })}
      footer={<Button onClick={onClose}>{text('action.close')}</Button>}
    >
      <ul className={styles.refusals}>
        {refusals.map(({ ticket, error }) => {
          const { title, remedy } = words(error);
          return (
            <li key={ticket.id}>
              <strong>
                <span className="mono">{ticket.number}</span> {ticket.title}
              </strong>
              <span className={styles.why}>
                {title}. {remedy}
              </span>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
