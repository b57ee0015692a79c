/** A webhook's secret, this once. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import parts from '../../forms/parts.module.css';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      open
      once
      onClose={onClose}
      title={text('webhooks.secret')}
      description={text('webhooks.secret.words')}
      footer={
        <>
          <Button
            icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
            onClick={() => void navigator.clipboard?.writeText(secret).then(() => setCopied(true))}
          >
            {text(copied ? 'action.copied' : 'action.copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {text('account.token.kept')}
          </Button>
        </>
      }
    >
      <code className={parts.secret}>{secret}</code>
    </Dialog>
  );
}
