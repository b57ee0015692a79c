/** What is in the house of a customer, by serial. */
import { Plus, Router } from 'lucide-react';
import { useState } from 'react';
import type { Customer } from '../../../../src/contracts/customers.ts';
import { equipmentKinds } from '../../../../src/contracts/events/customer.ts';
import { serialSchema } from '../../../../src/contracts/text.ts';
import { commandCustomer, customerKeys, removeEquipment } from '../../api/customers.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { Select } from '../../kit/select.tsx';
import { Table } from '../../kit/table.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { CellButtons, Time } from '../../lists/cells.tsx';
import styles from './page.module.css';

type Item = Customer['equipment'][number];

export function EquipmentList({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const [form, setForm] = useState<Item | 'new'>();
  const may = customer.allowed.includes('equipment');
  const mayAdd = may && customer.status !== 'terminated';
  const putBack = useDeed<Pick<Item, 'serial' | 'kind'>>({
    act: (item) => commandCustomer(customer.id, 'equipment', item),
    done: ({ serial }) => text('equipment.added', { serial }),
    stale: [customerKeys.all],
  });
  const { mutate, isPending, variables } = useDeed<Item>({
    act: ({ serial }) => removeEquipment(customer.id, serial),
    done: ({ serial }) => text('equipment.removed', { serial }),
    action: ({ serial, kind }) => ({
      label: text('action.undo'),
      onClick: () => putBack.mutate({ serial, kind }),
    }),
    stale: [customerKeys.all],
  });
  const add = mayAdd && (
    <Button icon={<Plus size={16} />} onClick={() => setForm('new')}>
      {text('equipment.add')}
    </Button>
  );
  return (
    <div className={styles.part}>
      {customer.equipment.length === 0 ? (
        <EmptyState icon={<Router size={22} />} title={text('equipment.empty')} action={add} />
      ) : (
        <>
          <Table
            caption={text('customers.tab.equipment')}
            rows={customer.equipment}
            rowKey={(row) => row.serial}
            columns={[
              { key: 'serial', header: text('equipment.serial'), cell: (row) => row.serial },
              { key: 'kind', header: text('field.type'), cell: (row) => text(`equipment.kind.${row.kind}`) },
              {
                key: 'since',
                header: text('equipment.since'),
                wideOnly: true,
                cell: (row) => <Time at={row.addedAt} />,
              },
              ...(may
                ? [
                    {
                      key: 'do',
                      header: <span className="visually-hidden">{text('users.actions')}</span>,
                      align: 'end' as const,
                      cell: (row: Item) => (
                        <CellButtons>
                          {mayAdd && (
                            <Button size="small" onClick={() => setForm(row)}>
                              {text('equipment.replace')}
                            </Button>
                          )}
                          <Button
                            size="small"
                            busy={isPending && variables.serial === row.serial}
                            onClick={() => mutate(row)}
                          >
                            {text('equipment.remove')}
                          </Button>
                        </CellButtons>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          <div>{add}</div>
        </>
      )}
      {form && (
        <EquipmentDialog
          customer={customer}
          {...(form === 'new' ? {} : { previous: form })}
          onClose={() => setForm(undefined)}
        />
      )}
    </div>
  );
}

function EquipmentDialog({
  customer,
  previous,
  onClose,
}: {
  readonly customer: Customer;
  /** The one that is replaced. */
  readonly previous?: Item;
  readonly onClose: () => void;
}) {
  const text = useText();
  const [serial, setSerial] = useState('');
  const [kind, setKind] = useState<Item['kind']>('ont');
  const [wrong, setWrong] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<string>({
    act: (typed) =>
      previous
        ? commandCustomer(customer.id, `equipment/${encodeURIComponent(previous.serial)}/replace`, {
            serial: typed,
          })
        : commandCustomer(customer.id, 'equipment', { serial: typed, kind }),
    done: (typed) => text('equipment.added', { serial: typed }),
    stale: [customerKeys.all],
    onDone: onClose,
    onRefused: setRefusal,
  });
  const submit = () => {
    const typed = serial.trim().toUpperCase();
    const right = serialSchema.safeParse(typed).success;
    setWrong(!right);
    setRefusal(undefined);
    if (right) mutate(typed);
  };
  return (
    <EntityDialog
      title={previous ? text('equipment.replace.title', { serial: previous.serial }) : text('equipment.add')}
      submitLabel={text('action.save')}
      busy={isPending}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={text('equipment.serial')}
        hint={text('equipment.serial.hint')}
        autoCapitalize="characters"
        value={serial}
        onChange={(event) => setSerial(event.target.value)}
        error={wrong ? text('equipment.serial.wrong') : undefined}
      />
      {!previous && (
        <Select
          label={text('field.type')}
          value={kind}
          onChange={setKind}
          options={equipmentKinds.map((value) => ({ value, label: text(`equipment.kind.${value}`) }))}
        />
      )}
    </EntityDialog>
  );
}
