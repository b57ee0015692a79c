/** Choosing files, and on what is held in a hand taking a photo at once. */
import { Camera, ImagePlus } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { fileTypes } from '../../../../src/contracts/attachments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import styles from './attachments.module.css';

export function PickButtons({
  onFiles,
  disabled = false,
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly disabled?: boolean;
}) {
  const text = useText();
  const camera = useRef<HTMLInputElement>(null);
  const shelf = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(input.files ?? [])]);
    // The same file can be chosen again.
    input.value = '';
  };
  return (
    <div className={styles.pick}>
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={take} />
      <input ref={shelf} type="file" accept={fileTypes.join()} multiple hidden onChange={take} />
      <span className={styles.camera}>
        <Button
          icon={<Camera size={16} aria-hidden="true" />}
          disabled={disabled}
          onClick={() => camera.current?.click()}
        >
          {text('attachments.camera')}
        </Button>
      </span>
      <Button
        icon={<ImagePlus size={16} aria-hidden="true" />}
        disabled={disabled}
        onClick={() => shelf.current?.click()}
      >
        {text('attachments.choose')}
      </Button>
    </div>
  );
}
