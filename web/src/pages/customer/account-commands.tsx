/**
 * What status and rights allow with an account. What gives somebody their line back is done at once and shown before
 * the answer; what takes it away is asked about first.
 */
import { useMutation } from '@tanstack/react-query';
import { Ban, CirclePlay, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Customer } from '../../../../src/contracts/customers.ts';
import { suspendReasons } from '../../../../src/contracts/events/customer.ts';
import { commandCustomer, customerKeys, customerOne } from '../../api/customers.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { IconButton } from '../../kit/icon-button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { Select } from '../../kit/select.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextArea } from '../../kit/text-area.tsx';

type Reason = (typeof suspendReasons)[number];
type Asked =
  | { readonly name: 'activate' | 'reactivate' | 'terminate' }
  | { readonly name: 'suspend'; readonly reason: Reason; readonly note?: string };

export function AccountCommands({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const [open, setOpen] = useState<'suspend' | 'terminate'>();
  const { give, busy, refusal } = useAccountCommand(customer, () => setOpen(undefined));
  const may = (name: Asked['name']) => customer.allowed.includes(name);
  return (
    <>
      {(['activate', 'reactivate'] as const).filter(may).map((name) => (
        <Button key={name} icon={<CirclePlay size={16} />} busy={busy} onClick={() => give({ name })}>
          {text(`customers.command.${name}`)}
        </Button>
      ))}
      {may('suspend') && (
        <Button icon={<Ban size={16} />} onClick={() => setOpen('suspend')}>
          {text('customers.command.suspend')}
        </Button>
      )}
      {may('terminate') && (
        <Menu
          trigger={
            <IconButton label={text('action.more')}>
              <Ellipsis size={18} />
            </IconButton>
          }
          groups={[
            {
              key: 'end',
              items: [
                {
                  key: 'terminate',
                  label: text('customers.command.terminate'),
                  danger: true,
                  onSelect: () => setOpen('terminate'),
                },
              ],
            },
          ]}
        />
      )}
      {open === 'suspend' && (
        <SuspendDialog
          customer={customer}
          busy={busy}
          refusal={refusal}
          onSubmit={give}
          onClose={() => setOpen(undefined)}
        />
      )}
      <AlertDialog
        open={open === 'terminate'}
        title={text('customers.terminate.title', { name: customer.name })}
        description={text('customers.terminate.words')}
        confirm={text('customers.command.terminate')}
        danger
        busy={busy}
        onConfirm={() => give({ name: 'terminate' })}
        onCancel={() => setOpen(undefined)}
      />
    </>
  );
}

function SuspendDialog({
  customer,
  busy,
  refusal,
  onSubmit,
  onClose,
}: {
  readonly customer: Customer;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly onSubmit: (asked: Asked) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const [reason, setReason] = useState<Reason>('overdue');
  const [note, setNote] = useState('');
  return (
    <EntityDialog
      title={text('customers.suspend.title', { name: customer.name })}
      description={text('customers.suspend.words')}
      submitLabel={text('customers.command.suspend')}
      busy={busy}
      refusal={refusal}
      onSubmit={() => {
        const words = note.trim();
        onSubmit({ name: 'suspend', reason, ...(words ? { note: words } : {}) });
      }}
      onClose={onClose}
    >
      <Select
        label={text('field.reason')}
        value={reason}
        onChange={setReason}
        options={suspendReasons.map((value) => ({ value, label: text(`customers.reason.${value}`) }))}
      />
      <TextArea
        label={text('customers.suspend.note')}
        hint={text('customers.suspend.note.hint')}
        optional
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </EntityDialog>
  );
}

const before: Readonly<Partial<Record<Asked['name'], Customer['status']>>> = {
  activate: 'active',
  reactivate: 'active',
};

/** Conditional on the version that is looked at: whoever was slower is told, and sees the present state. */
function useAccountCommand(customer: Customer, onDone: () => void) {
  const text = useText();
  const words = useProblemWords();
  const { queryKey } = customerOne(customer.id);
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ name, ...body }: Asked) =>
      commandCustomer(customer.id, name, body, { version: customer.version }),
    onMutate: async ({ name }) => {
      setRefusal(undefined);
      const status = before[name];
      if (!status) return;
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, { ...customer, status, suspendReason: null, allowed: [] });
    },
    onSuccess: (after, { name }) => {
      queryClient.setQueryData(queryKey, { ...customer, ...after });
      showToast({
        kind: 'done',
        title: text('customers.statusChanged', {
          name: customer.name,
          status: text(`customers.status.${after.status}`),
        }),
        ...(name === 'suspend'
          ? { action: { label: text('action.undo'), onClick: () => void undo(after) } }
          : {}),
      });
      onDone();
    },
    onError: (error, { name }) => {
      queryClient.setQueryData(queryKey, customer);
      const { title, remedy } = words(error);
      const said = `${title}. ${remedy}`;
      const stale = error instanceof ProblemError && error.code === 'stale_version';
      if (name === 'suspend' && !stale) setRefusal(said);
      else {
        showToast({ kind: 'error', title, description: remedy });
        onDone();
      }
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: customerKeys.all }),
  });
  const undo = async (suspended: Customer) => {
    await commandCustomer(suspended.id, 'reactivate', {}, { version: suspended.version }).catch(
      (error: unknown) => showToast({ kind: 'error', title: words(error).title }),
    );
    await queryClient.invalidateQueries({ queryKey: customerKeys.all });
  };
  return { give: (asked: Asked) => mutate(asked), busy: isPending, refusal };
}
