import { type Explained, explainPack, explainText } from '../decide/explain-text.ts';
import { testPatterns } from '../detect/test-patterns.ts';
import { UsageError } from '../errors.ts';
import type { IdentifierPattern, PatternPack } from '../model/detecting.ts';
import { loadPatternFile } from '../store/load-patterns.ts';
import { readVolumes } from '../store/volumes.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';
import { loadBases, loadLaw, loadRules, shippedPackNames } from './rules.ts';

/** A rule that is loaded, as `patterns list` shows it. */
export interface ListedPattern {
  readonly id: string;
  readonly kind: 'identifier' | 'passage' | 'document-type' | 'basis' | 'pack';
  readonly tier: string;
  readonly basis: string;
  readonly what: string;
}

/** Every rule that is loaded: identifiers, passages, document types, bases, jurisdiction packs. */
export async function listPatterns(): Promise<readonly ListedPattern[]> {
  const packs = await Promise.all((await shippedPackNames()).map((name) => loadLaw(name)));
  const { identifiers, passages, documentTypes } = loadRules();
  return [
    ...identifiers.flatMap((pack) =>
      pack.patterns.map(({ id, tier, basis, description }) => ({
        id,
        kind: 'identifier' as const,
        tier,
        basis,
        what: description,
      })),
    ),
    ...passages.classes.map(({ id, basis, why }) => ({
      id,
      kind: 'passage' as const,
      tier: 'auto, review',
      basis,
      what: why,
    })),
    ...documentTypes.types.map(({ id, text, categories }) => ({
      id,
      kind: 'document-type' as const,
      tier: '',
      basis: [...new Set(categories.map((category) => category.basis))].join(' '),
      what: text,
    })),
    ...loadBases().map(({ id, label, kind }) => ({ id, kind: 'basis' as const, tier: kind, basis: id, what: label })),
    ...packs.map(({ pack }) => ({
      id: pack.id,
      kind: 'pack' as const,
      tier: pack.reviewed_by === null ? 'not reviewed' : 'reviewed',
      basis: '',
      what: `${pack.title}, version ${pack.version}, forums ${Object.keys(pack.forums).join(', ')}`,
    })),
  ];
}

/** Runs the examples of one pack file, or of all that are loaded. */
export function testPatternFiles(file: string | undefined): {
  readonly examples: number;
  readonly failures: readonly string[];
} {
  const packs: readonly PatternPack[] = file === undefined ? loadRules().identifiers : [loadPatternFile(file)];
  const patterns = packs.flatMap((pack) => pack.patterns);
  const examples = patterns.reduce((sum, { examples: of }) => sum + of.match.length + of.noMatch.length, 0);
  // The examples are the pack's own made-up texts, not pages of a case: they may be shown.
  const failures = testPatterns(packs).map(
    ({ pack, pattern, example, problem }) => `${pack}/${pattern}: "${example}": ${problem}`,
  );
  return { examples, failures };
}

/** What `patterns explain` answers. */
export interface ExplainAnswer {
  readonly id: string;
  /** For people. */
  readonly lines: readonly string[];
  /** Of a category under a matter: the cell that speaks, its rule, and the path to it. */
  readonly path?: Omit<Explained, 'lines'>;
}

/** Why a pattern fires, the rule path of a category under the authorities of a matter, or what a pack leaves to verify. */
export async function explainId(id: string, matterDir: string | undefined): Promise<ExplainAnswer> {
  const pattern = loadRules()
    .identifiers.flatMap((pack) => pack.patterns)
    .find((one) => one.id === id);
  if (pattern !== undefined) return { id, lines: explainPattern(pattern) };
  const base = loadBases().find((one) => one.id === id);
  if (base === undefined) {
    const packs = await shippedPackNames();
    if (packs.includes(id)) return { id, lines: explainPack((await loadLaw(id)).pack) };
    throw new UsageError(`"${id}" is no pattern, no basis and no pack: withhold patterns list shows them.`);
  }
  if (matterDir === undefined) {
    return {
      id,
      lines: [
        `${base.label} (${base.kind}), box code ${base.box_code}, ${base.log}`,
        base.citation,
        base.notes,
        'Add --matter DIR for the rule path under the authorities of a matter.',
      ],
    };
  }
  const folder = await openMatterFolder(matterDir);
  const { pack, bases } = folder.law;
  const actingOn = dayOfVolume(folder);
  const { lines, ...path } = explainText({ matter: folder.matter, pack, bases, category: id, actingOn });
  return { id, lines, path };
}

/** The day on which windows must have run: the volume's, kept or written, else today. */
function dayOfVolume(folder: MatterFolder): string {
  const { date, volume } = folder.matter.production;
  return date ?? readVolumes(folder.workspace)[volume]?.date ?? new Date().toISOString().slice(0, 10);
}

function explainPattern(pattern: IdentifierPattern): readonly string[] {
  const words = (lists: readonly { readonly words: readonly string[]; readonly add: number }[]): string =>
    lists.map(({ words: of, add }) => `${of.slice(0, 8).join(', ')} (${add > 0 ? '+' : ''}${add})`).join('; ');
  return [
    `${pattern.id}: ${pattern.description}; label ${pattern.label}, basis ${pattern.basis}, tier ${pattern.tier}`,
    `source: ${pattern.source}`,
    ...pattern.variants.map(
      ({ id, regex, score, requireContext }) =>
        `variant ${id}: ${score}${requireContext ? ', only near a context word' : ''}: ${regex}`,
    ),
    ...pattern.validators.map(({ name, onFail, onPass }) => `check ${name}: passed +${onPass}, failed ${onFail}`),
    ...(pattern.context.boost.length > 0 ? [`raised near: ${words(pattern.context.boost)}`] : []),
    ...(pattern.context.suppress.length > 0 ? [`lowered near: ${words(pattern.context.suppress)}`] : []),
    ...pattern.examples.match.map(({ text, spans }) => `matches: "${text}" -> ${spans.join(' | ')}`),
    ...pattern.examples.noMatch.map((text) => `leaves: "${text}"`),
  ];
}
