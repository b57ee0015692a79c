/** The name of a file in a header, and back: what nobody can see, and what leads elsewhere, is taken out of it. */
import { create, parse } from 'content-disposition';
import type { FileType } from '../contracts/attachments.ts';
import { invalid } from './problem.ts';

const MAX_LENGTH = 120;
const endings: Readonly<Record<FileType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};

/**
 * The name that a Content-Disposition gives, fit for any file system and for a page; it ends as its content is.
 * @throws ApiProblem invalid_request
 */
export function fileNameOf(header: string | undefined, type: FileType): string {
  const given = header === undefined ? undefined : parsed(header);
  const last = given?.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    // Control characters, marks that turn the direction of writing, and what file systems mind.
    .replace(/[\p{C}\u2028\u2029<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ');
  const stem = [...clean.replace(/\.[^.]{0,8}$/, '')]
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${stem || 'file'}.${endings[type]}`;
}

/** For an answer: images may be shown, everything else is saved. */
export function dispositionOf(name: string, type: FileType, download: boolean): string {
  const shown = type !== 'application/pdf' && !download;
  return create(name, { type: shown ? 'inline' : 'attachment' });
}

function parsed(header: string): string | undefined {
  try {
    return parse(header).parameters.filename;
  } catch {
    throw invalid('Content-Disposition', 'must be one, such as attachment; filename="photo.jpg"');
  }
}
