/** When messages wait: by the wall clock of the portal's time zone. */
import { useEffect, useState } from 'react';
import { type QuietHours as Hours, quietHoursSchema } from '../../../../src/contracts/notice-preferences.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { TextField } from '../../kit/text-field.tsx';
import styles from './page.module.css';
import { useChoose } from './use-choose.ts';

const NIGHT: Hours = { from: '21:00', to: '07:00' };

export function QuietHours({ hours }: { readonly hours: Hours | null }) {
  const text = useText();
  const choose = useChoose();
  const [typed, setTyped] = useState(hours ?? NIGHT);
  useEffect(() => {
    if (hours) setTyped(hours);
  }, [hours]);
  const keep = (next: Hours) => {
    setTyped(next);
    if (quietHoursSchema.safeParse(next).success) choose({ quietHours: next });
  };
  return (
    <div className={styles.quiet}>
      <Checkbox
        label={text('noticePreferences.quiet.on')}
        checked={hours !== null}
        onChange={(on) => choose({ quietHours: on ? typed : null })}
      />
      {hours && (
        <div className={styles.hours}>
          {(['from', 'to'] as const).map((end) => (
            <TextField
              key={end}
              type="time"
              required
              label={text(`noticePreferences.quiet.${end}`)}
              value={typed[end]}
              error={
                end === 'to' && typed.from === typed.to ? text('noticePreferences.quiet.same') : undefined
              }
              onChange={(event) => keep({ ...typed, [end]: event.target.value })}
            />
          ))}
        </div>
      )}
    </div>
  );
}
