/** The words of notices and messages as administrators edit them: versions, a preview, what is wrong with them. */
import * as z from 'zod/mini';
import { text } from './text.ts';

const wordsSchema = z.strictObject({ subject: text(1, 200), text: text(1, 4_000) });

/** In both languages. */
export const templateWordsSchema = z.strictObject({ id: wordsSchema, en: wordsSchema });
export type TemplateWords = z.infer<typeof templateWordsSchema>;

export const templateNameSchema = z.string().check(z.regex(/^[a-z][a-z0-9_.]{0,79}$/));

/** A version's number; 0 are the built-in words. */
export const templateVersionSchema = z.int().check(z.gte(0), z.lte(10_000));

export const saveTemplateSchema = z.strictObject({
  words: templateWordsSchema,
  /** Used from now on; else it is kept for later. */
  publish: z._default(z.boolean(), false),
});
export const previewTemplateSchema = z.strictObject({ words: templateWordsSchema });
export const publishTemplateSchema = z.strictObject({ version: templateVersionSchema });

const by = z.object({ kind: z.string(), id: z.string() });

export const storedVersionSchema = z.object({
  version: templateVersionSchema,
  words: templateWordsSchema,
  savedAt: z.string(),
  savedBy: by,
});

/** `notice` in the inbox and the browser, `message` by e-mail and WhatsApp. */
export const wordsKindSchema = z.enum(['notice', 'message']);
export type WordsKind = z.infer<typeof wordsKindSchema>;

const rowSchema = {
  name: z.string(),
  kind: wordsKindSchema,
  published: templateVersionSchema,
  latest: templateVersionSchema,
  updatedAt: z.nullable(z.string()),
};

/** Of the words in use, with sample data; null in a language whose words are faulty. */
const subjectSchema = z.object({ id: z.nullable(z.string()), en: z.nullable(z.string()) });

export const templatesSchema = z.object({
  data: z.array(z.object({ ...rowSchema, subject: subjectSchema })),
  position: z.string(),
});

export const templateSchema = z.object({
  ...rowSchema,
  variables: z.array(
    z.object({
      name: z.string(),
      /** What the preview shows for it. */
      sample: z.union([z.string(), z.number()]),
      /** Has to stand in both languages. */
      required: z.boolean(),
    }),
  ),
  builtIn: templateWordsSchema,
  /** Oldest first, without the built-in words. */
  versions: z.array(storedVersionSchema),
  position: z.string(),
});
export type TemplateView = z.infer<typeof templateSchema>;

export const templatePreviewSchema = z.object({
  /** With sample data; null in a language whose words are faulty. */
  id: z.nullable(z.object({ subject: z.string(), text: z.string() })),
  en: z.nullable(z.object({ subject: z.string(), text: z.string() })),
  faults: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;
