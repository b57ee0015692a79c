/** Webhooks: which addresses get events, how each is, and the log of the one that is looked at. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import * as z from 'zod/mini';
import { idSchema } from '../../../../src/contracts/text.ts';
import {
  commandWebhook,
  type Webhook,
  type WebhookCommand,
  webhookKeys,
  webhookList,
} from '../../api/webhooks.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { CellButtons, CellDetail, Time } from '../../lists/cells.tsx';
import { ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { Log } from './log.tsx';
import styles from './page.module.css';
import { SecretDialog } from './secret-dialog.tsx';
import { CreateDialog, EditDialog } from './webhook-dialog.tsx';

/** The webhook whose log is open. */
const search = z.strictObject({ webhook: z.optional(idSchema) });

export function Page() {
  const text = useText();
  const list = useInfiniteQuery(webhookList);
  const { webhook: open } = useSearchOf(search);
  const setSearch = useSetSearch();
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Webhook>();
  const [secret, setSecret] = useState<string>();
  const { mutate, isPending, variables } = useDeed<{ id: string; command: WebhookCommand }>({
    act: ({ id, command }) => commandWebhook(id, command),
    done: ({ command }) => text(`webhooks.done.${command}`),
    stale: [webhookKeys.list, webhookKeys.deliveries],
  });
  const shown = list.data?.pages.flatMap(({ data }) => data).find(({ id }) => id === open);
  const button = ({ id }: Webhook, command: WebhookCommand) => (
    <Button
      size="small"
      busy={isPending && variables.id === id && variables.command === command}
      onClick={() => mutate({ id, command })}
    >
      {text(`webhooks.${command}`)}
    </Button>
  );
  return (
    <>
      <PageHeader title={text('webhooks.title')}>
        <Button variant="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
          {text('webhooks.new')}
        </Button>
      </PageHeader>
      <ListPage>
        <PagedTable
          query={list}
          caption={text('webhooks.title')}
          rowKey={(row) => row.id}
          empty={text('webhooks.empty')}
          emptyIcon={<WebhookIcon size={22} />}
          columns={[
            {
              key: 'url',
              header: text('webhooks.url'),
              cell: (row) => (
                <>
                  <span className={styles.address}>{row.url}</span>
                  {row.description && <CellDetail>{row.description}</CellDetail>}
                </>
              ),
            },
            { key: 'status', header: text('field.status'), cell: (row) => <Status webhook={row} /> },
            {
              key: 'types',
              header: text('webhooks.types'),
              wideOnly: true,
              cell: (row) => text('webhooks.types.count', { count: row.types.length }),
            },
            {
              key: 'at',
              header: text('field.createdAt'),
              wideOnly: true,
              cell: (row) => <Time at={row.createdAt} />,
            },
            {
              key: 'do',
              header: <span className="visually-hidden">{text('users.actions')}</span>,
              align: 'end',
              cell: (row) => (
                <CellButtons>
                  {row.status === 'active' && button(row, 'test')}
                  {button(row, row.status === 'active' ? 'disable' : 'enable')}
                  <Button size="small" onClick={() => setEditing(row)}>
                    {text('webhooks.edit')}
                  </Button>
                  <Button size="small" onClick={() => setSearch({ webhook: row.id })}>
                    {text('webhooks.openLog')}
                  </Button>
                </CellButtons>
              ),
            },
          ]}
        />
        {shown && (
          <Log
            key={shown.id}
            webhook={shown}
            onSecret={setSecret}
            onDeleted={() => setSearch({ webhook: undefined })}
          />
        )}
      </ListPage>
      {creating && (
        <CreateDialog
          onClose={() => setCreating(false)}
          onMade={(made) => {
            setCreating(false);
            setSecret(made.secret);
            setSearch({ webhook: made.id });
          }}
        />
      )}
      {editing && <EditDialog key={editing.id} webhook={editing} onClose={() => setEditing(undefined)} />}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}

function Status({ webhook: { status, reason } }: { readonly webhook: Webhook }) {
  const text = useText();
  if (status === 'active') return <StatusDot tone="good">{text('webhooks.status.active')}</StatusDot>;
  const wanted = reason === null || reason === 'asked';
  return (
    <>
      <StatusDot tone={wanted ? 'neutral' : 'danger'} hollow>
        {text('webhooks.status.disabled')}
      </StatusDot>
      {!wanted && <CellDetail>{text(`webhooks.reason.${reason}`)}</CellDetail>}
    </>
  );
}
