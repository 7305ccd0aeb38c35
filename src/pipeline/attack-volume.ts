import { WithholdError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { OcrEngine } from '../model/ocr.ts';
import { type PageText, pageKey } from '../model/page.ts';
import type { VolumeFile } from '../model/production.ts';
import { type PagePlan, partsOf } from '../model/redacting.ts';
import type { BuiltVolume } from '../produce/volume-input.ts';
import { canaryCheck } from '../verify/canary-check.ts';
import { verifyVolume } from '../verify/verify-volume.ts';
import { NotCut } from './cut-documents.ts';
import type { Burnt, Session, VolumeRun } from './make-volume.ts';
import type { Progress } from './progress.ts';
import { attackIn } from './verify-files.ts';
import { withOcr } from './with-ocr.ts';

/** What an attack on a built volume finds. Throws NotCut where one of its documents cannot be checked. */
export async function attackVolume(
  run: Session,
  built: BuiltVolume,
  burnt: readonly Burnt[],
  progress: Progress,
): Promise<readonly Finding[]> {
  const { matter } = run.folder;
  let done = 0;
  progress('verify', 0, built.outgoing.length);
  await withOcr((ocr) => testVerifier(built, ocr));
  const attackPdf = attackIn(run.threads, (file, error) => {
    const pdf = built.outgoing.find(({ path }) => path === file)?.bytes;
    const document = burnt.find(({ made }) => made.bytes === pdf);
    throw document === undefined ? error : new NotCut(run.cutter.held(document.file, document.plans, error));
  });
  return verifyVolume(
    {
      files: built.outgoing,
      secrets: [...built.terms.redacted, ...built.terms.names].filter((text) => text !== ''),
      forbidden: [...built.terms.safety, ...built.terms.files],
      standing: [run.folder.law.texts.t_all],
      hidden: hiddenTexts(run),
      open: [
        ...built.outgoing.filter(isProducedText).map(textOf),
        ...wordsIn(matter),
        ...wordsIn(run.folder.law.texts),
      ],
      burnt: burnt.flatMap((document) => boxesOf(document, built.outgoing)),
      attack: attackPdf,
    },
    () => progress('verify', ++done, built.outgoing.length),
  );
}

/** Plants faults in a copy of what is about to be checked: a verifier that misses one must not be believed. */
async function testVerifier(built: BuiltVolume, ocr: OcrEngine): Promise<void> {
  const { missed } = await canaryCheck(built.outgoing, ocr);
  if (missed.length === 0) return;
  throw new WithholdError(
    'blind-verifier',
    1,
    `The verifier missed faults planted to test it (${missed.join(', ')}): nothing was written. Please report it with this line.`,
  );
}

/** Pages of documents that do not go out. */
function hiddenTexts({ prepared, judged }: VolumeRun): readonly string[] {
  const leaving = new Set(
    judged.decided.dispositions
      .filter(
        ({ treatment }) => judged.decided.fileMayBeDisclosed && (treatment === 'produce' || treatment === 'redact'),
      )
      .map(({ document }) => document),
  );
  const open = new Set(
    prepared.documents.filter(({ id }) => leaving.has(id)).flatMap((document) => document.pages.map(pageKey)),
  );
  return prepared.pages.filter((page) => !open.has(pageKey(page.ref))).map((page: PageText) => page.text);
}

const isProducedText = (file: VolumeFile): boolean => file.path.startsWith('TEXT/');
const textOf = (file: VolumeFile): string => Buffer.from(file.bytes).toString('utf8');

/** Every string of a value: what the requester knows from the process, and what letters say in every matter. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(wordsIn);
}

function boxesOf(
  { plans, made }: Burnt,
  outgoing: readonly VolumeFile[],
): readonly {
  file: string;
  page: number;
  box: PagePlan['burn'][number]['box'];
  code: string;
}[] {
  const file = outgoing.find(({ bytes }) => bytes === made.bytes)?.path;
  if (file === undefined) return [];
  return plans.flatMap((plan, index) =>
    (made.pages[index]?.painted ?? plan.burn).flatMap((one) =>
      partsOf(one).map((box) => ({ file, page: index + 1, box, code: one.code })),
    ),
  );
}
