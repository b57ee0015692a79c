/** Handler groups: how far behind, who waits for a person; let rest and let go on. Followers beside them. */
import { useState } from 'react';
import type { Console } from '../../../../src/contracts/console.ts';
import { consoleKey, turnGroup } from '../../api/console.ts';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PausedOr } from '../../kit/paused-or.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { CellButtons, CellDetail, RowLink, Time, UserName } from '../../lists/cells.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';
import { useSpan } from './span.ts';

type Group = Console['groups'][number];

export function Groups({ state }: { readonly state: Console }) {
  const text = useText();
  const formats = useFormats();
  const span = useSpan();
  const may = useMay();
  const [asked, setAsked] = useState<Group>();
  return (
    <>
      <Table
        caption={text('console.groups')}
        rows={state.groups}
        rowKey={(row) => row.name}
        columns={[
          {
            key: 'name',
            header: text('field.name'),
            cell: (row) => (
              <>
                <span className="mono">{row.name}</span>
                {row.pause && (
                  <CellDetail>
                    {row.pause.reason} · {row.pause.by && <UserName {...row.pause.by} />} ·{' '}
                    <Time at={row.pause.at} />
                  </CellDetail>
                )}
              </>
            ),
          },
          {
            key: 'status',
            header: text('field.status'),
            cell: (row) => (
              <PausedOr paused={row.paused}>
                <StatusDot tone="good">{text('console.runs')}</StatusDot>
              </PausedOr>
            ),
          },
          {
            key: 'lag',
            header: text('console.lag'),
            align: 'end',
            cell: (row) => formats.number(row.lagEvents),
          },
          {
            key: 'age',
            header: text('console.oldest'),
            align: 'end',
            cell: (row) => span(row.oldestAgeSeconds),
          },
          {
            key: 'waiting',
            header: text('console.retrying'),
            align: 'end',
            wideOnly: true,
            cell: (row) => formats.number(row.retrying),
          },
          {
            key: 'halted',
            header: text('console.halted'),
            align: 'end',
            wideOnly: true,
            cell: (row) => formats.number(row.halted),
          },
          {
            key: 'dead',
            header: text('deadLetters.title'),
            align: 'end',
            cell: (row) =>
              row.deadLetters > 0 && may('dead_letters.manage') ? (
                <RowLink to="/dead-letters">{formats.number(row.deadLetters)}</RowLink>
              ) : (
                formats.number(row.deadLetters)
              ),
          },
          {
            key: 'do',
            header: <span className="visually-hidden">{text('users.actions')}</span>,
            align: 'end',
            cell: (row) =>
              may('mailboxes.manage') && (
                <CellButtons>
                  <Button size="small" onClick={() => setAsked(row)}>
                    {text(row.paused ? 'schedules.resume' : 'schedules.pause')}
                  </Button>
                </CellButtons>
              ),
          },
        ]}
      />
      <p className={styles.facts}>
        {state.followers.map((follower) => (
          <span key={follower.name} className={follower.failedAttempts > 0 ? styles.alarm : undefined}>
            {text('console.follower', {
              name: follower.name,
              lag: follower.lagEvents,
              attempts: follower.failedAttempts,
            })}
          </span>
        ))}
        <span>{text('console.timers', { count: state.timers.due })}</span>
      </p>
      {asked && <Turn group={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Turn({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const text = useText();
  const [refusal, setRefusal] = useState<string>();
  const how = group.paused ? 'resume' : 'pause';
  const { mutate, isPending } = useDeed<string>({
    act: (reason) => turnGroup(group.name, how, reason),
    done: () => text(`schedules.done.${how}`, { name: group.name }),
    stale: [consoleKey],
    onDone: onClose,
    onRefused: setRefusal,
  });
  return (
    <ReasonDialog
      title={`${text(`schedules.${how}`)}: ${group.name}`}
      description={text(`console.${how}.words`)}
      submitLabel={text(`schedules.${how}`)}
      busy={isPending}
      refusal={refusal}
      onSubmit={mutate}
      onClose={onClose}
    />
  );
}
