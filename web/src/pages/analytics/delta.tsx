/** How a figure compares with the period before: by how much, and in words what it was. */
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import styles from './page.module.css';

export function Delta({ now, before }: { readonly now: number; readonly before: number }) {
  const text = useText();
  const formats = useFormats();
  const change =
    before === 0 ? (now === 0 ? '±0' : `+${formats.number(now)}`) : formats.change(now / before - 1);
  return (
    <span className={styles.delta} title={text('analytics.before', { count: formats.number(before) })}>
      {change}
      <span className="visually-hidden"> {text('analytics.before', { count: formats.number(before) })}</span>
    </span>
  );
}

/** Two shares: the difference in points. */
export function PointsDelta({
  now,
  before,
}: {
  readonly now: number | undefined;
  readonly before: number | undefined;
}) {
  const text = useText();
  const formats = useFormats();
  if (now === undefined || before === undefined) return null;
  const words = text('analytics.before', { count: formats.percent(before) });
  const points = Math.round((now - before) * 100);
  return (
    <span className={styles.delta} title={words}>
      {text('analytics.points', {
        points: `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points)}`,
      })}
      <span className="visually-hidden"> {words}</span>
    </span>
  );
}

/** Undefined where there is nothing to take a share of. */
export function shareOf(part: number, all: number): number | undefined {
  return all === 0 ? undefined : part / all;
}
