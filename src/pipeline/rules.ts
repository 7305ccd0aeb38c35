import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { DetectRules } from '../model/detecting.ts';
import type { Base, Pack } from '../model/pack.ts';
import type { Texts } from '../model/texts.ts';
import { isFile, patternsFolder, readGivenText, shippedText } from '../store/files.ts';
import { packNames } from '../store/load-matter.ts';
import { parseBases, parsePack } from '../store/load-pack.ts';
import { loadPassages } from '../store/load-passages.ts';
import { loadPatterns } from '../store/load-patterns.ts';
import { parseTexts } from '../store/load-texts.ts';
import { notKnown } from '../store/yaml-file.ts';

/** The detection rules that come with withhold, and those of a matter's own `patterns/` folder. */
export function loadRules(matterFolder?: string): DetectRules {
  const own = matterFolder === undefined ? [] : [join(matterFolder, 'patterns')];
  const { identifiers, people } = loadPatterns(own);
  const { passages, documentTypes } = loadPassages(patternsFolder);
  return { identifiers, people, passages, documentTypes };
}

/** What single strings and names are found by. */
export type SearchRules = Pick<DetectRules, 'identifiers' | 'people'>;

/** The part of the shipped rules that looks for strings and names: without passages and types of papers. */
export function loadSearchRules(): SearchRules {
  const { identifiers, people } = loadPatterns([]);
  return { identifiers, people };
}

/** The law of a matter as data: bases, the jurisdiction pack, and its words. */
export interface Law {
  readonly bases: readonly Base[];
  readonly pack: Pack;
  readonly texts: Texts;
}

export function loadBases(): readonly Base[] {
  return parseBases(shippedText('bases.json'), 'patterns/bases.json');
}

/** Names of the jurisdiction packs that ship, sorted. */
export async function shippedPackNames(): Promise<readonly string[]> {
  return packNames(join(patternsFolder, 'packs'));
}

/** The law a matter names; a UsageError lists the packs there are, and says `where` the name stands. */
export async function loadLaw(name: string, where = 'matter.yaml'): Promise<Law> {
  const path = join(patternsFolder, 'packs', `${name}.yaml`);
  if (!/^[\w-]+$/.test(name) || !isFile(path)) {
    const known = await shippedPackNames();
    throw new UsageError(`${where}: key pack: ${notKnown(name, known)}`);
  }
  const bases = loadBases();
  const pack = parsePack(readGivenText(path), `patterns/packs/${name}.yaml`, bases);
  const texts = parseTexts(shippedText(`texts/${name}.yaml`), `patterns/texts/${name}.yaml`);
  return { bases, pack, texts };
}
