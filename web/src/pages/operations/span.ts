/** Seconds as people say them: under two minutes by the second, then by the minute and longer. */
import { useIntl } from 'react-intl';
import { useFormats } from '../../i18n/formats.ts';

export function useSpan(): (seconds: number) => string {
  const { formatNumber } = useIntl();
  const formats = useFormats();
  return (seconds) =>
    seconds < 120
      ? formatNumber(Math.round(seconds), { style: 'unit', unit: 'second', unitDisplay: 'short' })
      : formats.duration(seconds * 1_000);
}
