/** Leads to what was told to somebody, or about something. */
import { Send } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { LinkButton } from '../kit/link-button.tsx';
import { useMay } from '../session/session.ts';

export function LedgerLink({ search }: { readonly search: Readonly<Record<string, string>> }) {
  const text = useText();
  const may = useMay();
  if (!may('deliveries.view')) return null;
  return (
    <LinkButton
      to="/deliveries"
      search={search}
      variant="secondary"
      icon={<Send size={16} aria-hidden="true" />}
    >
      {text('deliveries.title')}
    </LinkButton>
  );
}
