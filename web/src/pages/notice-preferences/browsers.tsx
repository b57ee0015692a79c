/** Notices in the browser: whether this one shows them, and which others do. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { BellRing, Monitor, Smartphone } from 'lucide-react';
import { endBrowser, ownBrowsers, pushKey, pushKeys, testBrowser } from '../../api/push.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { readThisBrowser, type ThisBrowser, turnOff, turnOn } from '../../push/this-browser.ts';
import { refreshSession } from '../../session/session.ts';
import { useDeviceName } from '../account/use-device-name.ts';
import styles from './page.module.css';

export function Browsers() {
  const key = useQuery(pushKey);
  const list = useQuery(ownBrowsers);
  const publicKey = key.data?.publicKey;
  const browsers = list.data?.data;
  const here = useQuery({
    queryKey: [...pushKeys.all, 'here', publicKey, browsers?.map(({ id }) => id)],
    queryFn: () => readThisBrowser(publicKey ?? '', browsers ?? []),
    enabled: typeof publicKey === 'string' && browsers !== undefined,
    meta: { asks: 'browser' },
    // What was allowed is changed in the browser's own settings.
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  });
  const error = key.error ?? list.error ?? here.error;
  if (error) {
    const again = () => queryClient.invalidateQueries({ queryKey: pushKeys.all });
    return <ErrorState error={error} onRetry={() => void again()} />;
  }
  if (publicKey === null) return <Said words="push.offHere" />;
  if (!publicKey || !browsers || !here.data) return <SkeletonLines lines={2} />;
  return (
    <>
      <Here publicKey={publicKey} here={here.data} />
      {browsers.length > 0 && (
        <ul className={styles.types}>
          {browsers.map((browser) => (
            <Row key={browser.id} browser={browser} isHere={browser.id === here.data.id} />
          ))}
        </ul>
      )}
    </>
  );
}

function Here({ publicKey, here: { state } }: { readonly publicKey: string; readonly here: ThisBrowser }) {
  const text = useText();
  const on = useChange(async () => {
    const became = await turnOn(publicKey).catch((error: unknown) => {
      // What the browser itself refuses has no problem of ours.
      if (error instanceof DOMException) throw new Error('push', { cause: error });
      throw error;
    });
    if (became !== 'on') return;
    showToast({ kind: 'done', title: text('push.isOn') });
    // From now on this page hears which notice was pressed (`app/root.tsx`).
    await refreshSession();
  });
  if (state === 'unsupported') return <Said words="push.unsupported" />;
  if (state === 'denied') return <Said words="push.denied" />;
  if (state === 'on') return <Said words="push.on" />;
  return (
    <div className={styles.here}>
      <p>{text('push.off')}</p>
      <Button icon={<BellRing size={16} />} busy={on.isPending} onClick={() => on.mutate()}>
        {text('push.turnOn')}
      </Button>
    </div>
  );
}

type SaidWords = 'push.offHere' | 'push.unsupported' | 'push.denied' | 'push.on';

function Said({ words }: { readonly words: SaidWords }) {
  const text = useText();
  return <p data-push={words.slice('push.'.length)}>{text(words)}</p>;
}

interface Browser {
  readonly id: string;
  readonly userAgent: string | null;
  readonly createdAt: string;
}

function Row({ browser, isHere }: { readonly browser: Browser; readonly isHere: boolean }) {
  const text = useText();
  const formats = useFormats();
  const { name, phone } = useDeviceName()(browser.userAgent);
  const since = formats.short(browser.createdAt);
  const end = useChange(() => (isHere ? turnOff() : endBrowser(browser.id)));
  const test = useChange(async () => {
    await testBrowser(browser.id);
    showToast({ kind: 'done', title: text('push.tested') });
  });
  const Icon = phone ? Smartphone : Monitor;
  return (
    <li className={styles.browser}>
      <Icon size={18} aria-hidden="true" className={styles.icon} />
      <div className={styles.about}>
        <p className={styles.named}>
          {name}
          {isHere && <Badge tone="good">{text('push.here')}</Badge>}
        </p>
        <p className={styles.muted}>{text('push.since', { time: since })}</p>
      </div>
      <div className={styles.deeds}>
        <Button
          size="small"
          variant="quiet"
          busy={test.isPending}
          aria-label={`${text('push.test')}: ${name}, ${since}`}
          onClick={() => test.mutate()}
        >
          {text('push.test')}
        </Button>
        <Button
          size="small"
          busy={end.isPending}
          aria-label={`${text('push.turnOff')}: ${name}, ${since}`}
          onClick={() => end.mutate()}
        >
          {text('push.turnOff')}
        </Button>
      </div>
    </li>
  );
}

/** Whatever became of it, what is shown is read anew. */
function useChange(work: () => Promise<unknown>) {
  const text = useText();
  const words = useProblemWords();
  return useMutation({
    mutationFn: work,
    onError(error) {
      if (error.message === 'push') showToast({ kind: 'error', title: text('push.failed') });
      else {
        const { title, remedy } = words(error);
        showToast({ kind: 'error', title, description: remedy });
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: pushKeys.all }),
  });
}
