import type { PageRef, ZoneKind } from './page.ts';
import type { Cue } from './passage-rules.ts';

/** A kind of thing that papers mention and that should lie in the file: one entry of `patterns/mentions.yaml`. */
export interface MentionRule {
  readonly id: string;
  /** What it is called in a list: "photographs". Never words of a page. */
  readonly text: string;
  readonly cues: readonly Cue[];
  readonly negatives: readonly Cue[];
  /** An attachment of the document is it. */
  readonly attachment: boolean;
  /** Zones of these kinds on the document's pages, or its family's, are it. */
  readonly zones: readonly ZoneKind[];
  /** Documents of these types in the same source are it. */
  readonly types: readonly string[];
}

/** A thing that a document mentions and that was not found in the file. */
export interface MissingThing {
  readonly document: string;
  readonly what: string;
  readonly pages: readonly PageRef[];
}
