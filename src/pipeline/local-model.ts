import { relative, resolve } from 'node:path';
import { modelLabels } from '../detect/model-hits.ts';
import { UsageError } from '../errors.ts';
import type { DetectRules } from '../model/detecting.ts';
import type { Suggestion, TokenModel } from '../model/local-model.ts';
import { type PageText, pageKey } from '../model/page.ts';
import { isFile, readGivenText, removeAll, sha256, writeWhole } from '../store/files.ts';
import { loadModelManifest } from '../store/load-model.ts';
import type { Workspace } from '../store/workspace.ts';
import { loadTransformers, modelKey, openLocalModel, type Transformers } from '../tools/local-model.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Progress } from './progress.ts';

/** Name of the file of the workspace that says which model the marks were made with. */
const CHOICE = 'model.json';

/** Keeps `--model DIR` for the commands that follow, so that all see the same marks; `none` goes back to rules alone. */
export async function chooseModel(folder: MatterFolder, rules: DetectRules, given: string): Promise<void> {
  const path = folder.workspace.path(CHOICE);
  if (given === 'none') {
    if (folder.matter.model !== undefined)
      throw new UsageError('matter.yaml names a model: take its key model out instead of giving --model none.');
    removeAll(path);
    return;
  }
  loadModelManifest(given, modelLabels(rules.identifiers));
  // Kept only where it can run: a choice that fails must not stand in the way of the next command.
  await loadTransformers();
  writeWhole(path, `${JSON.stringify({ folder: relative(folder.folder, resolve(given)) })}\n`);
}

/** The model folder that matter.yaml names, else the one chosen with `--model`; undefined without one. */
function modelFolder(folder: MatterFolder): string | undefined {
  if (folder.matter.model !== undefined) return resolve(folder.folder, folder.matter.model);
  const path = folder.workspace.path(CHOICE);
  if (!isFile(path)) return undefined;
  const kept: unknown = JSON.parse(readGivenText(path));
  const named = typeof kept === 'object' && kept !== null && 'folder' in kept ? kept.folder : undefined;
  return typeof named === 'string' ? resolve(folder.folder, named) : undefined;
}

/**
 * What the matter's model says of each page, by page key; undefined where the matter has none. Kept by page and
 * model: the model is opened only where a page is new. Throws UsageError for a model that is not what it was.
 */
export async function suggestionsFor(
  folder: MatterFolder,
  rules: DetectRules,
  pages: readonly PageText[],
  progress: Progress,
  load?: () => Promise<Transformers>,
): Promise<ReadonlyMap<string, readonly Suggestion[]> | undefined> {
  const place = modelFolder(folder);
  if (place === undefined) return undefined;
  const manifest = loadModelManifest(place, modelLabels(rules.identifiers));
  let opened: Promise<TokenModel> | undefined;
  const found = new Map<string, readonly Suggestion[]>();
  for (const [done, page] of pages.entries()) {
    const key = sha256('model-1', modelKey(manifest), page.text);
    const kept = folder.workspace.find<readonly Suggestion[]>('model', key);
    opened ??= kept === undefined ? openLocalModel(place, manifest, load) : undefined;
    const said = kept ?? (await suggest(folder.workspace, key, page, opened));
    found.set(pageKey(page.ref), said);
    if (kept === undefined) progress('model', done + 1, pages.length, page.ref.file);
  }
  return found;
}

async function suggest(
  workspace: Workspace,
  key: string,
  page: PageText,
  opened: Promise<TokenModel> | undefined,
): Promise<readonly Suggestion[]> {
  const said = (await (await opened)?.suggest(page.text)) ?? [];
  workspace.keep('model', key, said);
  return said;
}
