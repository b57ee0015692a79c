/** Which days the figures are of: a usual period by one press, any other by its two days. */
import { useState } from 'react';
import { LONGEST_PERIOD_DAYS, type Period } from '../../../../src/contracts/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Popover } from '../../kit/popover.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { timeZone } from '../../session/page-facts.ts';
import styles from './page.module.css';
import { lastDays, lastPeriod, nameOf, spanOf } from './period.ts';

export function PeriodPicker({
  period,
  onChange,
}: {
  readonly period: Period;
  readonly onChange: (period: Period) => void;
}) {
  const text = useText();
  const formats = useFormats();
  return (
    <div className={styles.picker}>
      <Segmented
        label={text('analytics.period')}
        hideLabel
        value={nameOf(period, timeZone())}
        onChange={(days) => onChange(lastPeriod(days, timeZone()))}
        segments={lastDays.map((days) => ({
          value: days,
          label: text('analytics.lastDays', { days: Number(days) }),
        }))}
      />
      <Popover title={text('analytics.period')} trigger={<Button>{formats.days(spanOf(period))}</Button>}>
        {/* Another period from elsewhere is another form. */}
        <Days key={spanOf(period)} period={period} onChange={onChange} />
      </Popover>
    </div>
  );
}

function Days({
  period,
  onChange,
}: {
  readonly period: Period;
  readonly onChange: (period: Period) => void;
}) {
  const text = useText();
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const fault = !(days >= 1)
    ? text('analytics.period.order')
    : days > LONGEST_PERIOD_DAYS
      ? text('analytics.period.long', { days: LONGEST_PERIOD_DAYS })
      : undefined;
  return (
    <form
      className={styles.days}
      onSubmit={(event) => {
        event.preventDefault();
        if (!fault) onChange({ from, to });
      }}
    >
      <TextField
        label={text('analytics.period.from')}
        type="date"
        min="2000-01-01"
        max="2099-12-31"
        required
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label={text('analytics.period.to')}
        type="date"
        min="2000-01-01"
        max="2099-12-31"
        required
        value={to}
        error={fault}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" variant="primary" disabled={fault !== undefined}>
        {text('analytics.period.show')}
      </Button>
    </form>
  );
}
