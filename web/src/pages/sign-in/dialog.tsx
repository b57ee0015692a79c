import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { SignInForm } from './form.tsx';

/** Over the page whose session has ended; nothing on the page is lost. */
export function SignInDialog({ username }: { readonly username: string }) {
  const text = useText();
  return (
    <Dialog
      open
      closable={false}
      onClose={() => undefined}
      title={text('signIn.again')}
      description={text('signIn.again.words')}
    >
      <SignInForm username={username} />
    </Dialog>
  );
}
