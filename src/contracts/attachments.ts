/** Photos and files on tickets: what is taken, what is said of them. Their bytes are sent and answered as they are. */
import * as z from 'zod/mini';
import { idSchema } from './text.ts';

/** Of one file. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** On one ticket. */
export const MAX_FILES = 20;

/** Told by their content, not by their name. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const fileTypes = [...imageTypes, 'application/pdf'] as const;
export const fileTypeSchema = z.enum(fileTypes);
export type FileType = z.infer<typeof fileTypeSchema>;

export function isImage(type: string): boolean {
  return (imageTypes as readonly string[]).includes(type);
}

export const attachFileQuery = z.strictObject({
  /** `true`: for staff only. */
  internal: z.optional(z.enum(['true', 'false'])),
});

export const readFileQuery = z.strictObject({
  /** `true`: to be saved instead of shown. */
  download: z.optional(z.enum(['true', 'false'])),
});

export const attachmentSchema = z.object({
  id: idSchema,
  /** As its sender named it, without what a file system minds. */
  name: z.string(),
  type: fileTypeSchema,
  bytes: z.int(),
  internal: z.boolean(),
  /** Who sent it; customers read only whether it was they. */
  by: z.nullable(z.object({ id: idSchema, name: z.string() })),
  mine: z.boolean(),
  at: z.string(),
  /** Whether the reader may remove it. */
  removable: z.boolean(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

export const attachmentsSchema = z.object({
  data: z.array(attachmentSchema),
  /** How many more the reader may attach; none where they may not at all. */
  room: z.int(),
  /** Where the log stood before the rows were read (R2). */
  position: z.string(),
});
export type Attachments = z.infer<typeof attachmentsSchema>;
