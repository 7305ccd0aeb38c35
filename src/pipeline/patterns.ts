import { join, resolve } from 'node:path';
import { explainCategory } from '../decide/explain.ts';
import { testPatterns } from '../detect/test-patterns.ts';
import { UsageError } from '../errors.ts';
import { openMatterFolder } from './matter-folder.ts';
import { loadBases, loadLaw, loadRules } from './rules.ts';

/** A rule that is loaded, as `patterns list` shows it. */
export interface ListedPattern {
  readonly id: string;
  readonly kind: 'identifier' | 'document-type' | 'passage' | 'basis';
  readonly tier: string;
  readonly basis: string;
  readonly what: string;
}
