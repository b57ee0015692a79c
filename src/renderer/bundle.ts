/** The portal's bundle that draws pages, loaded once: the process keeps the one that it started with. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Render, RenderBundle } from '../contracts/rendering.ts';
import type { Logger } from '../engine/logger.ts';

export interface LoadedRender {
  /** Which build it is of. */
  readonly build: string;
  readonly render: Render;
}

/**
 * Undefined where there is none that works, which the log says: pages come without markup then, and no start of the
 * platform fails for it.
 */
export async function loadRender(
  file: string,
  facts: Parameters<RenderBundle['createRender']>[0],
  logger: Logger,
): Promise<LoadedRender | undefined> {
  if (!existsSync(file)) {
    logger.warn({ file }, 'there is nothing to render with: this build has no portal; browsers draw pages');
    return undefined;
  }
  try {
    const { build, createRender } = (await import(pathToFileURL(file).href)) as Partial<RenderBundle>;
    if (!createRender || build === undefined) throw new Error('it exports no createRender, or no build');
    return { build, render: createRender(facts) };
  } catch (error) {
    logger.error({ err: error, file }, 'what renders could not be loaded; browsers draw pages');
    return undefined;
  }
}
