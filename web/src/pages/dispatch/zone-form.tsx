import { Controller } from 'react-hook-form';
import type * as z from 'zod/mini';
import { type Dispatch, setDispatchSchema } from '../../../../src/contracts/dispatch.ts';
import type { TicketType } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { dispatchKeys, setDispatch } from '../../api/dispatch.ts';
import { queryClient } from '../../api/query-client.ts';
import { EntityDialog, Pair } from '../../forms/entity-dialog.tsx';
import { useEntityForm } from '../../forms/use-entity-form.ts';
import { useText } from '../../i18n/text.ts';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';
import { Kinds } from './kinds.tsx';

interface Values {
  readonly automatic: TicketType[];
  readonly latitude: string;
  readonly longitude: string;
}

export function ZoneForm({
  zone,
  setting,
  onClose,
}: {
  readonly zone: string;
  readonly setting: Dispatch | undefined;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { form, errorOf, submit, refusal, busy } = useEntityForm<
    Values,
    z.output<typeof setDispatchSchema>,
    Dispatch
  >({
    schema: setDispatchSchema,
    initial: {
      automatic: setting?.automatic ?? [],
      latitude: String(setting?.centre?.latitude ?? ''),
      longitude: String(setting?.centre?.longitude ?? ''),
    },
    prepare: ({ automatic, latitude, longitude }) => ({
      automatic,
      centre:
        latitude.trim() === '' && longitude.trim() === ''
          ? null
          : { latitude: degrees(latitude), longitude: degrees(longitude) },
    }),
    ...(setting ? { version: setting.version } : {}),
    save: (body, options) => setDispatch(zone, body, options),
    onDone() {
      void queryClient.invalidateQueries({ queryKey: dispatchKeys.zones });
      showToast({ kind: 'done', title: text('dispatch.saved', { zone: zoneName(zone) }) });
      onClose();
    },
  });
  return (
    <EntityDialog
      title={text('dispatch.edit', { zone: zoneName(zone) })}
      description={text('dispatch.zones.words')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      <Controller
        control={form.control}
        name="automatic"
        render={({ field }) => (
          <Kinds label={text('dispatch.automatic')} value={field.value} onChange={field.onChange} />
        )}
      />
      <Pair>
        <TextField
          label={text('dispatch.latitude')}
          optional
          hint={text('dispatch.centre.hint')}
          inputMode="decimal"
          error={errorOf('centre.latitude' as 'latitude')}
          {...form.register('latitude')}
        />
        <TextField
          label={text('dispatch.longitude')}
          optional
          inputMode="decimal"
          error={errorOf('centre.longitude' as 'longitude')}
          {...form.register('longitude')}
        />
      </Pair>
    </EntityDialog>
  );
}

/** As people write it, with a comma or a long minus; nothing is no number. */
function degrees(written: string): number {
  const plain = written.trim().replace('−', '-').replace(',', '.');
  return plain === '' ? Number.NaN : Number(plain);
}
