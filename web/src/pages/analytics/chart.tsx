/**
 * Lines over days, drawn by uPlot in the colours of the tokens and anew when the theme changes. Lines differ by more
 * than their colour. Arrow keys go from day to day; what stands there is written below.
 */
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { theme } from '../../session/preferences.ts';
import { useStore } from '../../session/store.ts';
import styles from './chart.module.css';

export interface ChartSeries {
  readonly label: string;
  /** The name of its colour among the tokens. */
  readonly token: string;
  readonly dash?: readonly number[];
  readonly values: readonly number[];
}

const HEIGHT = 220;

export function Chart({
  label,
  days,
  series,
}: {
  readonly label: string;
  readonly days: readonly string[];
  readonly series: readonly ChartSeries[];
}) {
  const text = useText();
  const formats = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  /** Stays where it is when figures or days beside it are others. */
  const [day, setDay] = useState<string>();
  const latest = useRef(day);
  useEffect(() => {
    latest.current = day;
  }, [day]);
  const chosenTheme = useStore(theme);
  const isDark = useDark();

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read from the page, which the theme changes.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const colour = colourReader(element);
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const kept = latest.current;
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    const made = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
        axes: [
          {
            ...axis,
            font,
            size: 32,
            values: (_plot, splits) => splits.map((split) => formats.dayOfMonth(dayOf(split))),
          },
          {
            ...axis,
            font,
            size: 44,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000],
            values: (_plot, splits) => splits.map((split) => formats.number(split)),
          },
        ],
        series: [
          {},
          ...series.map(({ label: name, token, dash }) => ({
            label: name,
            stroke: colour(token),
            width: 2,
            ...(dash ? { dash: [...dash] } : {}),
            points: { show: days.length < 15, size: 5, fill: colour(token) },
          })),
        ],
        hooks: {
          setCursor: [({ cursor: { idx } }) => setDay(idx == null ? undefined : days[idx])],
          // A new drawing begins without a place.
          ready: [(one) => pointAt(one, days, kept)],
        },
      },
      [days.map((day) => Date.parse(day) / 1_000), ...series.map(({ values }) => [...values])],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [days, series, formats, chosenTheme, isDark]);

  const at = day === undefined ? -1 : days.indexOf(day);
  const step = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const by = steps[event.key];
    const chart = plot.current;
    if (by === undefined || !chart) return;
    event.preventDefault();
    const next = Math.min(days.length - 1, Math.max(0, (at < 0 ? (by > 0 ? -1 : days.length) : at) + by));
    pointAt(chart, days, days[next]);
  };
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read it day by day. */}
      <div ref={frame} className={styles.frame} role="img" aria-label={label} tabIndex={0} onKeyDown={step} />
      <figcaption className={styles.legend}>
        <span className={styles.day}>
          {day !== undefined && at >= 0 ? formats.day(day) : text('analytics.chart.keys')}
        </span>
        {series.map(({ label: name, token, dash, values }) => (
          <span key={name} className={styles.entry}>
            <svg width="22" height="8" aria-hidden="true">
              <line
                x1="0"
                y1="4"
                x2="22"
                y2="4"
                stroke={`var(${token})`}
                strokeWidth="2"
                strokeDasharray={dash?.join(' ')}
              />
            </svg>
            {name}
            {at >= 0 && <b>{formats.number(values[at] ?? 0)}</b>}
          </span>
        ))}
      </figcaption>
      <p className="visually-hidden" aria-live="polite">
        {day !== undefined &&
          at >= 0 &&
          `${formats.day(day)}: ${series.map(({ label: name, values }) => `${name} ${values[at]}`).join(', ')}`}
      </p>
    </figure>
  );
}

function pointAt(chart: UPlot, days: readonly string[], day: string | undefined): void {
  if (day !== undefined && days.includes(day))
    chart.setCursor({ left: chart.valToPos(Date.parse(day) / 1_000, 'x'), top: 0 });
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 10);
}

/** A token is an expression; what colour it is here and now, an element knows that has it. */
function colourReader(element: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${token})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

const DARK = '(prefers-color-scheme: dark)';

function useDark(): boolean {
  return useSyncExternalStore(
    followDark,
    () => matchMedia(DARK).matches,
    () => false,
  );
}

function followDark(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
