/** A person's machine by name, as far as its user agent says. */
import { useText } from '../../i18n/text.ts';
import { deviceOf } from './user-agent.ts';

export function useDeviceName(): (userAgent: string | null) => {
  readonly name: string;
  readonly phone: boolean;
} {
  const text = useText();
  return (userAgent) => {
    const { browser, system, phone } = deviceOf(userAgent);
    const name = [browser, system].filter(Boolean).join(' · ') || text('account.session.unknown');
    return { name, phone };
  };
}
