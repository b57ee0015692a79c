import { MAX_FILES } from '../../../../src/contracts/attachments.ts';
import { useText } from '../../i18n/text.ts';
import { showToast } from '../../kit/show-toast.ts';
import { addFiles } from './uploads.ts';

/** Sends as many as there is room for, and says how many it left out. */
export function useAddFiles(
  ticketId: string,
  room: number,
): (files: readonly File[], internal: boolean) => void {
  const text = useText();
  return (files, internal) => {
    const taken = files.slice(0, Math.max(0, room));
    addFiles(ticketId, taken, internal);
    const count = files.length - taken.length;
    if (count > 0)
      showToast({ kind: 'error', title: text('attachments.leftOut', { count, most: MAX_FILES }) });
  };
}
