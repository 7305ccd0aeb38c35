import { SourceError } from '../errors.ts';
import { pageKey, photographsOn } from '../model/page.ts';
import { encodeJpeg } from '../pdf/encode.ts';
import { renderPage } from '../pdf/render.ts';
import type { Burnt, VolumeRun } from './make-volume.ts';
import type { Threads } from './threads.ts';

/** Small pictures for the internal report: legible as a shape, hardly as text. */
const DPI = 50;
const QUALITY = 70;

/** Before and after of each produced document's first boxed page (else its first), by document id, as data URLs. */
export async function drawThumbnails(
  { folder, prepared }: VolumeRun,
  burnt: readonly Burnt[],
  threads: Threads,
): Promise<ReadonlyMap<string, { readonly before: string; readonly after: string }>> {
  const keys = new Map(prepared.sources.map((source) => [source.file, source.pdfKey]));
  const owners = new Map(
    prepared.documents.flatMap((document) => document.pages.map((page) => [pageKey(page), document.id])),
  );
  const drawn = new Map<string, { before: string; after: string }>();
  for (const { file, plans, made } of burnt) {
    const index = Math.max(
      0,
      plans.findIndex((plan) => plan.burn.length > 0),
    );
    const plan = plans[index];
    const source = folder.workspace.findBytes('pdf', keys.get(file) ?? '');
    const owner = plan === undefined ? undefined : owners.get(pageKey({ file, page: plan.page }));
    if (plan === undefined || source === undefined || owner === undefined) continue;
    // Photographs are copied nowhere before a person has looked at them.
    if (photographsOn(prepared.pages, { file, page: plan.page }).length > 0) continue;
    try {
      const before = await drawIn(threads, file, source, plan.page);
      drawn.set(owner, { before, after: await drawIn(threads, file, made.bytes, index + 1) });
    } catch (error) {
      // The report goes without the picture.
      if (!(error instanceof SourceError)) throw error;
    }
  }
  return drawn;
}

async function drawIn(threads: Threads, file: string, bytes: Uint8Array, page: number): Promise<string> {
  return String(await threads.run({ kind: 'draw', file, bytes, page }));
}

/** A page as a small JPEG, as a data URL. */
export async function drawSmall(pdf: Uint8Array, page: number): Promise<string> {
  const jpeg = encodeJpeg(await renderPage(pdf, page, DPI), QUALITY);
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}
